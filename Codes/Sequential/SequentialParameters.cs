using AkkaCoded.Codes.Baselines;

namespace AkkaCoded.Codes.Sequential;

/// <summary>When the answers of a gradient code are taken to recover their sum.</summary>
public enum DecodeRule
{
    /// <summary>By the rank test of <see cref="DecodableSet"/>: true of the actual numbers.
    /// </summary>
    Rank,

    /// <summary>By counting n - s answers, as the papers do: cheaper, for simulations that decode
    /// nothing.</summary>
    Count,
}

/// <summary>
/// What the schemes of sequential gradient coding are built from. B, W and lambda describe the
/// stragglers that a scheme is made for, the (B, W, lambda)-bursty model: in any W rounds one after
/// the other there are at most lambda different stragglers, and the first and the last round in
/// which one of them straggles are less than B apart (Krishnan, Ebrahimi, Khisti, ICLR 2023, arXiv
/// 2211.13802, section 2).
/// </summary>
public sealed record SequentialParameters
{
    /// <summary>The most rounds that a run looks back over.</summary>
    public const int WindowMax = 63;

    /// <param name="workers">n.</param>
    /// <param name="burst">B, at least 1.</param>
    /// <param name="window">W, above B.</param>
    /// <param name="stragglers">lambda, from 0 to n.</param>
    public SequentialParameters(int workers, int burst, int window, int stragglers)
    {
        Workers = workers;
        Burst = burst;
        Window = window;
        Stragglers = stragglers;
    }

    /// <summary>n: how many workers answer.</summary>
    public int Workers { get; init; }

    /// <summary>B: in how many consecutive rounds a worker may straggle.</summary>
    public int Burst { get; init; }

    /// <summary>W: the rounds that are looked at together.</summary>
    public int Window { get; init; }

    /// <summary>lambda: how many different workers may straggle in W rounds.</summary>
    public int Stragglers { get; init; }

    /// <summary>
    /// The family of the gradient code inside, which must be exact. Default:
    /// <c>fractional-repetition</c> where its groups come out equal, so that decoding amplifies
    /// nothing, otherwise <c>reed-solomon</c>, which has the least load for every n and s.
    /// </summary>
    public string? Family { get; init; }

    /// <summary>The seed of the gradient code.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>When a code's answers count as decodable.</summary>
    public DecodeRule Rule { get; init; } = DecodeRule.Rank;

    /// <summary>The amplification accepted by the rank test.</summary>
    public double MaxAmplification { get; init; } = DecodableSet.DefaultMaxAmplification;

    /// <summary>The (n, s) code of the family.</summary>
    internal GradientCode Code(string scheme, int stragglers)
    {
        var family = Family ?? (Workers % (stragglers + 1) == 0
            ? "fractional-repetition"
            : "reed-solomon");
        var code = CodeFamilies.Build(family, new(Workers, stragglers) { Seed = Seed });
        return code.IsExact && code.Tolerance >= stragglers
            ? code
            : throw new InvalidInputException(
                "CDL-0066", $"{scheme}.family", family,
                $"an exact family that tolerates {stragglers} of {Workers} workers",
                "Leave the key out, or take fractional-repetition or reed-solomon.");
    }
}
