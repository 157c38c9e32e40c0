namespace AkkaCoded.Codes;

/// <summary>How closely <see cref="CodeAnalysis"/> looks.</summary>
public sealed record CodeReportOptions
{
    /// <summary>The largest <see cref="PatternSample"/>.</summary>
    public const int PatternSampleMax = 1_000_000;

    /// <summary>The amplification up to which a set counts as decodable.</summary>
    public double MaxAmplification { get; init; } = DecodableSet.DefaultMaxAmplification;

    /// <summary>Draws the sample of losses and arrival orders; the report depends on nothing else.
    /// </summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Up to so many patterns of s losses all are checked, above it a sample.</summary>
    public int PatternsMax { get; init; } = 20_000;

    /// <summary>Size of that sample, to which every contiguous loss is added; from 1 to
    /// <see cref="PatternSampleMax"/>.</summary>
    public int PatternSample { get; init; } = 3_000;

    /// <summary>Up to so many workers all subsets are counted by size, above it a sample.</summary>
    public int ExhaustiveWorkersMax { get; init; } = 12;

    /// <summary>How many random arrival orders that sample has, but no more than
    /// <see cref="PatternSample"/>.</summary>
    public int OrderSample { get; init; } = 100;
}

/// <summary>
/// What a code costs and survives: the figures of <c>code show</c> and <c>validate</c>.
/// A pattern is a set of s lost workers; the others have answered.
/// </summary>
public sealed record CodeReport
{
    /// <summary>Name of the family.</summary>
    public required string Family { get; init; }

    /// <summary>n.</summary>
    public required int Workers { get; init; }

    /// <summary>s as asked for: the size of the patterns.</summary>
    public required int Stragglers { get; init; }

    /// <summary>Chunks of a step.</summary>
    public required int Chunks { get; init; }

    /// <summary>The largest share of the data that one worker works through.</summary>
    public required double Load { get; init; }

    /// <summary>The most chunks that one worker holds.</summary>
    public required int LoadChunks { get; init; }

    /// <summary>Losses that the construction always survives, in exact arithmetic.</summary>
    public required int Tolerance { get; init; }

    /// <summary>False for approximate families.</summary>
    public required bool IsExact { get; init; }

    /// <summary>The amplification up to which a pattern counts as decodable.</summary>
    public required double MaxAmplification { get; init; }

    /// <summary>The largest |1 - a^T B_S| over the patterns, with the coefficients of the decoder.
    /// </summary>
    public required double WorstResidual { get; init; }

    /// <summary>The largest amplification over the patterns: what decoding would need, also where
    /// that is more than accepted.</summary>
    public required double WorstAmplification { get; init; }

    /// <summary>The mean amplification over the patterns that decode; not a number where none does.
    /// </summary>
    public required double MeanAmplification { get; init; }

    /// <summary>How many patterns were checked.</summary>
    public required int SubsetsChecked { get; init; }

    /// <summary>Whether these were all of them.</summary>
    public required bool IsExhaustive { get; init; }

    /// <summary>The share of checked patterns that decode within the limit, from 0 to 1.</summary>
    public required double DecodableShare { get; init; }

    /// <summary>How many of the n contiguous losses (neighbouring rows) decode within the limit.
    /// </summary>
    public required int ContiguousDecodable { get; init; }

    /// <summary>A family that decodes every pattern of s losses, where this one does not; null
    /// where it does.</summary>
    public required string? SaferFamily { get; init; }

    /// <summary>How many sets of answers of each size decode, from 0 to n answers.</summary>
    public required IReadOnlyList<SubsetCount> SubsetSizes { get; init; }
}

/// <summary>How many sets of one size decode within the limit.</summary>
/// <param name="Answers">The size.</param>
/// <param name="Checked">How many sets of this size were looked at.</param>
/// <param name="Decodable">How many of them decode.</param>
/// <param name="IsExhaustive">Whether these were all sets of this size.</param>
public sealed record SubsetCount(int Answers, int Checked, int Decodable, bool IsExhaustive);
