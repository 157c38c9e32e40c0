using Akka.Actor;
using AkkaCoded.Coordinator.Race;
using AkkaCoded.Coordinator.Supervision;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>The course of a step: open, do what the race says, take the step.</summary>
internal sealed partial class SynchronousRounds
{
    /// <summary>An estimate is taken when a step has lasted twice as long as nine rows in ten take:
    /// whoever has not answered then is a straggler rather than a little late.</summary>
    private const double LearnedDeadlineFactor = 2;

    private ICancelable? _deadline;

    private void Open(int attempt)
    {
        var now = _desk.Now;
        (IsOpen, _isDecoded) = (true, false);
        _book.Open(now);
        _decoder.Open(Key, _plan.Workers);
        if (_desk.Spec.Options.Policy.Kind == PolicyKind.Approximate)
        {
            _deadline = _desk.TellLater(EstimateAfter(), new StepDeadline(Key));
        }

        Perform(_race.Open(Key, IsServed, now, attempt));
    }

    private bool IsServed(int partition) => _desk.Crew.At(partition) is not null;

    private TimeSpan EstimateAfter()
    {
        var options = _desk.Spec.Options;
        return options.Policy.Deadline
            ?? (_desk.Deadline.HasLearned
                ? TimeSpan.FromSeconds(LearnedDeadlineFactor
                    * _desk.Deadline.SecondsPerChunk * _plan.Code.LoadChunks)
                : options.Supervision.DeadlineFirst);
    }

    private void Perform(IReadOnlyList<RaceAction> actions)
    {
        for (var i = 0; i < actions.Count; i++)
        {
            switch (actions[i])
            {
                case RaceAction.Ask ask:
                    Ask(ask.Key);
                    break;
                case RaceAction.Stop stop:
                    Tell(stop.Key, new Cancel(stop.Key));
                    break;
                case RaceAction.Fetch fetch:
                    Fetch(fetch.Key);
                    break;
                case RaceAction.Decode decode:
                    Decode(decode.Decision);
                    break;
                default:
                    Report(actions[i]);
                    break;
            }
        }

        if (_isDecoded && IsOpen)
        {
            Close();
        }
    }

    private void Ask(AnswerKey key)
    {
        var now = _desk.Now;
        _rows[key.Partition].Asked = now;
        var member = _desk.Crew.At(key.Partition);
        member?.Note(Deed.Asked, now, key.Step.Step);
        _desk.Tell(member, _plan.Request(key, _desk.Model.Step));
    }

    private void Fetch(AnswerKey key)
    {
        _rows[key.Partition].Fetch(_desk.Now);
        Tell(key, new Upload(key));
    }

    private void Tell(AnswerKey key, IWireMessage message) =>
        _desk.Tell(_desk.Crew.At(key.Partition), message);

    private void Decode(Decision decision)
    {
        _book.Decided(_desk.Now);
        if (_desk.Model.VectorLength == 0)
        {
            _isDecoded = true;
            return;
        }

        if (_decoder.Start(decision))
        {
            foreach (var winner in decision.Winners)
            {
                if (_race.IsFetching(winner.Key.Partition))
                {
                    Fetch(winner.Key);
                }
            }
        }
    }

    private void Report(RaceAction action)
    {
        switch (action)
        {
            case RaceAction.Wait wait:
                _desk.Event("waiting", WaitingText(wait.Missing));
                break;
            case RaceAction.GoOn:
                _desk.Event("going-on", "enough workers are here again");
                break;
            case RaceAction.Accuse accuse:
                Accuse(accuse);
                break;
            default:
                throw new InvalidOperationException($"nobody does {action}");
        }
    }

    private string WaitingText(IReadOnlyList<int> missing)
    {
        var now = _desk.Now;
        var who = missing.Select(_desk.Crew.NumberAt)
            .Select(number => _desk.Crew.Of(new WorkerId(number)))
            .Select(member => $"{member.Worker} ({member.LastDeed(now)})");
        return $"step {_desk.Model.Step} cannot be decoded without more workers; "
            + $"missing: {string.Join("; ", who)}";
    }

    private void Accuse(RaceAction.Accuse accuse)
    {
        var numbers = string.Join(", ", accuse.Partitions.Select(_desk.Crew.NumberAt));
        var text = accuse.IsAskedAgain
            ? $"workers {numbers} compute the same row and answer differently; asked once more"
            : $"the answer of worker {numbers} differs from that of its replicas; it is not used"
                + (ReplicasOf(accuse.Partitions[0]) > 2
                    ? ""
                    : ", though of two that differ either may be the wrong one");
        _desk.Event(
            "wrong-answer", text,
            accuse.Partitions.Length == 1 ? _desk.Crew.At(accuse.Partitions[0]) : null);
    }

    private int ReplicasOf(int partition)
    {
        var (groups, replicas) = (_plan.Code.Groups, 0);
        for (var other = 0; groups is not null && other < _plan.Workers; other++)
        {
            replicas += groups.GroupOf(other) == groups.GroupOf(partition) ? 1 : 0;
        }

        return replicas;
    }

    /// <summary>Takes the decoded step; then the job decides how to go on.</summary>
    private void Close()
    {
        var (key, decision) = (Key, _race.Decision!);
        if (_desk.Model.VectorLength == 0)
        {
            _book.Decoded(default, _desk.Now);
        }

        var outcome = _race.Close();
        _desk.Auto?.Learn(
            outcome, _book.DecidedSeconds,
            partition => !_race.IsFirstAsk(partition));
        var report = _desk.Model.Apply(_decoder.Sum);
        Shut();
        _desk.Publish(_desk.Model.Step);
        _desk.Retire(key.Step);
        var now = _desk.Now;
        _desk.TellAll(new StepClosed(key));
        _book.StaleMessages = Stale;
        _desk.News.Tell(_book.Write(key, report, outcome, decision, now));
        _stepTaken(Judge(outcome, now));
    }

    private void Shut()
    {
        IsOpen = false;
        _deadline?.Cancel();
        _deadline = null;
        _decoder.Close();
    }

    private IReadOnlyList<SpeedFinding> Judge(RaceOutcome outcome, TimeSpan now)
    {
        _times.Clear();
        AddTimes(outcome.Used, outcome);
        AddTimes(outcome.Late, outcome);
        foreach (var partition in outcome.Cancelled)
        {
            AddTime(partition, (now - _rows[partition].Asked).TotalSeconds, isCancelled: true);
        }

        return _desk.Scores.Judge(_times);
    }

    private void AddTimes(IReadOnlyList<int> partitions, RaceOutcome outcome)
    {
        foreach (var partition in partitions)
        {
            if (outcome.ArrivalSeconds[partition] is { } seconds)
            {
                AddTime(partition, seconds, isCancelled: false);
            }
        }
    }

    private void AddTime(int partition, double seconds, bool isCancelled)
    {
        if (_race.IsFirstAsk(partition) && _plan.Load(partition) > 0
            && _desk.Crew.At(partition) is { } member)
        {
            _times.Add(new WorkerTime(
                member.Worker, _plan.Load(partition), seconds, isCancelled));
        }
    }
}
