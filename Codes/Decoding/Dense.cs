using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AkkaCoded.Codes;

/// <summary>
/// The vector loops of the rank test: whatever width the processor has, and a scalar tail. The
/// spans of one call have the same length. Compiled fully at the first call, because a first step
/// should not take ten times as long as the next.
/// </summary>
internal static class Dense
{
    /// <summary>sum_i left_i right_i, in four partial sums that hide the latency of adding.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        Contract.Require(left.Length == right.Length, "vectors of one length");
        ref var a = ref MemoryMarshal.GetReference(left);
        ref var b = ref MemoryMarshal.GetReference(right);
        var width = Vector<double>.Count;
        var (s0, s1) = (Vector<double>.Zero, Vector<double>.Zero);
        var (s2, s3) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i <= left.Length - (4 * width); i += 4 * width)
        {
            s0 += Load(ref a, i) * Load(ref b, i);
            s1 += Load(ref a, i + width) * Load(ref b, i + width);
            s2 += Load(ref a, i + (2 * width)) * Load(ref b, i + (2 * width));
            s3 += Load(ref a, i + (3 * width)) * Load(ref b, i + (3 * width));
        }

        var sum = Vector.Sum(s0 + s1 + (s2 + s3));
        for (; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    /// <summary>target += factor x source.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(double factor, ReadOnlySpan<double> source, Span<double> target)
    {
        Contract.Require(source.Length == target.Length, "vectors of one length");
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(target);
        var width = Vector<double>.Count;
        var factors = new Vector<double>(factor);
        var i = 0;
        for (; i <= source.Length - width; i += width)
        {
            Store(ref to, i, Load(ref to, i) + (factors * Load(ref from, i)));
        }

        for (; i < source.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }

    /// <summary>Givens rotation of two rows: (x, y) becomes (c x + s y, c y - s x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rotate(double c, double s, Span<double> x, Span<double> y)
    {
        Contract.Require(x.Length == y.Length, "vectors of one length");
        ref var first = ref MemoryMarshal.GetReference(x);
        ref var second = ref MemoryMarshal.GetReference(y);
        var width = Vector<double>.Count;
        var (cosines, sines) = (new Vector<double>(c), new Vector<double>(s));
        var i = 0;
        for (; i <= x.Length - width; i += width)
        {
            var (one, other) = (Load(ref first, i), Load(ref second, i));
            Store(ref first, i, (cosines * one) + (sines * other));
            Store(ref second, i, (cosines * other) - (sines * one));
        }

        for (; i < x.Length; i++)
        {
            (x[i], y[i]) = ((c * x[i]) + (s * y[i]), (c * y[i]) - (s * x[i]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Load(ref double start, int index) =>
        Unsafe.ReadUnaligned<Vector<double>>(
            ref Unsafe.As<double, byte>(ref Unsafe.Add(ref start, index)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref double start, int index, Vector<double> value) =>
        Unsafe.WriteUnaligned(
            ref Unsafe.As<double, byte>(ref Unsafe.Add(ref start, index)), value);
}
