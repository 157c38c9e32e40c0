using System.Collections;

namespace TorchSharp;

public static partial class torch
{
    public readonly struct Size : IEnumerable<long>
    {
        private readonly long[]? _shape;

        public Size(long[] shape) => _shape = [.. shape];

        public Size(IEnumerable<long> shape) => _shape = [.. shape];

        public Size(long size) => _shape = [size];

        public Size(int[] shape) => _shape = Array.ConvertAll(shape, size => (long)size);

        public int Length => Shape.Length;

        public bool IsEmpty => Length == 0;

        public long[] Shape => _shape ?? [];

        public long this[int idx] => Shape[idx];

        public static implicit operator Size(long[] size) => new(size);

        public static implicit operator Size(long size) => new(size);

        public static bool operator ==(Size left, Size right) => left.Equals(right);

        public static bool operator !=(Size left, Size right) => !left.Equals(right);

        public long numel() => Shape.TotalSize();

        public override bool Equals(object? obj) =>
            obj is Size other && Shape.AsSpan().SequenceEqual(other.Shape);

        public override int GetHashCode() =>
            Shape.Aggregate(17, (hash, size) => HashCode.Combine(hash, size));

        public IEnumerator<long> GetEnumerator() => ((IEnumerable<long>)Shape).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
