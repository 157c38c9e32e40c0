using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

/// <summary>Makes a child from every Props it gets and answers with its reference.</summary>
internal sealed class Supervisor : ReceiveActor
{
    public Supervisor() => Receive<Props>(props => Sender.Tell(Context.ActorOf(props)));

    public static Props Of(SupervisorStrategy? strategy)
    {
        var props = Props.Create(() => new Supervisor());
        return strategy is null ? props : props.WithSupervisorStrategy(strategy);
    }
}
