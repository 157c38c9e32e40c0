namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Shape, type and device; the elements are read through <c>data</c>.</summary>
        public override string ToString() => Describe();

        internal string Describe() => IsInvalid
            ? "invalid tensor (disposed)"
            : $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
    }
}
