using AkkaCoded.Codes.Choosing;

namespace AkkaCoded.Messages.Configuration;

/// <summary>The section <c>coded.code.auto</c>: what may be planned anew, and what that costs. Its
/// defaults stand in reference.conf only.</summary>
public sealed record AutoOptions
{
    /// <summary>The value of <c>coded.code.family</c> that asks for it.</summary>
    public const string FamilyName = "auto";

    /// <summary>Least value of <c>coded.code.max-amplification</c>: every code that may be planned
    /// decodes under it with all answers there.</summary>
    public const double MaxAmplificationLeast = 100;

    private const int HorizonMax = 100_000_000;

    private const double SecondsMax = 86_400;

    /// <summary>Seconds that a change of the code costs.</summary>
    public required double ReplanSeconds { get; init; }

    /// <summary>Steps over which a change has to pay; null: as many as were done so far.</summary>
    public required int? HorizonSteps { get; init; }

    /// <summary>Whether workers that stay slow may be left without a row.</summary>
    public required bool MayExclude { get; init; }

    /// <summary>What the chooser is told.</summary>
    /// <param name="seed">Where its chance comes from: <c>coded.code.seed</c>.</param>
    public ChooserOptions ForChooser(ulong seed) => new()
    {
        ReplanSeconds = ReplanSeconds,
        HorizonSteps = HorizonSteps,
        MayExclude = MayExclude,
        Seed = seed,
    };

    /// <summary>Reads the section.</summary>
    /// <param name="code">A reader of <c>coded.code</c>.</param>
    /// <exception cref="Codes.InvalidInputException">CDL-0105: a value is out of range.</exception>
    internal static AutoOptions Read(ConfigReader code) => new()
    {
        ReplanSeconds = code.Double(
            "auto.replan-seconds", "a number from 0 to 86400",
            value => value is >= 0 and <= SecondsMax),
        HorizonSteps = code.OptionalInt("auto.horizon-steps", 1, HorizonMax),
        MayExclude = code.Flag("auto.may-exclude"),
    };
}
