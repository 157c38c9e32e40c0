using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Computing;

namespace AkkaCoded.WorkerNode.Tests;

public sealed class LocalSgdSpec : ComputeSpec
{
    private const string BatchNorm =
        "coded.model { name = cnn, cnn { channels = [4], hidden = 8, batch-norm = on } }";

    private static readonly CodeRow Three = CodeRow.SumOf([0, 4, 8]);
    private static readonly LocalSteps Local = new([0.1, 0.05, 0.2], 4);

    [Theory]
    [InlineData("")]
    [InlineData(BatchNorm)]
    public void Answer_must_be_the_change_that_plain_descent_makes(string model)
    {
        using var job = new TestJob(model);
        var thread = Start(job, job.Publish());

        Post(thread, TestJob.Ask(TestJob.Key(6), Three, local: Local));
        var ready = Next<Ready>(Coordinator);

        Assert.Equal(ByHand(job, 6), Values(ready));
        Assert.True(ready.Timings.ComputeSeconds > 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(9)]
    public void Cancelled_local_steps_must_go_on_where_they_were(int chunksBefore)
    {
        using var job = new TestJob(BatchNorm);
        ComputeThread? thread = null;
        using var cancelled = new ManualResetEventSlim();
        var chunks = 0;
        thread = Start(job, job.Publish(), onChunk: (item, done) =>
        {
            chunks++;
            if (item.Key.Attempt == 0 && done == chunksBefore)
            {
                thread!.Cancel(item.Key);
                cancelled.Set();
            }
        });
        Post(thread, TestJob.Ask(TestJob.Key(6), Three, local: Local));
        Assert.True(cancelled.Wait(Patience));

        Post(thread, TestJob.Ask(TestJob.Key(6, attempt: 1), Three, local: Local));
        var ready = Next<Ready>(Coordinator);

        Assert.Equal(TestJob.Key(6, attempt: 1), ready.Key);
        Assert.Equal(ByHand(job, 6), Values(ready));
        Assert.Equal(9, chunks);
    }

    [Fact]
    public void Local_steps_must_begin_anew_when_other_work_has_moved_the_model()
    {
        using var job = new TestJob();
        ComputeThread? thread = null;
        using var cancelled = new ManualResetEventSlim();
        thread = Start(job, job.Publish(), onChunk: (item, done) =>
        {
            if (item.Key is { Attempt: 0, Partition: 0 } && done == 4)
            {
                thread!.Cancel(item.Key);
                cancelled.Set();
            }
        });
        Post(thread, TestJob.Ask(TestJob.Key(6), Three, local: Local));
        Assert.True(cancelled.Wait(Patience));
        Post(thread, TestJob.Ask(TestJob.Key(6, partition: 1), Three, local: Local));
        Assert.Equal(ByHand(job, 6), Values(Next<Ready>(Coordinator)));

        Post(thread, TestJob.Ask(TestJob.Key(6, attempt: 1), Three, local: Local));

        Assert.Equal(ByHand(job, 6), Values(Next<Ready>(Coordinator)));
    }

    [Fact]
    public void Gradient_after_local_steps_must_be_taken_at_the_parameters_again()
    {
        using var job = new TestJob();
        var thread = Start(job, job.Publish());
        Post(thread, TestJob.Ask(TestJob.Key(6), Three, local: Local));
        Next<Ready>(Coordinator);

        Post(thread, TestJob.Ask(TestJob.Key(9), Three));

        Assert.Equal(job.Reference(9, Three), Values(Next<Ready>(Coordinator)));
    }

    private static float[] ByHand(TestJob job, long step)
    {
        var layout = job.Layout;
        var weights = (float[])job.Weights.Clone();
        var (loss, correct) = (0.0, 0.0);
        for (var i = 0; i < Local.LearningRates.Length; i++)
        {
            var gradient = job.Reference(step + i, Three, weights);
            var rate = (float)(Local.LearningRates[i] * Local.GradientScale);
            for (var j = 0; j < weights.Length; j++)
            {
                weights[j] = j < layout.TrainableLength
                    ? weights[j] - (rate * gradient[j])
                    : weights[j] + ((float)Local.GradientScale * gradient[j]);
            }

            loss += gradient[layout.LossIndex];
            correct += gradient[layout.CorrectIndex];
        }

        var count = Local.LearningRates.Length;
        return
        [
            .. weights.Zip(job.Weights, (now, before) => now - before),
            (float)(loss / count),
            (float)(correct / count),
        ];
    }
}
