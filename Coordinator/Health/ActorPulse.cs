using System.Runtime.CompilerServices;
using Akka.Actor;

namespace AkkaCoded.Coordinator.Health;

/// <summary>Feels the pulse of an actor system; a node may have another one later. Safe for several
/// threads.</summary>
/// <param name="patience">How long an answer may take.</param>
internal sealed class ActorPulse(TimeSpan patience)
{
    private const string Name = "actors";

    private readonly ConditionalWeakTable<ActorSystem, IActorRef> _actors = [];

    /// <param name="system">Null: there is none now.</param>
    public async Task<HealthCheck> FeelAsync(ActorSystem? system)
    {
        if (system is null || system.WhenTerminated.IsCompleted)
        {
            return new HealthCheck(Name, false, "the actor system does not run");
        }

        try
        {
            var actor = _actors.GetValue(system, one => one.ActorOf(HealthActor.Of()));
            await actor.Ask<Pong>(Ping.Instance, patience);
            return new HealthCheck(Name, true, "answer");
        }
        catch (Exception e) when (e is AskTimeoutException or InvalidOperationException
            or TaskCanceledException)
        {
            return new HealthCheck(
                Name, false, $"no answer within {patience.TotalSeconds} s");
        }
    }
}
