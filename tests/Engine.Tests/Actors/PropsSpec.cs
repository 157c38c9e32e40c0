using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

public sealed class PropsSpec : EngineSpec
{
    [Fact]
    public void Props_must_create_the_actor_when_given_a_factory_expression()
    {
        var prefix = "a";
        var actor = Sys.ActorOf(Props.Create(() => new Prefixer(prefix + "b", 3)));

        actor.Tell("x");

        ExpectMsg("ab3x");
    }

    [Fact]
    public void Props_must_create_the_actor_when_given_a_type_and_arguments()
    {
        Sys.ActorOf(Props.Create(typeof(Prefixer), "p", 1)).Tell("x");
        ExpectMsg("p1x");

        Sys.ActorOf(Props.Create<Prefixer>("q", 2)).Tell("x");
        ExpectMsg("q2x");

        Sys.ActorOf(new Props(typeof(Prefixer), ["r", 3])).Tell("x");
        ExpectMsg("r3x");
    }

    [Fact]
    public void Props_must_create_the_actor_when_the_constructor_has_no_arguments()
    {
        Sys.ActorOf(Props.Create<Echo>()).Tell(1);
        ExpectMsg(1);

        Sys.ActorOf<Echo>("named").Tell(2);
        ExpectMsg(2);
        Assert.Equal("named", LastSender.Path.Name);
    }

    [Fact]
    public void Props_must_keep_type_and_arguments_of_the_factory_expression()
    {
        var props = Props.Create(() => new Prefixer("p", 7));

        Assert.Equal(typeof(Prefixer), props.Type);
        Assert.Equal(["p", 7], props.Arguments);
    }

    [Fact]
    public void Props_must_refuse_an_expression_that_is_not_a_constructor_call()
    {
        Assert.ThrowsAny<Exception>(() => Props.Create(() => MakePrefixer()));
    }

    [Fact]
    public void Props_must_stay_unchanged_when_copied_with_another_setting()
    {
        var plain = Props.Create<Echo>();
        var strategy = new OneForOneStrategy(_ => Directive.Stop);
        var changed = plain
            .WithDispatcher("akka.test.calling-thread-dispatcher")
            .WithMailbox("akka.actor.mailbox.unbounded")
            .WithSupervisorStrategy(strategy);

        Assert.Equal("akka.test.calling-thread-dispatcher", changed.Dispatcher);
        Assert.Equal("akka.actor.mailbox.unbounded", changed.Mailbox);
        Assert.Same(strategy, changed.SupervisorStrategy);
        Assert.Null(plain.SupervisorStrategy);
        Assert.NotEqual("akka.test.calling-thread-dispatcher", plain.Dispatcher);
        Assert.Equal(typeof(Echo), changed.Type);
    }

    [Fact]
    public void Props_must_override_the_class_strategy_when_given_a_supervisor_strategy()
    {
        var parent = Sys.ActorOf(
            Props.Create<ResumingParent>()
                .WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Stop)));
        parent.Tell(FaultyActor.Of(CreateTestProbe().Ref));
        var child = ExpectMsg<IActorRef>();
        Watch(child);

        child.Tell(new Fail(new InvalidOperationException("boom")));

        ExpectTerminated(child);
    }

    [Fact]
    public void Actor_must_be_stopped_when_its_constructor_throws()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Prefixer("p", -1)));

        Watch(actor);

        ExpectTerminated(actor);
    }

    [Fact]
    public void ActorOf_must_refuse_a_name_that_is_taken_or_invalid()
    {
        Sys.ActorOf<Echo>("once");

        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf<Echo>("once"));
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf<Echo>("a/b"));
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf<Echo>("$reserved"));
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf<Echo>(""));
    }

    [Fact]
    public void ActorOf_must_accept_a_name_again_after_its_actor_has_terminated()
    {
        var first = Sys.ActorOf<Echo>("again");
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first);

        Action create = () => Sys.ActorOf<Echo>("again").Tell("hello");

        AwaitAssert(create);
        ExpectMsg("hello");
    }

    private static Prefixer MakePrefixer() => new("p", 1);

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class Prefixer : ReceiveActor
    {
        public Prefixer(string prefix, int number)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(number);
            Receive<string>(text => Sender.Tell(prefix + number + text));
        }
    }

    private sealed class ResumingParent : ReceiveActor
    {
        public ResumingParent() => Receive<Props>(props => Sender.Tell(Context.ActorOf(props)));

        protected override SupervisorStrategy SupervisorStrategy()
        {
            return new OneForOneStrategy(_ => Directive.Resume);
        }
    }
}
