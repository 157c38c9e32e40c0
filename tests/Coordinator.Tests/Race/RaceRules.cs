using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Race;
using AkkaCoded.Messages.Job;

namespace AkkaCoded.Coordinator.Tests.Race;

/// <summary>End rules by policy for specs.</summary>
internal static class RaceRules
{
    public static PolicyOptions Policy(
        PolicyKind kind, double errorMax = 0.6, int backups = 1) => new()
        {
            Kind = kind,
            ErrorMax = errorMax,
            Deadline = null,
            Backups = backups,
            Staleness = 2,
            LocalSteps = 4,
        };

    public static Func<EndRule> Of(
        PolicyKind kind, string family, int workers, int stragglers, double errorMax = 0.6,
        int backups = 1, ulong seed = 1)
    {
        var code = CodeFamilies.Build(
            family, new CodeParameters(workers, stragglers) { Seed = seed });
        return () => EndRule.Create(Policy(kind, errorMax, backups), code, 1000);
    }
}
