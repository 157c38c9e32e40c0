using AkkaCoded.Codes.Kernels;

namespace AkkaCoded.Codes.Tests.Kernels;

/// <summary>Counts heap bytes per thread, so tests that run beside it don't matter.</summary>
public sealed class DecodeKernelAllocationSpec
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Kernel_must_not_allocate_when_it_is_warm(int threads)
    {
        const int length = 300_000;
        using var kernel = new DecodeKernel(threads);
        var y = new float[length];
        var wide = new double[length];
        float[] a = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        var aWide = Array.ConvertAll(a, v => (double)v);
        var x = Array.ConvertAll(a, _ => new ReadOnlyMemory<float>(new float[length]));
        var xWide = Array.ConvertAll(a, _ => new ReadOnlyMemory<double>(new double[length]));
        Rounds(3);
        var caller = GC.GetAllocatedBytesForCurrentThread();
        var helpers = kernel.HelperAllocatedBytes;
        Rounds(50);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - caller);
        Assert.Equal(0, kernel.HelperAllocatedBytes - helpers);

        void Rounds(int count)
        {
            for (var i = 0; i < count; i++)
            {
                kernel.Combine(y, a, x);
                kernel.Accumulate(y, a, x);
                kernel.Combine(wide, aWide, xWide);
            }
        }
    }

    [Fact]
    public void Team_must_do_every_element_once_when_ranges_are_shared()
    {
        using var team = new DecodeTeam(4);
        var job = new CountingJob(new int[10_007]);
        for (var call = 0; call < 200; call++)
        {
            team.Run(job, job.Seen.Length, 64);
        }

        Assert.All(job.Seen, count => Assert.Equal(200, count));
    }

    private sealed class CountingJob(int[] seen) : IRangeJob
    {
        public int[] Seen => seen;

        public void Run(nint start, nint end, nint scratch)
        {
            Assert.Equal(0, scratch % (nint)DecodeTeam.Alignment);
            for (var i = start; i < end; i++)
            {
                Interlocked.Increment(ref seen[i]);
            }
        }
    }
}
