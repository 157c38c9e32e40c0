using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

/// <summary>An actor that hands every message and its context to a function.</summary>
internal sealed class FunctionActor : UntypedActor
{
    private readonly Action<object, IUntypedActorContext> _behaviour;

    public FunctionActor(Action<object, IUntypedActorContext> behaviour)
    {
        _behaviour = behaviour;
    }

    public static Props Of(Action<object, IUntypedActorContext> behaviour)
    {
        return Props.Create(() => new FunctionActor(behaviour));
    }

    protected override void OnReceive(object message)
    {
        _behaviour(message, Context);
    }
}
