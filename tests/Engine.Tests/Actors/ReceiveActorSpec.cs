using Akka.Actor;
using Akka.Event;

namespace AkkaCoded.Engine.Tests;

public sealed class ReceiveActorSpec : EngineSpec
{
    [Fact]
    public void ReceiveActor_must_use_the_first_handler_that_fits()
    {
        var actor = Sys.ActorOf<Ordered>();

        actor.Tell(5);
        ExpectMsg("small 5");
        actor.Tell(50);
        ExpectMsg("fifty");
        actor.Tell(500);
        ExpectMsg("int 500");
        actor.Tell("text");
        ExpectMsg("string text");
        actor.Tell(1.5);
        ExpectMsg("any 1.5");
    }

    [Fact]
    public void ReceiveActor_must_match_derived_messages_with_a_base_handler()
    {
        var actor = Sys.ActorOf<ByBaseType>();

        actor.Tell(new ArgumentNullException("p"));

        ExpectMsg(typeof(ArgumentNullException));
    }

    [Fact]
    public void ReceiveActor_must_try_the_next_handler_when_a_bool_handler_declines()
    {
        var actor = Sys.ActorOf<Declining>();

        actor.Tell(1);
        ExpectMsg("first");
        actor.Tell(2);
        ExpectMsg("second");
    }

    [Fact]
    public void ReceiveActor_must_handle_by_type_when_types_are_given_at_run_time()
    {
        var actor = Sys.ActorOf<ByRuntimeType>();

        actor.Tell("text");
        ExpectMsg("System.String");
        actor.Tell(3);
        ExpectMsg("other");
    }

    [Fact]
    public void Unhandled_message_must_be_published_with_sender_and_recipient()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var actor = Sys.ActorOf<Declining>();

        actor.Tell("unknown");

        var unhandled = ExpectMsg<UnhandledMessage>();
        Assert.Equal("unknown", unhandled.Message);
        Assert.Equal(TestActor, unhandled.Sender);
        Assert.Equal(actor, unhandled.Recipient);
    }

    [Fact]
    public void Unhandled_must_be_called_when_no_handler_fits()
    {
        var actor = Sys.ActorOf<OwnUnhandled>();

        actor.Tell("lost");

        ExpectMsg("unhandled lost");
    }

    [Fact]
    public void ReceiveAny_must_be_the_last_handler()
    {
        var actor = Sys.ActorOf<AnyFirst>();

        Watch(actor);

        ExpectTerminated(actor);
    }

    [Fact]
    public void Handler_must_not_be_added_outside_of_constructor_and_become()
    {
        var actor = Sys.ActorOf<LateReceive>();

        actor.Tell("add");

        ExpectMsg<InvalidOperationException>();
    }

    [Fact]
    public void UntypedActor_must_publish_what_it_declares_unhandled()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var actor = Sys.ActorOf<Picky>();

        actor.Tell("fine");
        ExpectMsg("fine");
        actor.Tell(1);
        Assert.Equal(1, ExpectMsg<UnhandledMessage>().Message);
    }

    private sealed class Ordered : ReceiveActor
    {
        public Ordered()
        {
            Receive<int>(number => number < 10, number => Sender.Tell($"small {number}"));
            Receive<int>(number => Sender.Tell("fifty"), number => number == 50);
            Receive<int>(number => Sender.Tell($"int {number}"));
            Receive<string>(text => Sender.Tell($"string {text}"));
            ReceiveAny(message => Sender.Tell(FormattableString.Invariant($"any {message}")));
        }
    }

    private sealed class ByBaseType : ReceiveActor
    {
        public ByBaseType() => Receive<Exception>(cause => Sender.Tell(cause.GetType()));
    }

    private sealed class Declining : ReceiveActor
    {
        public Declining()
        {
            Receive<int>(number =>
            {
                if (number != 1)
                {
                    return false;
                }

                Sender.Tell("first");
                return true;
            });
            Receive<int>(_ => Sender.Tell("second"));
        }
    }

    private sealed class ByRuntimeType : ReceiveActor
    {
        public ByRuntimeType()
        {
            Receive(typeof(string), message => Sender.Tell(message.GetType().FullName));
            Receive<object>(_ => Sender.Tell("other"));
        }
    }

    private sealed class OwnUnhandled : ReceiveActor
    {
        public OwnUnhandled() => Receive<int>(_ => { });

        protected override void Unhandled(object message) => Sender.Tell($"unhandled {message}");
    }

    private sealed class AnyFirst : ReceiveActor
    {
        public AnyFirst()
        {
            ReceiveAny(_ => { });
            Receive<string>(_ => { });
        }
    }

    private sealed class LateReceive : ReceiveActor
    {
        public LateReceive()
        {
            Receive<string>(_ =>
            {
                try
                {
                    Receive<int>(_ => { });
                }
                catch (InvalidOperationException refused)
                {
                    Sender.Tell(refused);
                }
            });
        }
    }

    private sealed class Picky : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is string)
            {
                Sender.Tell(message);
            }
            else
            {
                Unhandled(message);
            }
        }
    }
}
