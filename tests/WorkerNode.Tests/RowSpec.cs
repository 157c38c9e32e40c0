using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Akka.TestKit;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Actors;
using AkkaCoded.WorkerNode.Computing;

namespace AkkaCoded.WorkerNode.Tests;

/// <summary>A compute thread with its real work; the specs stand for actor and coordinator.
/// </summary>
public abstract class ComputeSpec : WorkerSpec
{
    private readonly CancellationTokenSource _nodeStopped = new();
    private readonly List<ComputeThread> _threads = [];

    protected ComputeSpec()
    {
        Coordinator = CreateTestProbe();
        Worker = CreateTestProbe();
    }

    protected TestProbe Coordinator { get; }

    protected TestProbe Worker { get; }

    private protected JobSetups Setups { get; } = new();

    private protected ComputeThread Start(
        TestJob job,
        ITensorExchange exchange,
        FaultLedger? faults = null,
        Action<ComputeItem, int>? onChunk = null)
    {
        var context = new WorkerContext(
            new WorkerId(3), Worker.Ref, exchange, Setups, faults ?? Options.NoFaults(),
            _nodeStopped.Token) { OnChunk = onChunk };
        var thread = new ComputeThread(
            "worker-3",
            own => new WorkerCompute(context, own),
            (own, item, error) => Worker.Ref.Tell(new ThreadEnded(own, item, error), Worker.Ref));
        _threads.Add(thread);
        thread.Post(new OpenCommand(job.Open(), Coordinator.Ref));
        var opened = Coordinator.ExpectMsg<JobOpened>();
        Assert.Equal(
            new JobOpened(TestJob.Id, 1, new WorkerId(3), job.Layout.VectorLength), opened);
        return thread;
    }

    private protected ComputeItem Post(ComputeThread thread, Compute request)
    {
        var item = new ComputeItem(request, Coordinator.Ref);
        thread.Post(item);
        return item;
    }

    /// <summary>Waits until the thread has done everything that was posted before.</summary>
    private protected void Fence(ComputeThread thread)
    {
        var probe = CreateTestProbe();
        thread.Post(new UploadCommand(TestJob.Key(99_999), probe.Ref));
        probe.ExpectMsg<AnswerMissing>();
    }

    protected static float[] Values(Ready ready) =>
        [.. MemoryMarshal.Cast<byte, float>(ready.Inline.Span)];

    protected static CodeRow Row(params (int Chunk, double Coefficient)[] entries) => new(
        [.. entries.Select(entry => entry.Chunk)],
        [.. entries.Select(entry => entry.Coefficient)]);

    protected override void AfterAll()
    {
        _nodeStopped.Cancel();
        _threads.ForEach(thread => thread.Stop());
        Assert.All(_threads, thread => Assert.True(thread.Join(Patience)));
        Assert.Equal(0, Setups.Count);
        base.AfterAll();
    }
}

public sealed class RowSpec : ComputeSpec
{
    private static readonly CodeRow Four = Row((0, 1), (3, 0.5), (7, -2), (11, 1.25));

    [Theory]
    [InlineData("")]
    [InlineData("coded.model { name = cnn, cnn { channels = [4], hidden = 8, batch-norm = on } }")]
    [InlineData("coded.model.mlp { hidden = [16], dropout = 0.5 }")]
    public void Answer_must_have_the_bits_of_ComputeRow(string model)
    {
        using var job = new TestJob(model);
        var thread = Start(job, job.Publish());

        Post(thread, TestJob.Ask(TestJob.Key(5, 2, 1), Four, version: 1));
        var ready = Next<Ready>(Coordinator);

        var expected = job.Reference(5, Four, job.WeightsAt(1));
        Assert.Equal(expected, Values(ready));
        Assert.Equal(TestJob.Key(5, 2, 1), ready.Key);
        Assert.Equal(expected.Length, ready.VectorLength);
        Assert.Equal(ContentHash.Of(expected), ready.Hash);
        Assert.True(ready.Timings.ComputeSeconds > 0);
        Assert.Equal(Worker.Ref, Coordinator.LastSender);
        Assert.Equal(0, ready.Timings.DelaySeconds);
    }

    [Fact]
    public void Coefficients_left_out_must_mean_1()
    {
        using var job = new TestJob();
        var thread = Start(job, job.Publish());
        var row = CodeRow.SumOf([2, 4]);

        Post(thread, TestJob.Ask(TestJob.Key(0), row) with { Coefficients = [] });

        Assert.Equal(job.Reference(0, row), Values(Next<Ready>(Coordinator)));
    }

    [Fact]
    public void Progress_must_be_told_between_chunks()
    {
        using var job = new TestJob();
        var thread = Start(job, job.Publish());

        Post(thread, TestJob.Ask(TestJob.Key(5), Four));

        for (var done = 1; done <= 3; done++)
        {
            Assert.Equal(new Progress(TestJob.Key(5), done), Coordinator.ExpectMsg<Progress>());
        }

        Coordinator.ExpectMsg<Ready>();
        Post(thread, TestJob.Ask(TestJob.Key(6), CodeRow.SumOf([1])));
        Coordinator.ExpectMsg<Ready>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Cancelled_row_must_go_on_from_its_kept_sum(int chunksBefore)
    {
        using var job = new TestJob();
        ComputeThread? thread = null;
        var chunks = new List<(int Attempt, int Done)>();
        thread = Start(job, job.Publish(), onChunk: (item, done) =>
        {
            chunks.Add((item.Key.Attempt, done));
            if (item.Key.Attempt == 0 && done == chunksBefore)
            {
                thread!.Cancel(item.Key);
            }
        });

        Post(thread, TestJob.Ask(TestJob.Key(5), Four));
        Fence(thread);
        Post(thread, TestJob.Ask(TestJob.Key(5, attempt: 1), Four));
        var ready = Next<Ready>(Coordinator);

        Assert.Equal(TestJob.Key(5, attempt: 1), ready.Key);
        Assert.Equal(job.Reference(5, Four), Values(ready));
        Assert.Equal([1, 2, 3, 4], chunks.Select(chunk => chunk.Done));
        Assert.Equal(4 - chunksBefore, chunks.Count(chunk => chunk.Attempt == 1));
    }

    [Fact]
    public void Row_that_is_done_must_be_answered_at_once_when_asked_again()
    {
        using var job = new TestJob();
        var chunks = 0;
        var thread = Start(job, job.Publish(), onChunk: (_, _) => chunks++);
        Post(thread, TestJob.Ask(TestJob.Key(5), Four));
        var first = Next<Ready>(Coordinator);
        thread.Cancel(TestJob.Key(5));

        Post(thread, TestJob.Ask(TestJob.Key(5, attempt: 1), Four));
        var second = Next<Ready>(Coordinator);

        Assert.Equal(first.Hash, second.Hash);
        Assert.Equal(TestJob.Key(5, attempt: 1), second.Key);
        Assert.Equal(4, chunks);
    }

    [Fact]
    public void Sum_must_be_dropped_when_its_step_is_closed()
    {
        using var job = new TestJob();
        ComputeThread? thread = null;
        var chunks = 0;
        thread = Start(job, job.Publish(), onChunk: (item, done) =>
        {
            chunks++;
            if (item.Key.Attempt == 0 && done == 2)
            {
                thread!.Post(new StepClosed(item.Key.Step));
            }
        });
        Post(thread, TestJob.Ask(TestJob.Key(5), Four));
        Fence(thread);
        Assert.Equal(2, chunks);

        Post(thread, TestJob.Ask(TestJob.Key(6), Four));

        Assert.Equal(job.Reference(6, Four), Values(Next<Ready>(Coordinator)));
        Assert.Equal(6, chunks);
    }

    [Fact]
    public void Newer_step_must_end_the_one_that_is_computed()
    {
        using var job = new TestJob();
        ComputeThread? thread = null;
        var row = TestJob.Ask(TestJob.Key(6), Four, version: 1);
        thread = Start(job, job.Publish(), onChunk: (item, done) =>
        {
            if (item.Key.Step.Step == 5 && done == 1)
            {
                Post(thread!, row);
            }
        });

        Post(thread, TestJob.Ask(TestJob.Key(5), Four));
        var ready = Next<Ready>(Coordinator);

        Assert.Equal(TestJob.Key(6), ready.Key);
        Assert.Equal(job.Reference(6, Four, job.WeightsAt(1)), Values(ready));
    }

    [Fact]
    public void Later_attempt_must_take_over_a_row_that_is_being_computed()
    {
        using var job = new TestJob();
        ComputeThread? thread = null;
        var chunks = 0;
        thread = Start(job, job.Publish(), onChunk: (item, done) =>
        {
            chunks++;
            if (item.Key.Attempt == 0 && done == 2)
            {
                Post(thread!, TestJob.Ask(TestJob.Key(5, attempt: 1), Four));
            }
        });

        Post(thread, TestJob.Ask(TestJob.Key(5), Four));
        var ready = Next<Ready>(Coordinator);

        Assert.Equal(TestJob.Key(5, attempt: 1), ready.Key);
        Assert.Equal(job.Reference(5, Four), Values(ready));
        Assert.Equal(4, chunks);
    }

    [Fact]
    public void Row_of_a_code_planned_anew_must_follow_its_number_of_chunks()
    {
        using var job = new TestJob();
        using var planned = new TestJob("coded.code.workers = 8");
        var thread = Start(job, job.Publish());
        var row = CodeRow.SumOf([0, 5]);

        Post(thread, TestJob.Ask(TestJob.Key(0), row));
        Assert.Equal(job.Reference(0, row), Values(Next<Ready>(Coordinator)));
        Post(thread, TestJob.Ask(TestJob.Key(1), row, chunks: 8));
        Assert.Equal(planned.Reference(1, row), Values(Next<Ready>(Coordinator)));
        Post(thread, TestJob.Ask(TestJob.Key(2), row, chunks: 8, version: 1));
        Assert.Equal(
            planned.Reference(2, row, job.WeightsAt(1)), Values(Next<Ready>(Coordinator)));
    }

    [Fact]
    public void Parameters_that_are_gone_must_fail_only_the_newest_request()
    {
        using var job = new TestJob();
        var thread = Start(job, job.Publish());

        Post(thread, TestJob.Ask(TestJob.Key(5), Four, version: 9));

        var failed = Coordinator.ExpectMsg<ComputeFailed>();
        Assert.Equal(TestJob.Key(5), failed.Key);
        Assert.Contains("version 9", failed.Error, StringComparison.Ordinal);
        // The thread lives on and takes the next request.
        Post(thread, TestJob.Ask(TestJob.Key(5, attempt: 1), Four));
        Assert.Equal(job.Reference(5, Four), Values(Next<Ready>(Coordinator)));
        Worker.ExpectNoMsg(Moment);
    }

    [Fact]
    public void Wrong_answer_must_differ_from_the_right_one_in_its_hash()
    {
        using var job = new TestJob();
        var thread = Start(
            job, job.Publish(), Options.Faults("wrong worker=3 from=5 to=5"));

        Post(thread, TestJob.Ask(TestJob.Key(5), Four));
        var wrong = Next<Ready>(Coordinator);
        Post(thread, TestJob.Ask(TestJob.Key(6), Four));
        var right = Next<Ready>(Coordinator);

        var expected = job.Reference(5, Four);
        Assert.NotEqual(ContentHash.Of(expected), wrong.Hash);
        Assert.Equal(ContentHash.Of(Values(wrong)), wrong.Hash);
        Assert.Equal(expected.Select(value => -value).SkipLast(2), Values(wrong).SkipLast(2));
        Assert.Equal(job.Reference(6, Four), Values(right));
    }
}
