using System.Collections.Immutable;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Decoding;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Race;

/// <summary>
/// One step of a synchronous policy: workers race, and the first set of answers that the end rule
/// accepts ends the step. The rest is stopped, not waited for. A winner that is lost before its
/// vector is here leaves the set again; other answers that are held replace it, or else only what
/// is missing is computed again. Pure: no clock, no thread, no vector; it hears what happened and
/// says what to do. Reused for all steps of a code.
/// </summary>
/// <remarks>
/// Returned lists are valid until the next call. Whatever is out of date or doubled changes nothing
/// and is counted in <see cref="Ignored"/>.
/// </remarks>
internal sealed partial class StepRace
{
    private readonly GradientCode _code;
    private readonly EndRule _arrived;
    private readonly EndRule _possible;
    private readonly Runner[] _runners;
    private readonly ReplicaWatch _replicas;
    private readonly List<RaceAction> _actions = [];
    private StepKey _key;
    private TimeSpan _opened;
    private bool _isOpen;
    private bool _isAfterDeadline;

    /// <param name="newRule">Makes an empty end rule of the policy; called twice.</param>
    public StepRace(Func<EndRule> newRule)
    {
        _arrived = newRule();
        _possible = newRule();
        _code = _arrived.Code;
        _replicas = new ReplicaWatch(_code);
        _runners = [.. Enumerable.Range(0, _code.Workers)
            .Select(partition => new Runner(!_code.Row(partition).Chunks.IsEmpty))];
    }

    /// <summary>How the step is decoded, or null while it is open.</summary>
    public Decision? Decision { get; private set; }

    /// <summary>Whether the step cannot end with the workers that are there.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Messages that were out of date or doubled, since the race was made.</summary>
    public long Ignored { get; private set; }

    /// <summary>Starts a step: every live worker is asked for its row.</summary>
    /// <param name="key">The step.</param>
    /// <param name="isLive">By partition: whether a worker serves it now.</param>
    /// <param name="now">Time of the opening.</param>
    /// <param name="attempt">First attempt: above 0 where the step was begun under another code.
    /// </param>
    public IReadOnlyList<RaceAction> Open(
        StepKey key, Func<int, bool> isLive, TimeSpan now, int attempt = 0)
    {
        _actions.Clear();
        (_key, _opened, _isOpen, Decision) = (key, now, true, null);
        _isAfterDeadline = false;
        _arrived.Clear();
        _replicas.Clear();
        for (var partition = 0; partition < _runners.Length; partition++)
        {
            _runners[partition].Reset(isLive(partition), attempt - 1);
            SetPossible(partition, _runners[partition].IsLive);
        }

        AskForMissing();
        return Finish();
    }

    /// <summary>An answer was announced.</summary>
    /// <param name="key">Which.</param>
    /// <param name="hash">Hash of its values.</param>
    /// <param name="isHere">Whether the vector came with it.</param>
    /// <param name="now">Time of arrival.</param>
    public IReadOnlyList<RaceAction> Arrived(AnswerKey key, ulong hash, bool isHere, TimeSpan now)
    {
        _actions.Clear();
        if (!IsAwaited(key))
        {
            Ignored++;
            return _actions;
        }

        var runner = _runners[key.Partition];
        (runner.Standing, runner.IsHere) = (Standing.Answered, isHere);
        runner.ArrivalSeconds = (now - _opened).TotalSeconds;
        Judge(key.Partition, hash);
        return Finish();
    }

    /// <summary>The whole vector of an answer is here: losing its worker does not matter now.
    /// </summary>
    public void Received(AnswerKey key)
    {
        if (IsNamed(key) && _runners[key.Partition].Standing == Standing.Answered)
        {
            _runners[key.Partition].IsHere = true;
        }
        else
        {
            Ignored++;
        }
    }

    /// <summary>A partition's worker died, hung or failed: what it holds is gone.</summary>
    public IReadOnlyList<RaceAction> Lost(int partition)
    {
        _actions.Clear();
        var runner = _runners[partition];
        runner.IsLive = false;
        if (_isOpen && !runner.IsHere)
        {
            Withdraw(partition);
        }

        return Finish();
    }

    /// <summary>A partition has a worker (again).</summary>
    public IReadOnlyList<RaceAction> Returned(int partition)
    {
        _actions.Clear();
        _runners[partition].IsLive = true;
        SetPossible(partition, true);
        if (Decision is null)
        {
            AskIfMissing(partition);
        }

        return Finish();
    }

    /// <summary>An answer does not come, though its worker is there: computing failed, or the
    /// vector is not held (any more), or its upload is late.</summary>
    public IReadOnlyList<RaceAction> AnswerLost(AnswerKey key)
    {
        _actions.Clear();
        var runner = IsNamed(key) ? _runners[key.Partition] : null;
        if (runner is null or { IsHere: true } or { Standing: Standing.Idle })
        {
            Ignored++;
            return _actions;
        }

        Withdraw(key.Partition);
        return Finish();
    }

    /// <summary>From now on an estimate is accepted, where the policy knows estimates.</summary>
    public IReadOnlyList<RaceAction> Deadline()
    {
        _actions.Clear();
        _isAfterDeadline = true;
        return Finish();
    }

    /// <summary>Ends the step undecoded: everybody stops.</summary>
    public IReadOnlyList<RaceAction> Abandon()
    {
        _actions.Clear();
        StopComputing();
        _isOpen = false;
        return _actions;
    }

    /// <summary>The sum of a decision is there although a winner was withdrawn since: its upload
    /// came after all, so nothing else is needed.</summary>
    public IReadOnlyList<RaceAction> Conclude(Decision decision)
    {
        _actions.Clear();
        Decision = decision;
        foreach (var winner in decision.Winners)
        {
            _runners[winner.Key.Partition].IsWinner = true;
        }

        StopComputing();
        return Finish();
    }

    /// <summary>Closes the decoded step; what comes later is out of date.</summary>
    public RaceOutcome Close()
    {
        Contract.Require(_isOpen && Decision is not null, "a step is closed once, decoded");
        _isOpen = false;
        var all = Enumerable.Range(0, _runners.Length).ToLookup(p => _runners[p].Fate);
        return new RaceOutcome(
            [.. all[Fate.Used]], [.. all[Fate.Late]], [.. all[Fate.Cancelled]], [.. all[Fate.Lost]],
            [.. _runners.Select(runner => runner.ArrivalSeconds)]);
    }

    /// <summary>What every event ends with: is the step decided, or can it no longer be?</summary>
    private List<RaceAction> Finish()
    {
        if (!_isOpen)
        {
            return _actions;
        }

        if (Decision is null && _arrived.IsMet(_isAfterDeadline))
        {
            Decide();
        }

        var isWaiting = Decision is null && !_possible.IsMet(afterDeadline: true);
        if (isWaiting != IsWaiting)
        {
            IsWaiting = isWaiting;
            _actions.Add(isWaiting ? new RaceAction.Wait(Missing()) : new RaceAction.GoOn());
        }

        return _actions;
    }

    private void Decide()
    {
        var (coefficients, error, amplification) = _arrived.Solve();
        for (var partition = 0; partition < _runners.Length; partition++)
        {
            _runners[partition].IsWinner = coefficients[partition] != 0;
        }

        Decision = new Decision(
            [.. Enumerable.Range(0, _runners.Length)
                .Where(partition => _runners[partition].IsWinner)
                .OrderBy(partition => _code.Groups?.GroupOf(partition) ?? 0)
                .Select(partition => new Winner(KeyOf(partition), coefficients[partition]))],
            error, amplification);
        StopComputing();
        _actions.Add(new RaceAction.Decode(Decision));
        foreach (var winner in Decision.Winners)
        {
            var runner = _runners[winner.Key.Partition];
            if (runner is { IsHere: false, IsFetched: false })
            {
                runner.IsFetched = true;
                _actions.Add(new RaceAction.Fetch(winner.Key));
            }
        }
    }

    /// <summary>Takes back what a worker had. If the step was decided with it, it is raced again
    /// with the answers that are held, late ones too; what is missing then is computed again.
    /// </summary>
    private void Withdraw(int partition)
    {
        Decision = _runners[partition].IsWinner ? null : Decision;
        PutBack(partition);
        if (_replicas.IsDisputed(partition))
        {
            SettleGroupOf(partition);
        }
        else if (!_replicas.GroupOf(partition).Any(_arrived.Contains))
        {
            // Nobody is left to be compared with, so that those who differed may speak again.
            _replicas.GroupOf(partition).Where(IsAnswered).ToList().ForEach(PutBack);
            _replicas.Forget(partition);
        }

        if (_isOpen && Decision is null && !_arrived.IsMet(_isAfterDeadline))
        {
            AskForMissing();
        }
    }

    /// <summary>A partition without an answer: what it had counts no longer.</summary>
    private void PutBack(int partition)
    {
        _arrived.Remove(partition);
        _runners[partition].PutBack();
        SetPossible(partition, _runners[partition].IsLive);
    }

    private void AskForMissing()
    {
        for (var partition = 0; partition < _runners.Length; partition++)
        {
            AskIfMissing(partition);
        }
    }

    private void AskIfMissing(int partition)
    {
        var runner = _runners[partition];
        if (_isOpen && runner is
            { IsLive: true, HasRow: true, Standing: Standing.Idle or Standing.Cancelled })
        {
            runner.Attempt++;
            runner.PutBack();
            runner.Standing = Standing.Computing;
            _actions.Add(new RaceAction.Ask(KeyOf(partition)));
        }
    }

    private void StopComputing()
    {
        for (var partition = 0; partition < _runners.Length; partition++)
        {
            if (_runners[partition].Standing == Standing.Computing)
            {
                _runners[partition].Standing = Standing.Cancelled;
                _actions.Add(new RaceAction.Stop(KeyOf(partition)));
            }
        }
    }

    private void SetPossible(int partition, bool isPossible)
    {
        if (isPossible && _runners[partition].HasRow)
        {
            _possible.Add(partition);
        }
        else
        {
            _possible.Remove(partition);
        }
    }
}
