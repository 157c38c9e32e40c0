using AkkaCoded.Coordinator.Service;

namespace AkkaCoded.Coordinator.Api;

/// <summary>What the API speaks for.</summary>
internal sealed record ApiDesk
{
    public required JobService Jobs { get; init; }

    public required INodes Nodes { get; init; }

    /// <summary>What the coordinator is; asked anew each time, as its address is known late.
    /// </summary>
    public required Func<CoordinatorJson> Coordinator { get; init; }

    /// <summary>Names and addresses under which requests may come, besides addresses of the
    /// loopback network; null: any. A stranger's page can have its own name point here.</summary>
    public IReadOnlyCollection<string>? Hosts { get; init; }

    /// <summary>How often a log that is followed says that it is still there.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Told what went wrong inside.</summary>
    public Action<string> Log { get; init; } = _ => { };
}
