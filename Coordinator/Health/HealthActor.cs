using Akka.Actor;

namespace AkkaCoded.Coordinator.Health;

/// <summary>
/// Answers <see cref="Ping"/> with <see cref="Pong"/>: an actor system whose threads are all taken,
/// or that has ended, does not. Who talks to it: health checks. State it owns: none. If it dies:
/// the process counts as not alive until its supervisor has started another one.
/// </summary>
internal sealed class HealthActor : ReceiveActor
{
    public HealthActor() => Receive<Ping>(_ => Sender.Tell(Pong.Instance));

    public static Props Of() => Props.Create(() => new HealthActor());
}

/// <summary>To <see cref="HealthActor"/>.</summary>
internal sealed record Ping : INoSerializationVerificationNeeded
{
    public static readonly Ping Instance = new();
}

/// <summary>From <see cref="HealthActor"/>.</summary>
internal sealed record Pong : INoSerializationVerificationNeeded
{
    public static readonly Pong Instance = new();
}
