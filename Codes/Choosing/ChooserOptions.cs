namespace AkkaCoded.Codes.Choosing;

/// <summary>What the chooser may do, and what it costs.</summary>
public sealed record ChooserOptions
{
    /// <summary>Seconds that a change of plan costs, such as moving data; 0 or more.</summary>
    public double ReplanSeconds { get; init; }

    /// <summary>Steps over which a change of plan has to pay; null: as many as have been seen.
    /// </summary>
    public int? HorizonSteps { get; init; }

    /// <summary>Whether workers that stay slow may be left without a row.</summary>
    public bool MayExclude { get; init; } = true;

    /// <summary>Steps, in units of waiting for all, that may be spent on trying plans whose gain is
    /// not known yet; besides them 1 % of the time is.</summary>
    public double ExplorationSteps { get; init; } = 1;

    /// <summary>Where chance comes from.</summary>
    public ulong Seed { get; init; } = 1;

    internal void Validate()
    {
        Check(ReplanSeconds >= 0 && double.IsFinite(ReplanSeconds), "replan-seconds",
            ReplanSeconds, "0 or more, finite");
        Check(HorizonSteps is null or >= 1, "horizon-steps", HorizonSteps, "1 or more");
        Check(ExplorationSteps >= 0 && double.IsFinite(ExplorationSteps), "exploration-steps",
            ExplorationSteps, "0 or more, finite");
    }

    private static void Check(bool holds, string key, object? value, string allowed)
    {
        if (!holds)
        {
            throw new InvalidInputException(
                "CDL-0051", $"code.auto.{key}", value, allowed, "See docs/chooser.md.");
        }
    }
}
