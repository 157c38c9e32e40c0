using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

public sealed class DeathWatchSpec : EngineSpec
{
    [Fact]
    public void Watcher_must_get_Terminated_once_when_it_watches_twice()
    {
        var target = Start((_, _) => { });
        Watch(target);
        Watch(target);

        Sys.Stop(target);

        var ended = ExpectTerminated(target);
        Assert.True(ended.ExistenceConfirmed);
        Assert.False(ended.AddressTerminated);
        ExpectNoMsg(Never);
    }

    [Fact]
    public void Watcher_must_get_Terminated_at_once_when_the_target_is_already_dead()
    {
        var target = Start((_, _) => { });
        Watch(target);
        Sys.Stop(target);
        ExpectTerminated(target);

        Watch(target);

        ExpectTerminated(target);
    }

    [Fact]
    public void Every_watcher_must_get_Terminated()
    {
        var target = Start((_, _) => { });
        var probes = Enumerable.Range(0, 20).Select(_ => CreateTestProbe()).ToList();
        probes.ForEach(probe => probe.Watch(target));

        target.Tell(PoisonPill.Instance);

        probes.ForEach(probe => probe.ExpectTerminated(target));
    }

    [Fact]
    public void Unwatched_actor_must_not_announce_its_end()
    {
        var target = Start((_, _) => { });
        var other = CreateTestProbe();
        other.Watch(target);
        Watch(target);
        Unwatch(target);

        Sys.Stop(target);

        other.ExpectTerminated(target);
        ExpectNoMsg(Never);
    }

    [Fact]
    public void Unwatch_must_discard_a_Terminated_that_is_already_in_the_mailbox()
    {
        var target = Start((_, _) => { });
        var gate = new ManualResetEventSlim();
        var watcher = Start((message, context) =>
        {
            switch (message)
            {
                case "watch":
                    context.Watch(target);
                    TestActor.Tell("watching");
                    gate.Wait(TimeSpan.FromSeconds(10));
                    context.Unwatch(target);
                    break;
                default:
                    TestActor.Tell(message);
                    break;
            }
        });
        watcher.Tell("watch");
        ExpectMsg("watching");
        Watch(target);
        Sys.Stop(target);
        ExpectTerminated(target);

        gate.Set();
        watcher.Tell("done");

        ExpectMsg("done");
        ExpectNoMsg(Never);
    }

    [Fact]
    public void WatchWith_must_deliver_the_given_message_instead_of_Terminated()
    {
        var target = Start((_, _) => { });
        var watcher = Start((message, context) =>
        {
            if (message is "watch")
            {
                context.WatchWith(target, "target is gone");
                context.Sender.Tell("watching");
            }
            else
            {
                TestActor.Tell(message);
            }
        });
        watcher.Tell("watch");
        ExpectMsg("watching");

        Sys.Stop(target);

        ExpectMsg("target is gone");
        Fence(watcher);
        ExpectNoMsg(Never);
    }

    [Fact]
    public void WatchWith_must_keep_its_first_message_until_the_actor_is_unwatched()
    {
        var target = Start((_, _) => { });
        var watcher = Start((message, context) =>
        {
            if (message is not "watch")
            {
                TestActor.Tell(message);
                return;
            }

            context.WatchWith(target, "zero");
            context.Unwatch(target);
            context.WatchWith(target, "one");
            context.WatchWith(target, "two");
        });
        watcher.Tell("watch");
        Fence(watcher);

        Sys.Stop(target);

        ExpectMsg("one");
        Fence(watcher);
        ExpectNoMsg(Never);
    }

    [Fact]
    public void Unhandled_Terminated_must_fail_the_watcher_with_DeathPactException()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Guard(TestActor)));
        parent.Tell("pact");
        var watcher = ExpectMsg<IActorRef>();
        var target = Start((_, _) => { });
        watcher.Tell(target);
        Fence(watcher);

        Sys.Stop(target);

        Assert.Equal(target, ExpectMsg<DeathPactException>().DeadActor);
    }

    [Fact]
    public void Parent_must_get_Terminated_of_a_child_only_after_the_child_has_stopped()
    {
        var parent = Start((message, context) =>
        {
            if (message is Terminated)
            {
                TestActor.Tell("terminated");
                return;
            }

            var child = context.ActorOf(Props.Create(() => new Slow(TestActor)));
            context.Watch(child);
            context.Stop(child);
        });

        parent.Tell("go");

        ExpectMsg("stopped");
        ExpectMsg("terminated");
    }

    [Fact]
    public void Terminated_must_come_after_the_last_message_of_the_dead_actor()
    {
        var target = Start((message, context) =>
        {
            for (var i = 0; i < 100; i++)
            {
                TestActor.Tell(i);
            }

            context.Stop(context.Self);
        });
        Watch(target);

        target.Tell("go");

        Assert.Equal(Enumerable.Range(0, 100).Cast<object>(), ReceiveN(100));
        ExpectTerminated(target);
    }

    [Fact]
    public void Watching_must_survive_a_restart_of_the_target()
    {
        var target = Sys.ActorOf(FaultyActor.Of(CreateTestProbe().Ref));
        Watch(target);
        target.Tell(new Fail(new InvalidOperationException("boom")));
        target.Tell("alive");
        ExpectMsg("alive");

        Sys.Stop(target);

        ExpectTerminated(target);
    }

    [Fact]
    public void Watching_must_survive_a_restart_of_the_watcher()
    {
        var target = Start((_, _) => { });
        var watcher = Start((message, context) =>
        {
            switch (message)
            {
                case "watch":
                    context.Watch(target);
                    break;
                case "fail":
                    throw new InvalidOperationException("boom");
                case Terminated ended:
                    TestActor.Tell(ended.ActorRef);
                    break;
            }
        });
        watcher.Tell("watch");
        watcher.Tell("fail");
        Fence(watcher);

        Sys.Stop(target);

        ExpectMsg(target);
    }

    private sealed class Guard : ReceiveActor
    {
        private readonly IActorRef _listener;

        public Guard(IActorRef listener)
        {
            _listener = listener;
            Receive<string>(_ => Sender.Tell(Context.ActorOf(Props.Create(() => new Pact()))));
        }

        protected override SupervisorStrategy SupervisorStrategy()
        {
            return new OneForOneStrategy(cause =>
            {
                _listener.Tell(cause);
                return Directive.Stop;
            });
        }
    }

    private sealed class Pact : ReceiveActor
    {
        public Pact() => Receive<IActorRef>(target => Context.Watch(target));
    }

    private sealed class Slow(IActorRef listener) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }

        protected override void PostStop() => listener.Tell("stopped");
    }
}
