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
        var (early, late) = (0L, 0L);
        var (earlyTensors, lateTensors) = (0L, 0L);
        var options = Jobs.Parse(model + "\n" + """
            coded { optimizer.learning-rate = 0.01, code.workers = 2, training.steps = 10000 }
            """);
        SingleProcessTrainer.Run(options, new TrainingCallbacks(OnStep: report =>
        {
            if (report.Step == 100)
            {
                (early, earlyTensors) = (ResidentBytes(), torch.Tensor.TotalCount);
            }
            else if (report.Step == 9_999)
            {
                (late, lateTensors) = (ResidentBytes(), torch.Tensor.TotalCount);
            }
        }));
        Assert.Equal(earlyTensors, lateTensors);
        Assert.True(late <= early * 1.05, $"{early} bytes after 100 steps, {late} after 10,000");
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
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
