using System.Runtime.InteropServices;
using AkkaCoded.Codes.Kernels;

namespace AkkaCoded.Codes.Tests.Kernels;

public sealed class DecodeKernelSpec
{
    private const ulong Seed = 20261121;

    private static readonly double[] Pool = NewPool();

    public static TheoryData<SimdWidth, int> WidthsAndThreads()
    {
        var data = new TheoryData<SimdWidth, int>();
        foreach (var width in Enum.GetValues<SimdWidth>())
        {
            data.Add(width, 1);
            data.Add(width, 3);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(WidthsAndThreads))]
    public void Kernel_must_give_the_bits_of_the_definition_when_float32(
        SimdWidth width, int threads)
    {
        using var kernel = new DecodeKernel(threads, width);
        foreach (var (length, k, offset) in Shapes(sizeof(float)))
        {
            var random = SeededRandom.Stream(Seed, (ulong)((length * 100) + k));
            var a = Floats(random, k);
            var x = Enumerable.Range(0, k).Select(_ => Floats(random, length + offset)).ToArray();
            var y = Floats(random, length + offset);
            var sources = x.Select(v => (ReadOnlyMemory<float>)v.AsMemory(offset)).ToArray();
            foreach (var accumulate in new[] { true, false })
            {
                var expected = Definition(y, a, x, offset, accumulate);
                var actual = (float[])y.Clone();
                Call(kernel, actual.AsSpan(offset), a, sources, accumulate);
                AssertBits(expected, actual, $"d={length}, k={k}, {offset}, {accumulate}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(WidthsAndThreads))]
    public void Kernel_must_give_the_bits_of_the_definition_when_float64(
        SimdWidth width, int threads)
    {
        using var kernel = new DecodeKernel(threads, width);
        foreach (var (length, k, offset) in Shapes(sizeof(double)))
        {
            var random = SeededRandom.Stream(Seed, (ulong)((length * 100) + k));
            var a = Doubles(random, k);
            var x = Enumerable.Range(0, k).Select(_ => Doubles(random, length + offset)).ToArray();
            var y = Doubles(random, length + offset);
            var sources = x.Select(v => (ReadOnlyMemory<double>)v.AsMemory(offset)).ToArray();
            foreach (var accumulate in new[] { true, false })
            {
                var expected = Definition(y, a, x, offset, accumulate);
                var actual = (double[])y.Clone();
                Call(kernel, actual.AsSpan(offset), a, sources, accumulate);
                AssertBits(expected, actual, $"d={length}, k={k}, {offset}, {accumulate}");
            }
        }
    }

    [Fact]
    public void Kernel_must_give_the_same_bits_when_called_block_by_block()
    {
        const int length = 100_003;
        var random = new SeededRandom(Seed);
        var a = Floats(random, 11);
        var x = a.Select(_ => Floats(random, length)).ToArray();
        using var kernel = new DecodeKernel(2);
        var whole = new float[length];
        kernel.Combine(whole, a, Array.ConvertAll(x, v => (ReadOnlyMemory<float>)v));
        var blocks = new float[length];
        for (var start = 0; start < length; start += 7_919)
        {
            var block = Math.Min(7_919, length - start);
            var from = start;
            var parts = Array.ConvertAll(x, v => (ReadOnlyMemory<float>)v.AsMemory(from, block));
            kernel.Combine(blocks.AsSpan(start, block), a, parts);
        }

        AssertBits(whole, blocks, $"seed {Seed}");
    }

    [Fact]
    public void Kernel_must_give_the_plain_sum_in_order_when_all_coefficients_are_one()
    {
        const int length = 1_000;
        var random = new SeededRandom(Seed);
        var x = Enumerable.Range(0, 9).Select(_ => Floats(random, length)).ToArray();
        x[0][5] = -0f;
        var expected = new float[length];
        for (var j = 0; j < length; j++)
        {
            expected[j] = x[0][j];
            for (var i = 1; i < x.Length; i++)
            {
                expected[j] += x[i][j];
            }
        }

        var actual = new float[length];
        using var kernel = new DecodeKernel();
        var ones = Enumerable.Repeat(1f, x.Length).ToArray();
        kernel.Combine(actual, ones, Array.ConvertAll(x, v => (ReadOnlyMemory<float>)v));
        AssertBits(expected, actual, $"seed {Seed}");
        kernel.Combine(actual, [1f], [x[0]]);
        AssertBits(x[0], actual, "a single source keeps its bits, the sign of zero too");
    }

    [Fact]
    public void Kernel_must_read_before_it_writes_when_the_target_is_a_source()
    {
        const int length = 300_000;
        var random = new SeededRandom(Seed);
        var a = Floats(random, 10);
        var x = a.Select(_ => Floats(random, length)).ToArray();
        var expected = Definition(new float[length], a, x, 0, accumulate: false);
        using var kernel = new DecodeKernel(2);
        kernel.Combine(x[4], a, Array.ConvertAll(x, v => (ReadOnlyMemory<float>)v));
        AssertBits(expected, x[4], $"seed {Seed}");
    }

    [Fact]
    public void Kernel_must_accept_native_memory()
    {
        const int length = 1_001;
        const int bytes = length * sizeof(double);
        var block = Marshal.AllocHGlobal(3 * bytes);
        var values = Enumerable.Repeat(2.0, 3 * length).ToArray();
        Marshal.Copy(values, 0, block, values.Length);
        using var kernel = new DecodeKernel();
        kernel.Accumulate(block, length, [3.0, 0.5], [block + bytes, block + (2 * bytes)]);
        Marshal.Copy(block, values, 0, length);
        Assert.All(values[..length], v => Assert.Equal(9, v));
        kernel.Combine(block, length, [3.0, 0.5], [block + bytes, block + (2 * bytes)]);
        Marshal.Copy(block, values, 0, length);
        Assert.All(values[..length], v => Assert.Equal(7, v));
        Assert.Throws<InvalidOperationException>(() =>
            kernel.Combine(block, length, [1.0], [0]));
        Marshal.FreeHGlobal(block);
    }

    [Fact]
    public void Kernel_must_clear_or_leave_the_target_when_there_are_no_sources()
    {
        using var kernel = new DecodeKernel();
        float[] y = [1, 2, 3];
        kernel.Accumulate(y, [], []);
        Assert.Equal([1, 2, 3], y);
        kernel.Combine(y, [], []);
        Assert.Equal([0, 0, 0], y);
    }

    [Fact]
    public void Kernel_must_refuse_counts_and_lengths_that_differ()
    {
        var kernel = new DecodeKernel();
        var y = new float[4];
        var three = new ReadOnlyMemory<float>(new float[3]);
        Assert.Throws<InvalidOperationException>(() => kernel.Combine(y, [1f], [three]));
        Assert.Throws<InvalidOperationException>(() => kernel.Combine(y, [1f, 2f], [y]));
        kernel.Combine(y, [1f], [y]);
        kernel.Dispose();
        Assert.Throws<InvalidOperationException>(() => kernel.Combine(y, [1f], [y]));
    }

    /// <summary>Every remainder of vectors and tiles, one to three passes, odd alignments, and
    /// lengths that several threads share.</summary>
    private static IEnumerable<(int Length, int Sources, int Offset)> Shapes(int elementBytes)
    {
        foreach (var length in new[] { 0, 1, 7, 31, 64, 130, 1_037 })
        {
            foreach (var sources in new[] { 1, 2, 5, 8, 9, 17 })
            {
                yield return (length, sources, sources % 3);
            }
        }

        var tile = 64 * 1024 / elementBytes;
        yield return (tile + 3, 8, 1);
        yield return ((2 * tile) + 77, 9, 2);
        yield return ((17 * tile) + 5, 3, 1);
        // Over 8 MiB: written past the caches where the target is only written.
        yield return ((9 << 20) / elementBytes, 9, 3);
    }

    /// <summary>Slices of one pool: drawing afresh would take longer than the test.</summary>
    private static float[] Floats(SeededRandom random, int count)
    {
        var start = random.NextInt(Pool.Length);
        var values = new float[count];
        for (var j = 0; j < count; j++)
        {
            values[j] = (float)Pool[(start + j) % Pool.Length];
        }

        return values;
    }

    /// <summary>Slices of one pool: drawing afresh would take longer than the test.</summary>
    private static double[] Doubles(SeededRandom random, int count)
    {
        var start = random.NextInt(Pool.Length);
        var values = new double[count];
        for (var j = 0; j < count; j++)
        {
            values[j] = Pool[(start + j) % Pool.Length];
        }

        return values;
    }

    private static double[] NewPool()
    {
        var random = new SeededRandom(Seed);
        return [.. Enumerable.Range(0, 50_021).Select(_ => random.NextGaussian())];
    }

    private static T[] Definition<T>(T[] y, T[] a, T[][] x, int offset, bool accumulate)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        var result = (T[])y.Clone();
        for (var j = offset; j < y.Length; j++)
        {
            var sum = accumulate ? T.FusedMultiplyAdd(a[0], x[0][j], y[j]) : a[0] * x[0][j];
            for (var i = 1; i < a.Length; i++)
            {
                sum = T.FusedMultiplyAdd(a[i], x[i][j], sum);
            }

            result[j] = sum;
        }

        return result;
    }

    private static void Call(
        DecodeKernel kernel, Span<float> y, float[] a, ReadOnlyMemory<float>[] x, bool accumulate)
    {
        if (accumulate)
        {
            kernel.Accumulate(y, a, x);
        }
        else
        {
            kernel.Combine(y, a, x);
        }
    }

    private static void Call(
        DecodeKernel kernel, Span<double> y, double[] a, ReadOnlyMemory<double>[] x,
        bool accumulate)
    {
        if (accumulate)
        {
            kernel.Accumulate(y, a, x);
        }
        else
        {
            kernel.Combine(y, a, x);
        }
    }

    private static void AssertBits<T>(T[] expected, T[] actual, string what)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes<T>(expected);
        Assert.True(bytes.SequenceEqual(MemoryMarshal.AsBytes<T>(actual)), what);
    }
}
