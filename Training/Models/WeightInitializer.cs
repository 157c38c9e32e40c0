using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Training.Models;

/// <summary>
/// Seeded first weights, independent of torch's generator: matrices and kernels even in
/// +-sqrt(6 / fan-in) (He et al., ICCV 2015, equation 10, as a uniform law), vectors named
/// <c>weight</c> (the scale of a normalisation) 1, other vectors 0.
/// </summary>
internal static class WeightInitializer
{
    private const ulong Stream = 0x494E4954;

    public static void Initialize(IReadOnlyList<(string Name, Tensor Tensor)> parameters, long seed)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        for (var i = 0; i < parameters.Count; i++)
        {
            var (name, parameter) = parameters[i];
            var values = torch.empty(parameter.shape, ScalarType.Float32);
            Fill(
                MemoryMarshal.Cast<byte, float>(values.bytes),
                name,
                parameter.shape,
                new KeyedRandom((ulong)seed, Stream, (ulong)i));
            parameter.copy_(values);
        }
    }

    private static void Fill(Span<float> values, string name, long[] shape, KeyedRandom random)
    {
        if (shape.Length < 2)
        {
            values.Fill(name.EndsWith("weight", StringComparison.Ordinal) ? 1f : 0f);
            return;
        }

        var bound = Math.Sqrt(6.0 / shape.Skip(1).Aggregate(1L, (fan, extent) => fan * extent));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)random.Uniform((ulong)i, -bound, bound);
        }
    }
}
