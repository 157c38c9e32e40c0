using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

public sealed class PipeToSpec : EngineSpec
{
    [Fact]
    public void PipeTo_must_deliver_the_result_with_the_given_sender()
    {
        var sender = Start((_, _) => { });

        Task.FromResult("done").PipeTo(TestActor, sender);

        ExpectMsg("done");
        Assert.Equal(sender, LastSender);
    }

    [Fact]
    public void PipeTo_must_deliver_a_Failure_when_the_task_fails()
    {
        var cause = new InvalidOperationException("no");

        Task.FromException<string>(cause).PipeTo(TestActor);

        var failure = ExpectMsg<Status.Failure>();
        var thrown = failure.Cause is AggregateException many ? many.InnerException : failure.Cause;
        Assert.Same(cause, thrown);
    }

    [Fact]
    public void PipeTo_must_transform_result_and_failure()
    {
        Task.FromResult(20).PipeTo(TestActor, success: number => $"got {number}");
        ExpectMsg("got 20");

        Task.FromException<int>(new InvalidOperationException("no")).PipeTo(
            TestActor, failure: cause => $"failed {cause.GetBaseException().Message}");
        ExpectMsg("failed no");
    }

    [Fact]
    public void PipeTo_must_deliver_a_Failure_when_the_task_is_cancelled()
    {
        Task.FromCanceled<string>(new CancellationToken(true)).PipeTo(TestActor);

        ExpectMsg<Status.Failure>();
    }

    [Fact]
    public void PipeTo_must_announce_a_task_without_result_only_when_told_how()
    {
        Task.CompletedTask.PipeTo(TestActor, success: () => "finished");

        ExpectMsg("finished");
    }

    [Fact]
    public void PipeTo_must_not_run_behind_the_back_of_the_actor()
    {
        var gate = new TaskCompletionSource<string>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = Start((message, context) =>
        {
            if (message is "start")
            {
                gate.Task.PipeTo(context.Self, context.Sender);
            }
            else
            {
                context.Sender.Tell(message);
            }
        });

        actor.Tell("start");
        actor.Tell("meanwhile");
        ExpectMsg("meanwhile");
        gate.SetResult("result");

        ExpectMsg("result");
    }
}
