using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Torch.Tests;

/// <summary>Values and shapes of tensors, compared element by element.</summary>
internal static class Expect
{
    public const double Tolerance = 1e-5;

    public static void Values(Tensor tensor, params double[] expected)
    {
        using var numbers = tensor.detach().to(ScalarType.Float64).contiguous();
        var found = numbers.data<double>().ToArray();
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < found.Length; i++)
        {
            // NaN and infinities have to be the same; numbers may differ by rounding.
            var near = found[i].Equals(expected[i])
                || Math.Abs(found[i] - expected[i])
                    <= Tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(near, $"element {i} is {found[i]}, expected {expected[i]}");
        }
    }

    public static void Shape(Tensor tensor, params long[] expected) =>
        Assert.Equal(expected, tensor.shape);

    public static Tensor Floats(params float[] values) => tensor(values);

    /// <summary>0, 1, 2, ... in the given shape.</summary>
    public static Tensor Counting(params long[] shape) =>
        arange(shape.TotalSize()).to(ScalarType.Float32).reshape(shape);
}
