using Akka.Actor;

namespace AkkaCoded.Coordinator.Health;

/// <summary>What a worker node looks at. Between two memberships it has no actor system, which is
/// no reason to restart it: it lives as long as whatever system it has answers.</summary>
/// <param name="system">Its actor system at the moment, or null.</param>
/// <param name="isConnected">Whether a coordinator knows that it is there.</param>
/// <param name="patience">How long its actors may take to answer.</param>
internal sealed class NodeHealth(
    Func<ActorSystem?> system, Func<bool> isConnected, TimeSpan patience) : IHealth
{
    private readonly ActorPulse _pulse = new(patience);

    public async Task<HealthReport> LiveAsync() => HealthReport.Of(
        [system() is { } present
            ? await _pulse.FeelAsync(present)
            : new HealthCheck("actors", true, "between two memberships")]);

    public async Task<HealthReport> ReadyAsync() => HealthReport.Of(
    [
        await _pulse.FeelAsync(system()),
        MemberCheck.Of(system()),
        isConnected()
            ? new HealthCheck("presence", true, "connected")
            : new HealthCheck("presence", false, "no connection to a coordinator"),
        TensorCheck.Of(),
    ]);
}
