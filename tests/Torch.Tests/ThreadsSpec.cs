using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Torch.Tests;

public sealed class ThreadsSpec
{
    [Fact]
    public void Thread_count_must_be_what_was_set()
    {
        var before = get_num_threads();
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        set_num_threads(before);
        Assert.True(get_num_interop_threads() >= 1);
    }

    [Fact]
    public void Tensors_must_be_usable_from_many_threads()
    {
        using var shared = ones(64, 64);
        var sums = new float[8];
        Parallel.For(0, sums.Length, i =>
        {
            for (var k = 0; k < 100; k++)
            {
                using var scope = NewDisposeScope();
                sums[i] = (shared * i).sum().item<float>();
            }
        });
        Assert.Equal(Enumerable.Range(0, 8).Select(i => i * 64f * 64), sums);
    }

    [Fact]
    public void Collected_tensors_must_not_disturb_calls_under_way()
    {
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            for (var i = 0; i < 2000; i++)
            {
                // The operands are garbage as soon as the call has read their handles.
                Assert.Equal(100, (ones(100) * ones(100)).sum().item<float>());
            }
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }
    }

    [Fact]
    public void Devices_must_be_told_apart()
    {
        Assert.Equal(cuda.is_available(), cuda_is_available());
        Assert.Equal(cuda.is_available(), cuda.device_count() > 0);
        Assert.Equal(DeviceType.CUDA, device("cuda:1").type);
        Assert.Equal(1, device("cuda:1").index);
        Assert.Equal("cuda:1", device(DeviceType.CUDA, 1).ToString());
        Assert.Equal(DeviceType.CPU, CPU.type);
    }
}
