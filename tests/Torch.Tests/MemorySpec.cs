using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AkkaCoded.Torch.Tests;

[Trait("Suite", "Slow")]
public sealed class MemorySpec
{
    [Fact]
    public void Collected_tensors_must_release_native_memory()
    {
        // 4,000 tensors of 4 MB each: without finalizers this would be 16 GB.
        for (var i = 0; i < 4000; i++)
        {
            ones(1000, 1000);
            if (i % 50 == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }

        Assert.True(Resident() < 2L << 30, $"{Resident()} bytes resident");
    }

    [Fact]
    public void Ten_thousand_steps_must_leave_memory_where_it_was()
    {
        manual_seed(1);
        using var model = Sequential(Linear(64, 32), ReLU(), Linear(32, 10));
        using var inputs = randn(32, 64);
        using var labels = randint(10, [32]);
        Tensor[] weights = [.. model.parameters()];
        // By then the runtime has compiled what runs often and sized its heap.
        Repeat(2_000);
        Collect();
        var before = Resident();
        Repeat(10_000);
        Collect();
        var after = Resident();
        Assert.True(after < before * 1.05, $"{before} bytes before, {after} after");

        void Repeat(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                using var scope = NewDisposeScope();
                var loss = functional.cross_entropy(model.call(inputs), labels);
                var gradients = autograd.grad([loss], weights);
                using var mode = no_grad();
                for (var k = 0; k < weights.Length; k++)
                {
                    weights[k].add_(gradients[k], -0.01);
                }
            }
        }
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // Gives free pages of the managed heap back, so that only memory in use is counted.
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
