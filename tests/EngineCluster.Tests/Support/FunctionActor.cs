using Akka.Actor;

namespace AkkaCoded.EngineCluster.Tests.Support;

/// <summary>An actor that hands every message and its context to a function.</summary>
internal sealed class FunctionActor(Action<object, IUntypedActorContext> behaviour) : UntypedActor
{
    public static Props Of(Action<object, IUntypedActorContext> behaviour) =>
        Props.Create(() => new FunctionActor(behaviour));

    protected override void OnReceive(object message) => behaviour(message, Context);
}
