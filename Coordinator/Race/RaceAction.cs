using System.Collections.Immutable;
using AkkaCoded.Coordinator.Decoding;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Race;

/// <summary>What a <see cref="StepRace"/> wants done.</summary>
internal abstract record RaceAction
{
    private RaceAction()
    {
    }

    /// <summary>Ask the partition's worker to compute its row.</summary>
    public sealed record Ask(AnswerKey Key) : RaceAction;

    /// <summary>Stop a worker whose answer is not needed.</summary>
    public sealed record Stop(AnswerKey Key) : RaceAction;

    /// <summary>Have a winner's vector sent: only its announcement is here.</summary>
    public sealed record Fetch(AnswerKey Key) : RaceAction;

    /// <summary>Combine these answers; replaces an earlier decision of the same step.</summary>
    public sealed record Decode(Decision Decision) : RaceAction;

    /// <summary>Not even all live workers together can end the step.</summary>
    /// <param name="Missing">Partitions without a live worker and without an answer.</param>
    public sealed record Wait(ImmutableArray<int> Missing) : RaceAction;

    /// <summary>Enough workers are there again.</summary>
    public sealed record GoOn : RaceAction;

    /// <summary>Workers with the same row answered differently.</summary>
    /// <param name="Partitions">Those that differ.</param>
    /// <param name="IsAskedAgain">Whether they compute once more; else nothing can be mended: the
    /// answer was used, or they differed twice.</param>
    public sealed record Accuse(ImmutableArray<int> Partitions, bool IsAskedAgain) : RaceAction;
}

/// <summary>How a step is decoded.</summary>
/// <param name="Winners">In the order of the sum: by code group, then index.</param>
/// <param name="Error">|1 - a^T B_S| / sqrt(chunks); 0 up to rounding where exact.</param>
/// <param name="Amplification">As <c>DecodableSet.Amplification</c>.</param>
internal sealed record Decision(
    ImmutableArray<Winner> Winners, double Error, double Amplification);

/// <summary>What became of each worker's answer in a closed step. Each partition stands in exactly
/// one of the four lists.</summary>
/// <param name="Used">Decoded.</param>
/// <param name="Late">There, but not needed: after the decision, or a replica of a used one.
/// </param>
/// <param name="Cancelled">Stopped before it answered.</param>
/// <param name="Lost">Gone at the end without an answer: died, hung, failed, or never there.
/// </param>
/// <param name="ArrivalSeconds">By partition: from the opening to the answer, or null.</param>
internal sealed record RaceOutcome(
    IReadOnlyList<int> Used,
    IReadOnlyList<int> Late,
    IReadOnlyList<int> Cancelled,
    IReadOnlyList<int> Lost,
    IReadOnlyList<double?> ArrivalSeconds);
