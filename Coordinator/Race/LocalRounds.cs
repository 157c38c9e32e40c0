using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Decoding;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Race;

/// <summary>
/// The policy local-sgd (Stich, "Local SGD converges fast and communicates little", 2019): in each
/// round every worker takes H steps alone on its own samples, then all changes of weights are
/// averaged. A worker that is lost may come back and be asked again until the round's deadline;
/// then its change is left out, its samples of these steps with it, and the sum is divided by the
/// number of changes that came. No answer is late: what is left out is not computed any more.
/// Pure, as <see cref="AsyncRounds"/> is.
/// </summary>
internal sealed class LocalRounds
{
    private readonly RoundsSetup _setup;
    private readonly int _stepsPerRound;
    private readonly RoundSlot[] _slots;
    private readonly int[] _attempts;
    private readonly List<RoundAction> _actions = [];
    private bool _isAfterDeadline;
    private bool _isDecided;
    private bool _isWaiting;

    /// <param name="setup">The job.</param>
    /// <param name="stepsPerRound">H; the last round takes what is left.</param>
    public LocalRounds(RoundsSetup setup, int stepsPerRound)
    {
        Contract.Require(setup.Slots >= 1 && stepsPerRound >= 1, "there is something to do");
        _setup = setup;
        _stepsPerRound = stepsPerRound;
        _slots = [.. Enumerable.Range(0, setup.Slots).Select(_ => new RoundSlot())];
        _attempts = new int[setup.Slots];
        (Version, StepsDone) = (setup.Version, setup.FirstStep);
    }

    /// <summary>Number of the newest parameters: grows by one with each round.</summary>
    public long Version { get; private set; }

    /// <summary>Steps done, earlier runs included: the first step of the running round.</summary>
    public long StepsDone { get; private set; }

    /// <summary>Local steps of the running round.</summary>
    public int RoundSteps => (int)Math.Min(_stepsPerRound, _setup.StepCount - StepsDone);

    /// <summary>Whether all steps are done.</summary>
    public bool IsFinished => StepsDone >= _setup.StepCount;

    /// <summary>Messages that were out of date or doubled.</summary>
    public long Ignored { get; private set; }

    /// <summary>Whether a slot's answer to this was asked for and has not come.</summary>
    public bool IsAwaited(int slot, AnswerKey key) =>
        _slots[slot].Has(key) && _slots[slot].Phase == SlotPhase.Computing;

    /// <summary>Opens the first round.</summary>
    public IReadOnlyList<RoundAction> Start(Func<int, bool> isLive)
    {
        _actions.Clear();
        for (var slot = 0; slot < _slots.Length; slot++)
        {
            _slots[slot].IsLive = isLive(slot);
        }

        Open();
        return Finish();
    }

    /// <summary>A change was announced.</summary>
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

    /// <summary>The round's deadline is over: lost workers are waited for no longer, but those
    /// that compute are (a hung one is to be told as lost).</summary>
    public IReadOnlyList<RoundAction> Deadline()
    {
        _actions.Clear();
        _isAfterDeadline = true;
        return Finish();
    }

    /// <summary>A slot's worker died, hung, left or was replaced.</summary>
    public IReadOnlyList<RoundAction> Lost(int slot)
    {
        _actions.Clear();
        _slots[slot].IsLive = false;
        Withdraw(slot);
        return Finish();
    }

    /// <summary>A slot has a worker (again).</summary>
    public IReadOnlyList<RoundAction> Returned(int slot)
    {
        _actions.Clear();
        _slots[slot].IsLive = true;
        if (!_isDecided && _slots[slot].Phase == SlotPhase.Free && !IsFinished)
        {
            Ask(slot);
        }

        return Finish();
    }

    /// <summary>An answer does not come, though its worker is there.</summary>
    public IReadOnlyList<RoundAction> AnswerLost(int slot, AnswerKey key)
    {
        _actions.Clear();
        if (!_slots[slot].Has(key) || _slots[slot].IsHere)
        {
            Ignored++;
            return _actions;
        }

        Withdraw(slot);
        Ask(slot);
        return Finish();
    }

    /// <summary>The average is applied, and the parameters with the next number are published.
    /// </summary>
    public IReadOnlyList<RoundAction> Applied()
    {
        Contract.Require(_isDecided, "there was something to apply");
        _actions.Clear();
        StepsDone += RoundSteps;
        Version++;
        _actions.Add(new RoundAction.Report(StepsDone - 1, [.. Answered()]));
        Open();
        return Finish();
    }

    private void Open()
    {
        (_isAfterDeadline, _isDecided) = (false, false);
        Array.Clear(_attempts);
        if (IsFinished)
        {
            _isDecided = true;
            _actions.Add(new RoundAction.Done());
            return;
        }

        for (var slot = 0; slot < _slots.Length; slot++)
        {
            _slots[slot].Phase = SlotPhase.Free;
            if (_slots[slot].IsLive)
            {
                Ask(slot);
            }
        }
    }

    private void Ask(int slot)
    {
        var step = new StepKey(_setup.Job, _setup.JobEpoch, StepsDone);
        var key = new AnswerKey(step, slot, _attempts[slot]++);
        (_slots[slot].Key, _slots[slot].Phase) = (key, SlotPhase.Computing);
        _slots[slot].IsHere = false;
        _actions.Add(new RoundAction.Ask(slot, key, Version, RoundSteps));
    }

    /// <summary>A change that is here stays, whatever becomes of its worker.</summary>
    private void Withdraw(int slot)
    {
        if (IsFinished || _slots[slot] is { Phase: SlotPhase.Answered, IsHere: true })
        {
            return;
        }

        _isDecided &= _slots[slot].Phase != SlotPhase.Answered;
        _slots[slot].Phase = SlotPhase.Free;
    }

    private IEnumerable<int> Answered() => Enumerable.Range(0, _slots.Length)
        .Where(slot => _slots[slot].Phase == SlotPhase.Answered);

    private List<RoundAction> Finish()
    {
        if (!_isDecided)
        {
            var isComputing = _slots.Any(slot => slot.Phase == SlotPhase.Computing);
            var answered = Answered().ToList();
            var isComplete = answered.Count == _slots.Length
                || (_isAfterDeadline && !isComputing && answered.Count > 0);
            if (isComplete)
            {
                Decide(answered);
            }
        }

        TellWaiting();
        return _actions;
    }

    private void Decide(List<int> answered)
    {
        _isDecided = true;
        _actions.Add(new RoundAction.Average(
            [.. answered.Select(slot => new Winner(_slots[slot].Key, 1))],
            [.. Enumerable.Range(0, _slots.Length).Except(answered)],
            RoundSteps));
    }

    private void TellWaiting()
    {
        var isWaiting = !_isDecided && _slots.All(slot => slot.Phase == SlotPhase.Free);
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
