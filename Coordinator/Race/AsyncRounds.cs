using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Race;

/// <summary>What asynchronous rounds are about.</summary>
/// <param name="Job">The job.</param>
/// <param name="JobEpoch">The coordinator's reign.</param>
/// <param name="Slots">n: shares of a step, and workers that compute them.</param>
/// <param name="FirstStep">Steps done before: a resume starts all clocks there.</param>
/// <param name="StepCount">Steps of the whole training.</param>
/// <param name="Version">Number of the parameters at the start.</param>
internal sealed record RoundsSetup(
    JobId Job, long JobEpoch, int Slots, long FirstStep, long StepCount, long Version);

/// <summary>
/// The policies async and ssp: every worker's answer is applied by itself, when it arrives, and the
/// worker goes on at the newest parameters. Exactly n times <c>Steps</c> shares are applied, none
/// twice; n of them make a step to be reported. A lost worker's share is asked for again: async, of
/// the next worker that is free and can take it; ssp, of the same slot when it has a worker again.
/// No answer is late: however old it is, it is applied. Pure: it hears what happened and says what
/// to do; returned lists are valid until the next call.
/// </summary>
/// <remarks>
/// A worker refuses steps before the one it was asked for last, so shares are given out such that
/// its steps never fall; where that leaves none (see <see cref="RoundAction.Reopen"/>) it is opened
/// anew. It may get several shares of one step, so steps are never closed: a worker lets go of a
/// step when it is asked for a later one. Checkpoints are taken at a report. Shares of that moment that are under way are those of a
/// few later steps, or (async) of earlier ones: a resume goes on with whole steps, so it is not
/// bit-identical, and may skip or repeat as many shares as were under way.
/// </remarks>
internal sealed class AsyncRounds
{
    private readonly RoundsSetup _setup;
    private readonly ShareSource _shares;
    private readonly RoundSlot[] _slots;
    private readonly Queue<int> _answered = new();
    private readonly List<RoundAction> _actions = [];
    private readonly List<int> _reportSlots = [];
    private long _left;
    private int _applying = -1;
    private bool _isWaiting;

    private AsyncRounds(RoundsSetup setup, ShareSource shares)
    {
        Contract.Require(setup.Slots >= 1 && setup.FirstStep >= 0, "there are shares");
        _setup = setup;
        _shares = shares;
        _slots = [.. Enumerable.Range(0, setup.Slots).Select(_ => new RoundSlot())];
        _left = Math.Max(0, checked((setup.StepCount - setup.FirstStep) * setup.Slots));
        Version = setup.Version;
        StepsReported = setup.FirstStep;
    }

    /// <summary>Number of the newest parameters: grows by one with each answer applied.</summary>
    public long Version { get; private set; }

    /// <summary>Steps of samples that are applied in full, earlier runs included.</summary>
    public long StepsReported { get; private set; }

    /// <summary>Whether all shares are applied.</summary>
    public bool IsFinished => _left == 0;

    /// <summary>Messages that were out of date or doubled.</summary>
    public long Ignored { get; private set; }

    /// <summary>The oldest parameters that a worker may still fetch.</summary>
    public long OldestVersionInUse => _slots
        .Where(slot => slot.Phase == SlotPhase.Computing)
        .Select(slot => slot.Version).Append(Version).Min();

    /// <summary>Async.</summary>
    public static AsyncRounds Async(RoundsSetup setup) =>
        new(setup, new ShareQueue(setup.Slots, setup.FirstStep, setup.StepCount));

    /// <summary>Stale-synchronous.</summary>
    /// <param name="setup">The job.</param>
    /// <param name="staleness">Steps that a worker may be ahead of the slowest live one.</param>
    public static AsyncRounds Ssp(RoundsSetup setup, int staleness)
    {
        Contract.Require(staleness >= 0, "nobody is ahead of himself");
        return new(
            setup, new SlotClocks(setup.Slots, setup.FirstStep, setup.StepCount, staleness));
    }

    /// <summary>Whether a slot's answer to this was asked for and has not come.</summary>
    public bool IsAwaited(int slot, AnswerKey key) =>
        _slots[slot].Has(key) && _slots[slot].Phase == SlotPhase.Computing;

    /// <summary>Asks all that have a worker.</summary>
    public IReadOnlyList<RoundAction> Start(Func<int, bool> isLive)
    {
        _actions.Clear();
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            SetLive(slot, isLive(slot));
        }

        if (IsFinished)
        {
            _actions.Add(new RoundAction.Done());
        }

        return Finish();
    }

    /// <summary>An answer was announced.</summary>
    /// <param name="slot">By whose worker.</param>
    /// <param name="key">Which.</param>
    /// <param name="isHere">Whether the vector came with it.</param>
    public IReadOnlyList<RoundAction> Arrived(int slot, AnswerKey key, bool isHere)
    {
        _actions.Clear();
        if (!IsAwaited(slot, key))
        {
            Ignored++;
            return _actions;
        }

        (_slots[slot].Phase, _slots[slot].IsHere) = (SlotPhase.Answered, isHere);
        _answered.Enqueue(slot);
        return Finish();
    }

    /// <summary>The whole vector of an answer is here.</summary>
    public void Received(int slot, AnswerKey key)
    {
        if (_slots[slot].Has(key) && _slots[slot].Phase == SlotPhase.Answered)
        {
            _slots[slot].IsHere = true;
        }
        else
        {
            Ignored++;
        }
    }

    /// <summary>The answer of the last <see cref="RoundAction.Apply"/> is applied, and the
    /// parameters with the next number are published.</summary>
    public IReadOnlyList<RoundAction> Applied(AnswerKey key)
    {
        Contract.Require(_applying >= 0 && _slots[_applying].Has(key), "it was to be applied");
        _actions.Clear();
        var slot = _applying;
        _applying = -1;
        _slots[slot].Phase = SlotPhase.Free;
        _shares.Applied(slot);
        Version++;
        _left--;
        _reportSlots.Add(slot);
        if (_reportSlots.Count == _slots.Length)
        {
            _actions.Add(new RoundAction.Report(StepsReported, [.. _reportSlots]));
            _reportSlots.Clear();
            StepsReported++;
        }

        if (IsFinished)
        {
            _actions.Add(new RoundAction.Done());
        }

        return Finish();
    }

    /// <summary>A slot's worker died, hung, left or was replaced.</summary>
    public IReadOnlyList<RoundAction> Lost(int slot)
    {
        _actions.Clear();
        SetLive(slot, false);
        _slots[slot].IsReopening = false;
        if (_slots[slot] is { Phase: not SlotPhase.Free, IsHere: false })
        {
            Withdraw(slot);
        }

        return Finish();
    }

    /// <summary>A slot has a worker (again).</summary>
    /// <param name="slot">Which.</param>
    /// <param name="newestStep">The last step that this worker was asked for since it was opened,
    /// or -1.</param>
    public IReadOnlyList<RoundAction> Returned(int slot, long newestStep = -1)
    {
        _actions.Clear();
        SetLive(slot, true);
        (_slots[slot].NewestStep, _slots[slot].IsReopening) = (newestStep, false);
        return Finish();
    }

    /// <summary>An answer does not come, though its worker is there: computing failed, or the
    /// vector is not held, or its upload is late.</summary>
    public IReadOnlyList<RoundAction> AnswerLost(int slot, AnswerKey key)
    {
        _actions.Clear();
        if (!_slots[slot].Has(key) || _slots[slot].IsHere)
        {
            Ignored++;
            return _actions;
        }

        Withdraw(slot);
        return Finish();
    }

    private void SetLive(int slot, bool isLive)
    {
        _slots[slot].IsLive = isLive;
        _shares.SetLive(slot, isLive);
    }

    private void Withdraw(int slot)
    {
        if (_applying == slot)
        {
            _applying = -1;
            _actions.Add(new RoundAction.Drop(_slots[slot].Key));
        }

        for (var queued = _answered.Count; queued > 0; queued--)
        {
            var next = _answered.Dequeue();
            if (next != slot)
            {
                _answered.Enqueue(next);
            }
        }

        _slots[slot].Phase = SlotPhase.Free;
        _shares.PutBack(slot, _slots[slot].Share);
    }

    private List<RoundAction> Finish()
    {
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            if (_slots[slot] is { IsLive: true, Phase: SlotPhase.Free, IsReopening: false })
            {
                Ask(slot);
            }
        }

        if (_applying < 0 && _answered.TryDequeue(out var answered))
        {
            _applying = answered;
            var slot = _slots[answered];
            _actions.Add(new RoundAction.Apply(answered, slot.Key, Version - slot.Version));
        }

        TellWaiting();
        return _actions;
    }

    private void Ask(int number)
    {
        var slot = _slots[number];
        if (_shares.Take(number, slot.NewestStep) is { } share)
        {
            var step = new StepKey(_setup.Job, _setup.JobEpoch, share.Step);
            slot.Key = new AnswerKey(step, share.Row, share.Attempt);
            (slot.Share, slot.Version, slot.NewestStep) = (share, Version, share.Step);
            (slot.Phase, slot.IsHere) = (SlotPhase.Computing, false);
            _actions.Add(new RoundAction.Ask(number, slot.Key, Version));
        }
        else if (_shares.IsBehind(number, slot.NewestStep))
        {
            slot.IsReopening = true;
            _actions.Add(new RoundAction.Reopen(number));
        }
    }

    private void TellWaiting()
    {
        var isWaiting = !IsFinished
            && _slots.All(slot => slot is { Phase: SlotPhase.Free, IsReopening: false });
        if (isWaiting != _isWaiting)
        {
            _isWaiting = isWaiting;
            _actions.Add(isWaiting
                ? new RoundAction.Wait([.. Enumerable.Range(0, _slots.Length)
                    .Where(slot => !_slots[slot].IsLive)])
                : new RoundAction.GoOn());
        }
    }
}
