using System.Diagnostics;
using AkkaCoded.Codes.Kernels;

namespace AkkaCoded.Bench.Codes;

/// <summary>One way to move bytes; bytes count what is read plus what is written.</summary>
internal sealed record DecodeKernelContender(
    string Name, double Bytes, bool IsCopy, bool HasTarget, Action<int> Work);

/// <summary>The arrays; ordinary ones, as the garbage collector hands them out.</summary>
internal sealed class DecodeKernelData : IDisposable
{
    public DecodeKernelData(int length, int sources)
    {
        Length = length;
        Arrays = [.. Enumerable.Range(0, sources).Select(i => Filled(length, i))];
        Doubles = [.. Enumerable.Range(0, sources).Select(i => Doubled(length / 2, i))];
        Target = Filled(length, sources);
        TargetDouble = Doubled(length / 2, sources);
        Coefficients = [.. Enumerable.Range(0, sources).Select(i => 1.25f - (0.25f * i))];
    }

    public int Length { get; }

    public float[][] Arrays { get; }

    public double[][] Doubles { get; }

    public float[] Target { get; private set; }

    public double[] TargetDouble { get; private set; }

    public float[] Coefficients { get; }

    public void Dispose()
    {
        Target = [];
        TargetDouble = [];
    }

    private static float[] Filled(int length, int seed)
    {
        var values = GC.AllocateUninitializedArray<float>(length, pinned: true);
        for (var j = 0; j < length; j++)
        {
            values[j] = ((j + seed) % 17) - 8;
        }

        return values;
    }

    private static double[] Doubled(int length, int seed)
    {
        var values = GC.AllocateUninitializedArray<double>(length, pinned: true);
        for (var j = 0; j < length; j++)
        {
            values[j] = ((j + seed) % 17) - 8;
        }

        return values;
    }
}

/// <summary>The copies and kernels of one number of threads.</summary>
internal sealed class DecodeKernelContenders : IDisposable
{
    private readonly DecodeKernelData _data;
    private readonly List<DecodeKernel> _kernels = [];
    private readonly DecodeTeam _copyTeam;
    private readonly List<DecodeKernelContender> _all = [];

    public DecodeKernelContenders(DecodeKernelData data, int threads)
    {
        _data = data;
        _copyTeam = new DecodeTeam(threads);
        AddCopy("Array.Copy", new ArrayCopyJob());
        AddCopy("Span.CopyTo", new SpanCopyJob());
        foreach (var width in Enum.GetValues<SimdWidth>().Where(IsInHardware))
        {
            AddKernels(threads, width);
        }
    }

    public IReadOnlyList<DecodeKernelContender> All => _all;

    public double Time(int contender, int round)
    {
        var watch = Stopwatch.StartNew();
        _all[contender].Work(round & 0xFF);
        return watch.Elapsed.TotalSeconds;
    }

    public void Dispose()
    {
        _kernels.ForEach(kernel => kernel.Dispose());
        _copyTeam.Dispose();
    }

    private static bool IsInHardware(SimdWidth width) =>
        width != SimdWidth.Widest && width <= SimdWidths.Widest;

    /// <summary>
    /// A copy gets one contiguous share per thread: what suits it best. One sample moves as many
    /// bytes as one of the kernel, so that a thread that is put aside for a while costs both alike.
    /// </summary>
    private void AddCopy(string name, CopyJob job)
    {
        nint share = ((_data.Length / _copyTeam.Threads) + 16) & ~15;
        var copies = (_data.Arrays.Length + 2) / 2;
        _all.Add(new(name, 2.0 * copies * sizeof(float) * _data.Length, true, false, round =>
        {
            for (var copy = 0; copy < copies; copy++)
            {
                job.From = _data.Arrays[(round + copy) % _data.Arrays.Length];
                job.To = _data.Target;
                _copyTeam.Run(job, _data.Length, share);
            }
        }));
    }

    private void AddKernels(int threads, SimdWidth width)
    {
        var kernel = new DecodeKernel(threads, width);
        _kernels.Add(kernel);
        var sources = _data.Arrays.Select(a => new ReadOnlyMemory<float>(a)).ToArray();
        var doubles = _data.Doubles.Select(a => new ReadOnlyMemory<double>(a)).ToArray();
        var scales = Array.ConvertAll(_data.Coefficients, a => (double)a);
        double moved = sizeof(float) * (double)_data.Length;
        var k = sources.Length;
        var target = width == SimdWidths.Widest;
        _all.Add(new($"float32 y += sum, {width}", (k + 2) * moved, false, target, _ =>
            kernel.Accumulate(_data.Target, _data.Coefficients, sources)));
        if (width == SimdWidth.Scalar)
        {
            return;
        }

        _all.Add(new($"float32 y = sum, {width}", (k + 1) * moved, false, target, _ =>
            kernel.Combine(_data.Target, _data.Coefficients, sources)));
        _all.Add(new($"float64 y += sum, {width}", (k + 2) * moved, false, false, _ =>
            kernel.Accumulate(_data.TargetDouble, scales, doubles)));
    }

    private abstract class CopyJob : IRangeJob
    {
        public float[] From { get; set; } = [];

        public float[] To { get; set; } = [];

        public abstract void Run(nint start, nint end, nint scratch);
    }

    private sealed class ArrayCopyJob : CopyJob
    {
        public override void Run(nint start, nint end, nint scratch) =>
            Array.Copy(From, start, To, start, end - start);
    }

    private sealed class SpanCopyJob : CopyJob
    {
        public override void Run(nint start, nint end, nint scratch) =>
            From.AsSpan((int)start, (int)(end - start)).CopyTo(To.AsSpan((int)start));
    }
}
