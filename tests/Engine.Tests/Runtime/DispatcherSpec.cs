using Akka.Actor;
using Akka.Configuration;

namespace AkkaCoded.Engine.Tests;

public sealed class DispatcherSpec : EngineSpec
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public DispatcherSpec()
        : base("""
            pinned { type = PinnedDispatcher }
            fair { type = Dispatcher, throughput = 5 }
            """)
    {
    }

    [Fact]
    public void Default_dispatcher_must_have_its_well_known_name()
    {
        var actor = Start((_, context) => context.Sender.Tell(context.Dispatcher.Id));

        actor.Tell("?");

        ExpectMsg("akka.actor.default-dispatcher");
    }

    [Fact]
    public void Dispatcher_named_in_Props_must_run_the_actor()
    {
        var actor = Sys.ActorOf(
            FunctionActor.Of((_, context) => context.Sender.Tell(context.Dispatcher.Id))
                .WithDispatcher("fair"));

        actor.Tell("?");

        ExpectMsg("fair");
    }

    [Fact]
    public void Unknown_dispatcher_must_be_refused_when_the_actor_is_created()
    {
        var props = FunctionActor.Of((_, _) => { }).WithDispatcher("no-such-dispatcher");

        Assert.Throws<ConfigurationException>(() => Sys.ActorOf(props));
    }

    [Fact]
    public void Pinned_dispatcher_must_give_each_actor_one_thread_of_its_own()
    {
        var props = FunctionActor.Of((_, context) => context.Sender.Tell(Thread.CurrentThread))
            .WithDispatcher("pinned");
        var first = Sys.ActorOf(props);
        var second = Sys.ActorOf(props);
        for (var i = 0; i < 50; i++)
        {
            first.Tell(i);
        }

        var threads = ReceiveN(50).Cast<Thread>().Distinct().ToList();
        second.Tell("?");
        var other = ExpectMsg<Thread>();

        var own = Assert.Single(threads);
        Assert.NotSame(own, other);
        Assert.False(own.IsThreadPoolThread);
    }

    [Fact]
    public void Pinned_actor_that_blocks_must_not_hold_up_others()
    {
        using var gate = new ManualResetEventSlim();
        var blocking = FunctionActor.Of((_, context) =>
        {
            gate.Wait(Limit);
            context.Sender.Tell("unblocked");
        });
        for (var i = 0; i < 20; i++)
        {
            Sys.ActorOf(blocking.WithDispatcher("pinned")).Tell("block");
        }

        var free = Start((message, context) => context.Sender.Tell(message));
        free.Tell("free");

        ExpectMsg("free");
        gate.Set();
        Assert.All(ReceiveN(20), message => Assert.Equal("unblocked", message));
    }

    [Theory]
    [InlineData("fair")]
    [InlineData("akka.actor.default-dispatcher")]
    public void Busy_actor_must_not_starve_an_idle_one(string dispatcher)
    {
        var busy = Sys.ActorOf(FunctionActor.Of((message, context) => context.Self.Tell(message))
            .WithDispatcher(dispatcher));
        var idle = Sys.ActorOf(FunctionActor.Of((message, context) => context.Sender.Tell(message))
            .WithDispatcher(dispatcher));
        busy.Tell("spin");
        busy.Tell("spin");
        try
        {
            for (var i = 0; i < 20; i++)
            {
                idle.Tell(i);
                ExpectMsg(i);
            }
        }
        finally
        {
            Sys.Stop(busy);
        }
    }

    [Fact]
    public void Actor_must_process_one_message_at_a_time()
    {
        var inside = 0;
        var overlaps = 0;
        var handled = 0;
        var actor = Start((_, _) =>
        {
            if (Interlocked.Increment(ref inside) != 1)
            {
                Interlocked.Increment(ref overlaps);
            }

            handled++;
            Interlocked.Decrement(ref inside);
        });

        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                actor.Tell(i, ActorRefs.NoSender);
            }
        });
        Fence(actor);

        Assert.Equal(0, overlaps);
        Assert.Equal(40_000, handled);
    }

    [Fact]
    public void Calling_thread_dispatcher_must_run_the_actor_before_Tell_returns()
    {
        var threads = new List<int>();
        var actor = StartOnCallingThread((_, _) => threads.Add(Environment.CurrentManagedThreadId));

        actor.Tell("one");
        Assert.Single(threads);
        actor.Tell("two");

        Assert.Equal([Environment.CurrentManagedThreadId], threads.Distinct());
        Assert.Equal(2, threads.Count);
    }

    [Fact]
    public void Calling_thread_dispatcher_must_run_another_actor_within_the_Tell_to_it()
    {
        var trace = new List<string>();
        var inner = StartOnCallingThread((message, _) => trace.Add($"inner {message}"));
        var outer = StartOnCallingThread((message, _) =>
        {
            trace.Add($"outer {message} begins");
            inner.Tell(message);
            trace.Add($"outer {message} ends");
        });

        outer.Tell(1);
        outer.Tell(2);

        Assert.Equal(
            [
                "outer 1 begins", "inner 1", "outer 1 ends",
                "outer 2 begins", "inner 2", "outer 2 ends",
            ],
            trace);
    }

    [Fact]
    public void Calling_thread_dispatcher_must_queue_what_a_busy_actor_tells_itself()
    {
        var trace = new List<string>();
        var actor = StartOnCallingThread((message, context) =>
        {
            trace.Add($"{message} begins");
            if (message is 1)
            {
                context.Self.Tell(2);
            }

            trace.Add($"{message} ends");
        });

        actor.Tell(1);

        Assert.Equal(["1 begins", "1 ends", "2 begins", "2 ends"], trace);
    }

    private IActorRef StartOnCallingThread(Action<object, IUntypedActorContext> behaviour)
    {
        var actor = Sys.ActorOf(FunctionActor.Of((message, context) =>
        {
            behaviour(message, context);
        }).WithDispatcher("akka.test.calling-thread-dispatcher"));

        // A top-level actor is started by its guardian on another thread; before it has been, a
        // message would wait for that thread instead of being handled by the calling one.
        Fence(actor);
        return actor;
    }
}
