using System.Collections.Immutable;
using Akka.Actor;
using AkkaCoded.Coordinator.Race;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Supervision;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>The policy local-sgd: workers take some steps alone, then their changes are averaged,
/// as <see cref="LocalRounds"/> says.</summary>
internal sealed class LocalSgdRounds : SlotRounds
{
    private readonly LocalRounds _core;
    private RoundAction.Average? _average;
    private IDisposable? _route;
    private ICancelable? _deadline;
    private ImmutableArray<double> _rates = [];
    private long _decodeNumber = -1;
    private TimeSpan _averagedAt;

    public LocalSgdRounds(
        JobDesk desk, CodePlan plan, Action<IReadOnlyList<SpeedFinding>> stepTaken)
        : base(desk, plan, stepTaken)
    {
        var first = desk.Model.Step;
        _core = new LocalRounds(
            new RoundsSetup(
                desk.Spec.Options.Id, desk.Model.JobEpoch, plan.Workers, first,
                desk.Model.StepCount, Version: first),
            desk.Spec.Options.Policy.LocalSteps);
    }

    /// <inheritdoc/>
    public override long Stale => _core.Ignored;

    /// <inheritdoc/>
    public override bool IsWithinStep => false;

    /// <inheritdoc/>
    public override void Open()
    {
        // Each round opens the next one.
        if (!IsOpen)
        {
            Begin();
            OpenRound();
            Perform(_core.Start(IsServed));
        }
    }

    /// <inheritdoc/>
    public override void Stop()
    {
        IsOpen = false;
        CloseRound();
    }

    /// <inheritdoc/>
    public override int LoadOf(int partition) => Plan.Load(partition) * _core.RoundSteps;

    /// <inheritdoc/>
    public override void On(AnswersDecoded decoded)
    {
        if (!IsOpen || _average is not { } average || decoded.Done.Number != _decodeNumber)
        {
            return;
        }

        _average = null;
        var (step, version) = (_core.StepsDone, _core.Version);
        var report = Desk.Model.ApplyChange(Sum, average.Winners.Length, average.Steps);
        CloseRound();
        Desk.Publish(version + 1);
        Desk.Retire(version);
        Desk.TellAll(new StepClosed(Desk.KeyOf(step)));
        var split = new TimeSplit(
            0, (_averagedAt - Opened).TotalSeconds, (Desk.Now - _averagedAt).TotalSeconds, 0, 0);
        var slots = average.Winners.Select(winner => winner.Key.Partition).ToList();
        Record(report, slots, split, Math.Sqrt((double)average.LeftOut.Length / slots.Count));
        var actions = _core.Applied().ToList();
        if (!_core.IsFinished)
        {
            OpenRound();
        }

        Perform(actions);
        StepTaken([]);
    }

    /// <inheritdoc/>
    public override void On(StepDeadline deadline)
    {
        if (IsOpen && deadline.Key == Desk.KeyOf(_core.StepsDone))
        {
            Perform(_core.Deadline());
        }
    }

    /// <inheritdoc/>
    public override void LookAround()
    {
        if (!IsOpen || _average is not { } average
            || Desk.Now - _averagedAt <= Desk.Deadline.For(Plan.Code.LoadChunks))
        {
            return;
        }

        foreach (var winner in average.Winners)
        {
            if (Decode.MissingValues(winner.Key) > 0)
            {
                var member = Desk.Crew.At(winner.Key.Partition);
                Desk.Event("lost", $"the upload of {member?.Worker} does not come", member);
                Perform(_core.AnswerLost(winner.Key.Partition, winner.Key));
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        CloseRound();
        base.Dispose();
    }

    protected override IReadOnlyList<RoundAction> Lost(int slot) => _core.Lost(slot);

    protected override IReadOnlyList<RoundAction> Returned(int slot) => _core.Returned(slot);

    protected override IReadOnlyList<RoundAction> Arrived(int slot, AnswerKey key, bool isHere) =>
        _core.Arrived(slot, key, isHere);

    protected override IReadOnlyList<RoundAction> AnswerLost(int slot, AnswerKey key) =>
        _core.AnswerLost(slot, key);

    protected override bool IsAwaited(int slot, AnswerKey key) => _core.IsAwaited(slot, key);

    protected override void Do(RoundAction action)
    {
        switch (action)
        {
            case RoundAction.Ask ask:
                Ask(ask.Slot, Plan.Request(ask.Key, ask.Version) with
                {
                    Local = new LocalSteps(_rates, Plan.Workers),
                });
                break;
            case RoundAction.Average average:
                Start(average);
                break;
            default:
                break;
        }
    }

    private void Start(RoundAction.Average average)
    {
        // Another set of changes is another sum, so nothing of an earlier one is kept.
        Decode.End();
        (_average, _averagedAt) = (average, Desk.Now);
        _decodeNumber = Decode.Begin(Sum, average.Winners.AsSpan());
        foreach (var winner in average.Winners)
        {
            var slot = winner.Key.Partition;
            if (Inline[slot] is { } ready && ready.Key == winner.Key)
            {
                Decode.Offer(winner.Key, 0, Values(ready));
            }
            else
            {
                Desk.Tell(Desk.Crew.At(slot), new Upload(winner.Key));
            }
        }
    }

    private void OpenRound()
    {
        var key = Desk.KeyOf(_core.StepsDone);
        _rates = [.. Desk.Model.LearningRates(_core.RoundSteps)];
        _route = Sum.Length == 0 ? null : Desk.Spec.Exchange.Receive(key, Decode);
        _deadline = Desk.TellLater(
            Desk.Deadline.For(Plan.Code.LoadChunks * _core.RoundSteps), new StepDeadline(key));
    }

    private void CloseRound()
    {
        _deadline?.Cancel();
        _route?.Dispose();
        _route = null;
        _average = null;
        Decode.End();
    }
}
