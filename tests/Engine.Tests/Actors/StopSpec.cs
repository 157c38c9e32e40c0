using Akka.Actor;
using Akka.Event;

namespace AkkaCoded.Engine.Tests;

public sealed class StopSpec : EngineSpec
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public void PoisonPill_must_stop_the_actor_after_the_messages_before_it()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var probe = CreateTestProbe();
        var actor = Start((message, _) => probe.Tell(message));
        probe.Watch(actor);

        actor.Tell("one");
        actor.Tell("two");
        actor.Tell(PoisonPill.Instance);
        actor.Tell("three");

        probe.ExpectMsg("one");
        probe.ExpectMsg("two");
        probe.ExpectTerminated(actor);
        Assert.Equal("three", ExpectMsg<DeadLetter>().Message);
    }

    [Fact]
    public void Stop_must_leave_unprocessed_messages_to_dead_letters()
    {
        var gate = new ManualResetEventSlim();
        var actor = Start((message, context) =>
        {
            context.Stop(context.Self);
            gate.Wait(Limit);
        });
        var probe = CreateTestProbe();
        Sys.EventStream.Subscribe(probe, typeof(DeadLetter));

        actor.Tell("first");
        actor.Tell("second");
        actor.Tell("third");
        gate.Set();

        var left = probe.ReceiveN(2).Cast<DeadLetter>().ToList();
        Assert.Equal(["second", "third"], left.Select(letter => letter.Message));
        Assert.All(left, letter => Assert.Equal(actor, letter.Recipient));
        Assert.All(left, letter => Assert.Equal(TestActor, letter.Sender));
    }

    [Fact]
    public void Kill_must_make_the_actor_fail_with_ActorKilledException()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Recorder(TestActor, Directive.Restart)));
        parent.Tell(FaultyActor.Of(CreateTestProbe().Ref));
        var child = ExpectMsg<IActorRef>();

        child.Tell(Kill.Instance);
        child.Tell("alive");

        ExpectMsg<ActorKilledException>();
        ExpectMsg("alive");
    }

    [Fact]
    public void Kill_must_stop_the_actor_when_the_default_strategy_decides()
    {
        var actor = Sys.ActorOf(FaultyActor.Of(CreateTestProbe().Ref));
        Watch(actor);

        actor.Tell(Kill.Instance);

        ExpectTerminated(actor);
    }

    [Fact]
    public async Task GracefulStop_must_complete_when_the_actor_has_stopped()
    {
        var probe = CreateTestProbe();
        var actor = Sys.ActorOf(FaultyActor.Of(probe.Ref));

        var stopped = await actor.GracefulStop(Limit);

        Assert.True(stopped);
        probe.ExpectMsg(new Hook("constructor", 1));
        probe.ExpectMsg(new Hook("PreStart", 1));
        probe.ExpectMsg(new Hook("PostStop", 1));
    }

    [Fact]
    public async Task GracefulStop_must_send_the_given_stop_message()
    {
        var actor = Start((message, context) =>
        {
            TestActor.Tell(message);
            context.Stop(context.Self);
        });

        Assert.True(await actor.GracefulStop(Limit, "please stop"));

        ExpectMsg("please stop");
    }

    [Fact]
    public async Task GracefulStop_must_return_false_when_the_actor_does_not_stop_in_time()
    {
        var actor = Start((_, _) => { });

        Assert.False(await actor.GracefulStop(TimeSpan.FromMilliseconds(50), "ignored"));
    }

    [Fact]
    public async Task GracefulStop_must_complete_at_once_when_the_actor_is_already_dead()
    {
        var actor = Start((_, _) => { });
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);

        Assert.True(await actor.GracefulStop(Limit));
    }

    private sealed class Recorder : ReceiveActor
    {
        private readonly IActorRef _listener;
        private readonly Directive _directive;

        public Recorder(IActorRef listener, Directive directive)
        {
            _listener = listener;
            _directive = directive;
            Receive<Props>(props => Sender.Tell(Context.ActorOf(props)));
        }

        protected override SupervisorStrategy SupervisorStrategy()
        {
            return new OneForOneStrategy(cause =>
            {
                _listener.Tell(cause);
                return _directive;
            });
        }
    }
}
