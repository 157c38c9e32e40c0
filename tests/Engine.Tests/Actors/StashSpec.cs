using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

public sealed class StashSpec : EngineSpec
{
    [Fact]
    public void Stashed_messages_must_come_back_in_order_before_later_ones()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Door(TestActor)));

        foreach (var text in new[] { "a", "b", "c", "open", "d" })
        {
            actor.Tell(text);
        }

        Assert.Equal(["a", "b", "c", "d"], ReceiveN(4));
    }

    [Fact]
    public void Stashed_messages_must_keep_their_senders()
    {
        var actor = Start("echo", stash => { });
        var first = CreateTestProbe();
        var second = CreateTestProbe();

        actor.Tell("stash", first.Ref);
        actor.Tell("stash", second.Ref);
        actor.Tell("open");

        first.ExpectMsg("echo stash");
        second.ExpectMsg("echo stash");
    }

    [Fact]
    public void Unstash_must_bring_back_only_the_oldest_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Door(TestActor)));
        actor.Tell("a");
        actor.Tell("b");

        actor.Tell("one");

        ExpectMsg("a");
        actor.Tell("c");
        ExpectMsg("c");
        actor.Tell("one");
        ExpectMsg("b");
    }

    [Fact]
    public void UnstashAll_must_bring_back_only_messages_that_satisfy_the_predicate()
    {
        var actor = Start("keep", stash => stash.UnstashAll(one => (string)one.Message != "stash"));
        actor.Tell("stash");
        actor.Tell("stash too");
        actor.Tell("run");

        ExpectMsg("keep stash too");
        Fence(actor);
        ExpectNoMsg(Never);
    }

    [Fact]
    public void Prepend_must_put_envelopes_before_those_already_stashed()
    {
        var extra = new[] { new Envelope("x", TestActor), new Envelope("y", TestActor) };
        var actor = Start("p", stash =>
        {
            stash.Prepend(extra);
            stash.UnstashAll();
        });
        actor.Tell("stash");
        actor.Tell("run");

        ExpectMsg("p x");
        ExpectMsg("p y");
        ExpectMsg("p stash");
    }

    [Fact]
    public void ClearStash_must_empty_the_stash_and_return_its_content()
    {
        var actor = Start("c", stash =>
        {
            Assert.Equal(2, stash.Count);
            Assert.True(stash.NonEmpty);
            TestActor.Tell(stash.ClearStash().Select(one => one.Message).ToArray());
            TestActor.Tell(stash.IsEmpty);
        });
        actor.Tell("stash 1");
        actor.Tell("stash 2");
        actor.Tell("run");

        Assert.Equal(["stash 1", "stash 2"], ExpectMsg<object[]>());
        ExpectMsg(true);
    }

    [Fact]
    public void Stash_must_fail_the_actor_when_the_same_message_is_stashed_twice()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Twice()));

        actor.Tell("x");

        ExpectMsg<IllegalActorStateException>();
    }

    [Fact]
    public void Stash_must_overflow_when_its_capacity_is_reached()
    {
        var props = Props.Create(() => new Bounded()).WithStashCapacity(2);
        var actor = Sys.ActorOf(props);

        actor.Tell(1);
        ExpectMsg("stashed 1, full False");
        actor.Tell(2);
        ExpectMsg("stashed 2, full True");
        actor.Tell(3);
        ExpectMsg<StashOverflowException>();
    }

    [Fact]
    public void Stashed_messages_must_not_be_lost_when_the_actor_restarts()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Door(TestActor)));
        actor.Tell("a");
        actor.Tell("b");

        actor.Tell(new Fail(new InvalidOperationException("boom")));
        actor.Tell("c");
        actor.Tell("open");

        Assert.Equal(["a", "b", "c"], ReceiveN(3));
    }

    [Fact]
    public void Stashed_messages_must_become_dead_letters_when_the_actor_stops()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.DeadLetter));
        var actor = Sys.ActorOf(Props.Create(() => new Door(TestActor)));
        actor.Tell("a");
        Fence(actor);

        Sys.Stop(actor);

        Assert.Equal("a", ExpectMsg<Akka.Event.DeadLetter>().Message);
    }

    private IActorRef Start(string prefix, Action<IStash> run)
    {
        return Sys.ActorOf(Props.Create(() => new Stashing(prefix, run)));
    }

    private sealed class Door : ReceiveActor, IWithUnboundedStash
    {
        public Door(IActorRef listener)
        {
            Receive<Fail>(fail => throw fail.Cause);
            Receive<string>(text => text == "open", _ =>
            {
                Become(() => ReceiveAny(listener.Tell));
                Stash.UnstashAll();
            });
            Receive<string>(text => text == "one", _ =>
            {
                Stash.Unstash();
                BecomeStacked(() => ReceiveAny(message =>
                {
                    if (message is "one")
                    {
                        Stash.Unstash();
                    }
                    else
                    {
                        listener.Tell(message);
                    }
                }));
            });
            ReceiveAny(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Stashing : ReceiveActor, IWithUnboundedStash
    {
        public Stashing(string prefix, Action<IStash> run)
        {
            Receive<string>(text => text == "run", _ =>
            {
                Answering(prefix);
                run(Stash);
            });
            Receive<string>(text => text == "open", _ =>
            {
                Answering(prefix);
                Stash.UnstashAll();
            });
            ReceiveAny(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;

        private void Answering(string prefix)
        {
            Become(() => Receive<string>(text => Sender.Tell($"{prefix} {text}")));
        }
    }

    private sealed class Twice : ReceiveActor, IWithUnboundedStash
    {
        public Twice()
        {
            ReceiveAny(_ =>
            {
                Stash.Stash();
                try
                {
                    Stash.Stash();
                }
                catch (IllegalActorStateException refused)
                {
                    Sender.Tell(refused);
                }
            });
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Bounded : ReceiveActor, IWithStash
    {
        public Bounded()
        {
            Receive<int>(number =>
            {
                try
                {
                    Stash.Stash();
                    Sender.Tell($"stashed {number}, full {Stash.IsFull}");
                }
                catch (StashOverflowException full)
                {
                    Sender.Tell(full);
                }
            });
        }

        public IStash Stash { get; set; } = null!;
    }
}
