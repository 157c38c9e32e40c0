using System.CommandLine;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>Options that several commands share, so that they read alike everywhere.</summary>
internal static class Options
{
    /// <summary>Said by the process that starts this one, and wants it to end with it.</summary>
    public const string Child = "--exit-with-parent";

    public static Option<bool> Json() => new("--json")
    {
        Description = "Print one JSON value with documented keys instead of text.",
    };

    public static Option<int> Workers() => new("--workers", "-n")
    {
        Description = "n: number of workers.",
        Required = true,
    };

    public static Option<ulong> Seed() => new("--seed")
    {
        Description = "Draws random constructions, samples and the permutation of workers.",
        DefaultValueFactory = _ => 1,
    };
}
