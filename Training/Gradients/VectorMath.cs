using System.Numerics;
using System.Runtime.InteropServices;
using AkkaCoded.Codes;

namespace AkkaCoded.Training.Gradients;

/// <summary>Sums of flat vectors; each element the same whatever the vector width.</summary>
internal static class VectorMath
{
    /// <summary>
    /// sum += coefficient * vector. Product and sum are rounded apart (no fused operation), so the
    /// result is the same on every processor.
    /// </summary>
    public static void Add(Span<float> sum, float coefficient, ReadOnlySpan<float> vector)
    {
        Contract.Require(sum.Length == vector.Length, "vectors of one length");
        var wideSum = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var wide = MemoryMarshal.Cast<float, Vector<float>>(vector);
        for (var i = 0; i < wide.Length; i++)
        {
            wideSum[i] += wide[i] * coefficient;
        }

        for (var i = wide.Length * Vector<float>.Count; i < sum.Length; i++)
        {
            sum[i] += vector[i] * coefficient;
        }
    }
}
