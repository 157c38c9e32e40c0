namespace TorchSharp;

public static partial class torch
{
    public readonly struct TensorIndex
    {
        public static readonly TensorIndex Colon = Slice();
        public static readonly TensorIndex Ellipsis = new(IndexKind.Ellipsis);
        public static readonly TensorIndex None = new(IndexKind.None);
        public static readonly TensorIndex Null = new(IndexKind.Null);

        private TensorIndex(
            IndexKind kind, long? first = null, long? stop = null, long? step = null,
            Tensor? tensor = null)
        {
            Kind = kind;
            First = first;
            Stop = stop;
            Step = step;
            Items = tensor;
        }

        internal enum IndexKind
        {
            None,
            Null,
            Single,
            Slice,
            Ellipsis,
            Bool,
            Tensor,
        }

        internal IndexKind Kind { get; }

        internal long? First { get; }

        internal long? Stop { get; }

        internal long? Step { get; }

        internal Tensor? Items { get; }

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new(IndexKind.Slice, start, stop, step);

        /// <summary>An end counted from the end becomes libtorch's negative index.</summary>
        public static TensorIndex Slice(Range range)
        {
            long? start = range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value;
            long? stop = range.End.IsFromEnd
                ? (range.End.Value == 0 ? null : -range.End.Value)
                : range.End.Value;
            return Slice(start, stop);
        }

        public static TensorIndex Bool(bool value) => new(IndexKind.Bool, value ? 1 : 0);

        public static TensorIndex Single(long? index) =>
            index is null ? None : new(IndexKind.Single, index);

        public static TensorIndex Tensor(Tensor tensor) => new(IndexKind.Tensor, tensor: tensor);
    }
}
