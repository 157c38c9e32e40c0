using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.Race;

/// <summary>One worker's part of a step: the samples of a row.</summary>
/// <param name="Step">The step of samples.</param>
/// <param name="Row">The row of the (uncoded) code, 0 .. n - 1.</param>
/// <param name="Attempt">How often it was asked for before.</param>
internal readonly record struct Share(long Step, int Row, int Attempt);

/// <summary>Says which share a worker computes next, such that each is applied exactly once.
/// </summary>
internal abstract class ShareSource
{
    /// <summary>Whether a worker that is free has nothing to do but a share of a step before the
    /// one it was asked for last.</summary>
    public abstract bool IsBehind(int slot, long newestStep);

    /// <summary>The next share of a free worker, or null.</summary>
    /// <param name="slot">Whose.</param>
    /// <param name="newestStep">The last step its worker was asked for; it refuses earlier ones.
    /// </param>
    public abstract Share? Take(int slot, long newestStep);

    /// <summary>A share that was taken does not come: it is to be asked for again.</summary>
    public abstract void PutBack(int slot, Share share);

    /// <summary>A share is applied.</summary>
    public abstract void Applied(int slot);

    /// <summary>Notes whether a slot has a worker.</summary>
    public abstract void SetLive(int slot, bool isLive);
}

/// <summary>
/// Async: all shares of all steps stand in one queue, and whoever is free takes the first. So a
/// worker's own clock, the number of its answers, runs as fast as the worker does, and the training
/// is over when all shares are applied, not when the slowest worker has done as many as the others.
/// </summary>
internal sealed class ShareQueue(int slots, long firstStep, long stepCount) : ShareSource
{
    private readonly SortedSet<Share> _returned = new(Comparer<Share>.Create(
        (a, b) => (a.Step, a.Row).CompareTo((b.Step, b.Row))));

    private long _step = firstStep;
    private int _row;

    public override bool IsBehind(int slot, long newestStep) =>
        _step >= stepCount && _returned.Count > 0 && _returned.Max.Step < newestStep;

    public override Share? Take(int slot, long newestStep)
    {
        foreach (var share in _returned)
        {
            if (share.Step >= newestStep)
            {
                _returned.Remove(share);
                return share;
            }
        }

        if (_step >= stepCount)
        {
            return null;
        }

        var next = new Share(_step, _row, 0);
        (_step, _row) = _row + 1 < slots ? (_step, _row + 1) : (_step + 1, 0);
        return next;
    }

    public override void PutBack(int slot, Share share)
    {
        var isNew = _returned.Add(share with { Attempt = share.Attempt + 1 });
        Contract.Require(isNew, "a share is given to one worker at a time");
    }

    public override void Applied(int slot)
    {
    }

    public override void SetLive(int slot, bool isLive)
    {
    }
}

/// <summary>
/// Stale-synchronous parallel (Ho et al., NIPS 2013): every slot has its own row and its own clock,
/// the number of its steps that are applied; it may start step c only if c minus the least clock of
/// a live slot is at most the staleness.
/// </summary>
internal sealed class SlotClocks(int slots, long firstStep, long stepCount, int staleness)
    : ShareSource
{
    private readonly long[] _clocks = [.. Enumerable.Repeat(firstStep, slots)];
    private readonly int[] _attempts = new int[slots];
    private readonly bool[] _isLive = new bool[slots];

    /// <summary>Steps of a slot that are applied.</summary>
    public long Clock(int slot) => _clocks[slot];

    public override bool IsBehind(int slot, long newestStep) =>
        _clocks[slot] < stepCount && _clocks[slot] < newestStep;

    public override Share? Take(int slot, long newestStep)
    {
        var clock = _clocks[slot];
        return clock < stepCount && clock >= newestStep && clock - Slowest() <= staleness
            ? new Share(clock, slot, _attempts[slot])
            : null;
    }

    public override void PutBack(int slot, Share share) => _attempts[slot] = share.Attempt + 1;

    public override void Applied(int slot) => (_clocks[slot], _attempts[slot]) =
        (_clocks[slot] + 1, 0);

    public override void SetLive(int slot, bool isLive) => _isLive[slot] = isLive;

    private long Slowest()
    {
        var slowest = long.MaxValue;
        for (var slot = 0; slot < _clocks.Length; slot++)
        {
            slowest = _isLive[slot] ? Math.Min(slowest, _clocks[slot]) : slowest;
        }

        return slowest;
    }
}
