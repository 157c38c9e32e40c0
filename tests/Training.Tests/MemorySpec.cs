using System.Diagnostics;
using TorchSharp;

namespace AkkaCoded.Training.Tests;

[Trait("Suite", "Slow")]
public sealed class MemorySpec
{
    [Theory]
    [InlineData("coded.model.mlp { hidden = [64], dropout = 0.2 }")]
    [InlineData("coded.model { name = cnn, cnn { channels = [4], hidden = 16, batch-norm = on } }")]
    public void Training_must_leave_memory_where_it_was_when_10_000_steps_are_done(string model)
    {
        var job = model + "\ncoded { optimizer.learning-rate = 0.01, code.workers = 2 }\n";
        // The compiler and the allocators settle first: what is looked for is growth.
        SingleProcessTrainer.Run(Jobs.Parse(job + "coded.training.steps = 1000"));
        var (bytes, tensors) = (new Dictionary<long, long>(), new Dictionary<long, long>());
        SingleProcessTrainer.Run(
            Jobs.Parse(job + "coded.training.steps = 10000"),
            new TrainingCallbacks(OnStep: report =>
            {
                if (report.Step is 100 or 9_999)
                {
                    bytes[report.Step] = ResidentBytes();
                    tensors[report.Step] = torch.Tensor.TotalCount;
                }
            }));
        Assert.Equal(tensors[100], tensors[9_999]);
        Assert.True(
            bytes[9_999] <= bytes[100] * 1.05,
            $"{bytes[100]} bytes after 100 steps, {bytes[9_999]} after 10,000");
    }

    [Fact]
    public void Training_must_leave_no_live_tensor_when_it_is_over()
    {
        var before = torch.Tensor.TotalCount;
        SingleProcessTrainer.Run(Jobs.Parse());
        var after = torch.Tensor.TotalCount;
        Assert.Equal(before, after);
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // Gives free pages of the managed heap back, so that only memory in use is counted.
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
