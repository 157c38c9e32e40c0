using Akka.Actor;
using Akka.TestKit;

namespace AkkaCoded.Engine.Tests;

public sealed class TestActorRefSpec : EngineSpec
{
    [Fact]
    public void TestActorRef_must_show_the_actor_and_handle_messages_at_once()
    {
        var actor = ActorOfAsTestActorRef<Counter>();

        actor.Tell(3);
        actor.Tell(4);

        Assert.Equal(7, actor.UnderlyingActor.Sum);
    }

    [Fact]
    public void TestActorRef_must_be_made_from_expression_props_and_name()
    {
        var byExpression = ActorOfAsTestActorRef(() => new Counter(10), "one");
        var byProps = ActorOfAsTestActorRef<Counter>(Props.Create(() => new Counter(20)), "two");

        byExpression.Tell(1);
        byProps.Tell(2);

        Assert.Equal(11, byExpression.UnderlyingActor.Sum);
        Assert.Equal(22, byProps.UnderlyingActor.Sum);
        Assert.Equal("one", byExpression.Path.Name);
        Assert.Equal("/user/two", byProps.Path.ToStringWithoutAddress());
    }

    [Fact]
    public void Receive_must_throw_what_the_actor_throws()
    {
        var actor = ActorOfAsTestActorRef<Counter>();

        var thrown = Assert.Throws<InvalidOperationException>(() => actor.Receive("fail"));

        Assert.Equal("boom", thrown.Message);
    }

    [Fact]
    public void Receive_must_pass_the_given_sender()
    {
        var actor = ActorOfAsTestActorRef<Counter>();
        var probe = CreateTestProbe();

        actor.Receive("sum", probe.Ref);

        probe.ExpectMsg(0);
    }

    [Fact]
    public void TestActorRef_must_be_an_actor_reference_like_any_other()
    {
        var actor = ActorOfAsTestActorRef<Counter>();
        IActorRef reference = actor;

        reference.Tell("sum", TestActor);
        ExpectMsg(0);
        Watch(actor);
        Sys.Stop(actor.Ref);

        ExpectTerminated(actor);
        Assert.Equal(reference.Path, actor.Ref.Path);
    }

    [Fact]
    public void TestActorRef_must_be_restarted_by_its_supervisor()
    {
        var supervisor = ActorOfAsTestActorRef<Supervisor>();
        var actor = ActorOfAsTestActorRef<Counter>(supervisor.Ref);
        actor.Tell(5);
        var before = actor.UnderlyingActor;

        actor.Tell("fail");

        AwaitAssert(() => Assert.NotSame(before, actor.UnderlyingActor));
        Assert.Equal(0, actor.UnderlyingActor.Sum);
        actor.Tell(1);
        Assert.Equal(1, actor.UnderlyingActor.Sum);
    }

    private sealed class Counter : ReceiveActor
    {
        public Counter()
            : this(0)
        {
        }

        public Counter(int begin)
        {
            Sum = begin;
            Receive<int>(number => { Sum += number; });
            Receive<string>(text => text == "fail", _ =>
                throw new InvalidOperationException("boom"));
            Receive<string>(_ => Sender.Tell(Sum));
        }

        public int Sum { get; private set; }
    }
}
