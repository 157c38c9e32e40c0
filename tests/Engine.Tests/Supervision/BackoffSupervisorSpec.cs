using Akka.Actor;
using Akka.Pattern;
using Akka.TestKit;

namespace AkkaCoded.Engine.Tests;

public sealed class BackoffSupervisorSpec : EngineSpec
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly Fail Fault = new(new InvalidOperationException("boom"));

    public BackoffSupervisorSpec()
        : base("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"")
    {
    }

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Child_must_be_started_again_after_growing_delays_when_it_fails()
    {
        var hooks = CreateTestProbe();
        var supervisor = StartOnFailure(hooks, 10);
        foreach (var delay in new[] { Second, Second * 2, Second * 4, Second * 4 })
        {
            ExpectStart(hooks);
            supervisor.Tell(Fault);
            ExpectStop(hooks);
            AwaitScheduled(supervisor);
            Clock.Advance(delay - TimeSpan.FromMilliseconds(1));
            hooks.ExpectNoMsg(Never);
            Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        ExpectStart(hooks);
    }

    [Fact]
    public void Child_must_be_started_again_when_it_stops()
    {
        var hooks = CreateTestProbe();
        var options = Backoff.OnStop(FaultyActor.Of(hooks.Ref), "kid", Second, Second * 4, 0.0, 10);
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(options));
        ExpectStart(hooks);

        supervisor.Tell(BackoffSupervisor.GetCurrentChild.Instance);
        Sys.Stop(ExpectMsg<BackoffSupervisor.CurrentChild>().Ref);
        ExpectStop(hooks);
        AwaitScheduled(supervisor);
        Clock.Advance(Second);

        ExpectStart(hooks);
    }

    [Fact]
    public void Messages_must_pass_through_to_the_child_and_be_counted_as_restarts()
    {
        var hooks = CreateTestProbe();
        var supervisor = StartOnFailure(hooks, 10);
        ExpectStart(hooks);

        supervisor.Tell("hello");
        ExpectMsg("hello");
        supervisor.Tell(BackoffSupervisor.GetRestartCount.Instance);
        Assert.Equal(0, ExpectMsg<BackoffSupervisor.RestartCount>().Count);

        supervisor.Tell(Fault);
        ExpectStop(hooks);
        AwaitScheduled(supervisor);
        Clock.Advance(Second);
        ExpectStart(hooks);
        supervisor.Tell(BackoffSupervisor.GetRestartCount.Instance);
        Assert.Equal(1, ExpectMsg<BackoffSupervisor.RestartCount>().Count);
    }

    [Fact]
    public void Supervisor_must_stop_when_the_child_fails_more_often_than_the_limit()
    {
        var hooks = CreateTestProbe();
        var supervisor = StartOnFailure(hooks, 1);
        Watch(supervisor);
        ExpectStart(hooks);
        supervisor.Tell(Fault);
        ExpectStop(hooks);
        AwaitScheduled(supervisor);
        Clock.Advance(Second);
        ExpectStart(hooks);

        supervisor.Tell(Fault);

        ExpectTerminated(supervisor);
    }

    [Fact]
    public void Supervisor_must_stop_with_its_child_when_OnFailure_sees_it_stop()
    {
        var hooks = CreateTestProbe();
        var supervisor = StartOnFailure(hooks, 10);
        ExpectStart(hooks);
        Watch(supervisor);

        supervisor.Tell(PoisonPill.Instance);

        ExpectTerminated(supervisor);
        ExpectStop(hooks);
    }

    [Fact]
    public void Supervisor_must_answer_for_the_child_while_it_is_away()
    {
        var hooks = CreateTestProbe();
        var options = Backoff
            .OnFailure(FaultyActor.Of(hooks.Ref), "kid", Second, Second * 4, 0.0, 10)
            .WithReplyWhileStopped("away");
        var supervisor = Sys.ActorOf(BackoffSupervisor.Props(options));
        ExpectStart(hooks);
        supervisor.Tell(Fault);
        ExpectStop(hooks);
        AwaitScheduled(supervisor);

        supervisor.Tell("hello");

        ExpectMsg("away");
    }

    private IActorRef StartOnFailure(TestProbe hooks, int limit)
    {
        var child = FaultyActor.Of(hooks.Ref);
        var options = Backoff.OnFailure(child, "kid", Second, Second * 4, 0.0, limit);
        return Sys.ActorOf(BackoffSupervisor.Props(options));
    }

    private static void ExpectStart(TestProbe hooks)
    {
        hooks.ExpectMsg<Hook>(hook => hook.Name == "constructor");
        hooks.ExpectMsg<Hook>(hook => hook.Name == "PreStart");
    }

    private static void ExpectStop(TestProbe hooks)
    {
        hooks.ExpectMsg<Hook>(hook => hook.Name == "PostStop");
    }

    /// <summary>The start is scheduled once the supervisor knows that its child is gone.</summary>
    private void AwaitScheduled(IActorRef supervisor)
    {
        AwaitAssert(() =>
        {
            var probe = CreateTestProbe();
            supervisor.Tell(BackoffSupervisor.GetCurrentChild.Instance, probe.Ref);
            Assert.True(probe.ExpectMsg<BackoffSupervisor.CurrentChild>().Ref.IsNobody());
        });
    }
}
