namespace AkkaCoded.Coordinator.Health;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="IsOk">Whether it is as it should be.</param>
/// <param name="Detail">What was found, for people.</param>
internal sealed record HealthCheck(string Name, bool IsOk, string Detail)
{
    /// <summary>Whether the program cannot do its work without; else a failure only degrades.
    /// </summary>
    public bool IsRequired { get; init; } = true;
}

/// <summary>What looking at several things came to.</summary>
/// <param name="Status"><c>ok</c>, <c>degraded</c> or <c>failing</c>.</param>
/// <param name="Missing">What is not as it should be, as <c>name: detail</c>.</param>
/// <param name="Checks">All that was looked at.</param>
internal sealed record HealthReport(
    string Status, IReadOnlyList<string> Missing, IReadOnlyList<HealthCheck> Checks)
{
    public const string Ok = "ok";
    public const string Degraded = "degraded";
    public const string Failing = "failing";

    /// <summary>Whether nothing that is required fails.</summary>
    public bool IsServing => Status != Failing;

    public static HealthReport Of(IReadOnlyList<HealthCheck> checks)
    {
        var failed = checks.Where(check => !check.IsOk).ToList();
        var status = failed.Any(check => check.IsRequired) ? Failing
            : failed.Count > 0 ? Degraded
            : Ok;
        return new HealthReport(
            status, [.. failed.Select(check => $"{check.Name}: {check.Detail}")], checks);
    }
}
