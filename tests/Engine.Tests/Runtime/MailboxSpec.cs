using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace AkkaCoded.Engine.Tests;

public sealed class MailboxSpec : EngineSpec
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public MailboxSpec()
        : base($$"""
            bounded {
              mailbox-type = "Akka.Dispatch.BoundedMailbox, Akka"
              mailbox-capacity = 3
              mailbox-push-timeout-time = 0s
            }
            priority { mailbox-type = "{{typeof(SmallestFirst).AssemblyQualifiedName}}" }
            stable { mailbox-type = "{{typeof(UrgentFirst).AssemblyQualifiedName}}" }
            """)
    {
    }

    [Fact]
    public void Bounded_mailbox_must_leave_what_does_not_fit_to_dead_letters()
    {
        var probe = CreateTestProbe();
        Sys.EventStream.Subscribe(probe, typeof(DeadLetter));
        var actor = StartBlocked("bounded", out var gate);

        for (var i = 1; i <= 5; i++)
        {
            actor.Tell(i);
        }

        Assert.Equal(4, probe.ExpectMsg<DeadLetter>().Message);
        Assert.Equal(5, probe.ExpectMsg<DeadLetter>().Message);
        gate.Set();
        Assert.Equal([1, 2, 3], ReceiveN(3));
    }

    [Fact]
    public void Priority_mailbox_must_deliver_the_most_urgent_message_first()
    {
        var actor = StartBlocked("priority", out var gate);

        foreach (var number in new[] { 5, 3, 9, 1, 7 })
        {
            actor.Tell(number);
        }

        gate.Set();
        Assert.Equal([1, 3, 5, 7, 9], ReceiveN(5));
    }

    [Fact]
    public void Stable_priority_mailbox_must_keep_the_order_of_equal_priorities()
    {
        var actor = StartBlocked("stable", out var gate);

        foreach (var text in new[] { "a", "urgent 1", "b", "urgent 2", "c" })
        {
            actor.Tell(text);
        }

        gate.Set();
        Assert.Equal(["urgent 1", "urgent 2", "a", "b", "c"], ReceiveN(5));
    }

    [Fact]
    public void Unknown_mailbox_must_be_refused_when_the_actor_is_created()
    {
        var props = FunctionActor.Of((_, _) => { }).WithMailbox("no-such-mailbox");

        Assert.Throws<ConfigurationException>(() => Sys.ActorOf(props));
    }

    private IActorRef StartBlocked(string mailbox, out ManualResetEventSlim gate)
    {
        var open = new ManualResetEventSlim();
        var props = FunctionActor.Of((message, _) =>
        {
            TestActor.Tell(message);
            if (message is "block")
            {
                open.Wait(Limit);
            }
        });
        var actor = Sys.ActorOf(props.WithMailbox(mailbox));
        actor.Tell("block");
        ExpectMsg("block");
        gate = open;
        return actor;
    }

    private sealed class SmallestFirst(Settings settings, Config config)
        : UnboundedPriorityMailbox(settings, config)
    {
        protected override int PriorityGenerator(object message)
        {
            return message is int number ? number : int.MaxValue;
        }
    }

    private sealed class UrgentFirst(Settings settings, Config config)
        : UnboundedStablePriorityMailbox(settings, config)
    {
        protected override int PriorityGenerator(object message)
        {
            return message is string text && text.StartsWith("urgent", StringComparison.Ordinal)
                ? 0
                : 1;
        }
    }
}
