namespace AkkaCoded.Coordinator.Health;

/// <summary>How a process of the cluster is doing. Safe for several threads.</summary>
internal interface IHealth
{
    /// <summary>Whether it lives: if not, restarting it is right.</summary>
    Task<HealthReport> LiveAsync();

    /// <summary>Whether it can serve: if not, waiting is right.</summary>
    Task<HealthReport> ReadyAsync();
}
