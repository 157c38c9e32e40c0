using System.Collections.Immutable;
using AkkaCoded.Coordinator.Decoding;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Race;

/// <summary>What <see cref="AsyncRounds"/> and <see cref="LocalRounds"/> want done.</summary>
internal abstract record RoundAction
{
    private RoundAction()
    {
    }

    /// <summary>Ask a worker. The key names samples and row, which need not be the row of the
    /// worker's own number.</summary>
    /// <param name="Slot">Whose worker is asked, 0 .. n - 1.</param>
    /// <param name="Key">What it is asked for.</param>
    /// <param name="Version">Parameters to compute at: the newest.</param>
    /// <param name="Steps">Steps to take from the key's on; 1 where gradients are asked for.
    /// </param>
    public sealed record Ask(int Slot, AnswerKey Key, long Version, int Steps = 1) : RoundAction;

    /// <summary>Apply this answer with factor 1, then say so. One at a time.</summary>
    /// <param name="Slot">Who computed it.</param>
    /// <param name="Key">Which.</param>
    /// <param name="Staleness">Updates since the parameters it was computed at.</param>
    public sealed record Apply(int Slot, AnswerKey Key, long Staleness) : RoundAction;

    /// <summary>The answer that was being applied is gone: stop, and let go of its parts.
    /// </summary>
    public sealed record Drop(AnswerKey Key) : RoundAction;

    /// <summary>Sum these changes and apply them, divided by their number; then say so. Replaces
    /// an earlier one of the same round, of which no part may be kept: it is another sum.
    /// </summary>
    /// <param name="Winners">In rising order, all with coefficient 1.</param>
    /// <param name="LeftOut">Slots whose change did not come.</param>
    /// <param name="Steps">Local steps that the round stands for.</param>
    public sealed record Average(
        ImmutableArray<Winner> Winners, ImmutableArray<int> LeftOut, int Steps) : RoundAction;

    /// <summary>A whole step of samples has been applied.</summary>
    /// <param name="Step">Its number, from 0, in the order of reporting.</param>
    /// <param name="Slots">Who computed the answers since the last report, in the order in which
    /// they were applied.</param>
    public sealed record Report(long Step, ImmutableArray<int> Slots) : RoundAction;

    /// <summary>
    /// Close the job on the slot's worker, open it anew, and say that it returned: it is needed for
    /// a step before one that it was asked for already, and takes that for out of date.
    /// </summary>
    public sealed record Reopen(int Slot) : RoundAction;

    /// <summary>Nothing can be done until one of these has a worker again.</summary>
    public sealed record Wait(ImmutableArray<int> Missing) : RoundAction;

    /// <summary>There is work again.</summary>
    public sealed record GoOn : RoundAction;

    /// <summary>All steps of samples have been applied.</summary>
    public sealed record Done : RoundAction;
}
