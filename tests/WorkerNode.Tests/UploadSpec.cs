using Akka.TestKit;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Computing;

namespace AkkaCoded.WorkerNode.Tests;

/// <summary>Parameters and answers over an exchange that takes its time.</summary>
public sealed class UploadSpec : ComputeSpec
{
    // More values than travel inside Ready.
    private const string Large = "coded.model.mlp.hidden = [128]";

    private static readonly CodeRow Two = CodeRow.SumOf([1, 2]);

    [Fact]
    public void Large_answer_must_be_posted_only_when_it_is_asked_for()
    {
        using var job = new TestJob(Large);
        var exchange = new SlowExchange(job.Publish());
        var thread = Start(job, exchange);
        Post(thread, TestJob.Ask(TestJob.Key(5, 1, 2), Two));
        var ready = Next<Ready>(Coordinator);
        Assert.True(ready.Inline.IsEmpty);
        Assert.Empty(exchange.Posts);

        thread.Post(new UploadCommand(TestJob.Key(5, 1, 2), Coordinator.Ref));
        AwaitCondition(() => exchange.Posts.Count == 1, Patience);

        Assert.Equal(TestJob.Key(5, 1, 2), exchange.Posts[0].Key);
        Assert.Equal(job.Reference(5, Two), exchange.Posts[0].Vector.ToArray());
        exchange.Posts[0].Done.SetResult(true);
    }

    [Fact]
    public void Posted_vector_must_stay_until_the_step_is_closed_and_the_task_has_ended()
    {
        using var job = new TestJob(Large);
        var exchange = new SlowExchange(job.Publish());
        var thread = Start(job, exchange);
        for (var step = 0; step < 4; step++)
        {
            Post(thread, TestJob.Ask(TestJob.Key(step), Two));
            Next<Ready>(Coordinator);
            thread.Post(new UploadCommand(TestJob.Key(step), Coordinator.Ref));
            var posts = step + 1;
            AwaitCondition(() => exchange.Posts.Count == posts, Patience);
            thread.Post(new StepClosed(TestJob.Step(step)));
        }

        for (var step = 0; step < 4; step++)
        {
            Assert.Equal(job.Reference(step, Two), exchange.Posts[step].Vector.ToArray());
            exchange.Posts[step].Done.SetResult(true);
        }
    }

    [Fact]
    public void Upload_of_an_answer_that_is_not_there_must_be_missing()
    {
        using var job = new TestJob(Large);
        var thread = Start(job, new SlowExchange(job.Publish()));

        thread.Post(new UploadCommand(TestJob.Key(5), Coordinator.Ref));

        Assert.Equal(TestJob.Key(5), Coordinator.ExpectMsg<AnswerMissing>().Key);
    }

    [Fact]
    public void Post_that_fails_must_be_told_as_missing()
    {
        using var job = new TestJob(Large);
        var exchange = new SlowExchange(job.Publish());
        var thread = Start(job, exchange);
        Post(thread, TestJob.Ask(TestJob.Key(5), Two));
        Next<Ready>(Coordinator);
        thread.Post(new UploadCommand(TestJob.Key(5), Coordinator.Ref));
        AwaitCondition(() => exchange.Posts.Count == 1, Patience);

        exchange.Posts[0].Done.SetException(new IOException("the line is down"));

        Assert.Equal(TestJob.Key(5), Coordinator.ExpectMsg<AnswerMissing>().Key);
    }

    [Fact]
    public void Upload_must_be_served_while_another_row_is_computed()
    {
        using var job = new TestJob(Large);
        var exchange = new SlowExchange(job.Publish());
        ComputeThread? thread = null;
        var served = 0;
        thread = Start(job, exchange, onChunk: (item, done) =>
        {
            if (item.Key.Partition == 1 && done == 1)
            {
                thread!.Post(new UploadCommand(TestJob.Key(5), Coordinator.Ref));
            }

            if (item.Key.Partition == 1 && done == 2)
            {
                served = exchange.Posts.Count;
            }
        });
        Post(thread, TestJob.Ask(TestJob.Key(5), Two));
        Next<Ready>(Coordinator);

        Post(thread, TestJob.Ask(TestJob.Key(5, partition: 1), Two));
        Next<Ready>(Coordinator);

        Assert.Equal(1, served);
        exchange.Posts[0].Done.SetResult(false);
    }

    [Fact]
    public void Parameters_must_be_fetched_once_per_version_and_given_back()
    {
        using var job = new TestJob();
        var exchange = new SlowExchange(job.Publish());
        var thread = Start(job, exchange);
        foreach (var (step, version) in new[] { (0, 0), (1, 0), (2, 1), (3, 1), (4, 0) })
        {
            Post(thread, TestJob.Ask(TestJob.Key(step), Two, version: version));
            Assert.Equal(
                job.Reference(step, Two, job.WeightsAt(version)),
                Values(Next<Ready>(Coordinator)));
        }

        Assert.Equal([0L, 1, 0], exchange.Fetches);
        Assert.Equal(3, exchange.LeasesReturned);
    }

    [Fact]
    public void Waiting_for_parameters_must_be_ended_by_cancel()
    {
        using var job = new TestJob();
        var exchange = new SlowExchange(job.Publish()) { Gate = new TaskCompletionSource() };
        var thread = Start(job, exchange);
        Post(thread, TestJob.Ask(TestJob.Key(5), Two, version: 1));
        AwaitCondition(() => exchange.Fetches.Count == 1, Patience);
        var late = exchange.Gate;
        exchange.Gate = null;

        thread.Cancel(TestJob.Key(5));
        Post(thread, TestJob.Ask(TestJob.Key(6), Two));
        Assert.Equal(job.Reference(6, Two), Values(Next<Ready>(Coordinator)));

        // What comes too late is given back, and does not become the worker's parameters.
        late.SetResult();
        AwaitCondition(() => exchange.LeasesReturned == 2, Patience);
        Post(thread, TestJob.Ask(TestJob.Key(7), Two));
        Assert.Equal(job.Reference(7, Two), Values(Next<Ready>(Coordinator)));
    }
}
