using AkkaCoded.Coordinator.Decoding;
using AkkaCoded.Coordinator.Race;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Supervision;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>The policies async and ssp: each answer is a step of the optimizer by itself, as
/// <see cref="AsyncRounds"/> says, and whoever has answered goes on at the newest weights.
/// </summary>
internal sealed class AsynchronousRounds : SlotRounds
{
    private readonly AsyncRounds _core;
    private readonly SortedDictionary<long, IDisposable> _routes = [];
    private (int Slot, AnswerKey Key, TimeSpan Since)? _applying;
    private long _decodeNumber = -1;
    private long _oldestPublished;
    private StepReport? _report;

    public AsynchronousRounds(
        JobDesk desk, CodePlan plan, Action<IReadOnlyList<SpeedFinding>> stepTaken)
        : base(desk, plan, stepTaken)
    {
        var first = desk.Model.Step;
        var setup = new RoundsSetup(
            desk.Spec.Options.Id, desk.Model.JobEpoch, plan.Workers, first, desk.Model.StepCount,
            Version: first);
        var policy = desk.Spec.Options.Policy;
        _core = policy.Kind == PolicyKind.Ssp
            ? AsyncRounds.Ssp(setup, policy.Staleness)
            : AsyncRounds.Async(setup);
        _oldestPublished = first;
    }

    /// <inheritdoc/>
    public override long Stale => _core.Ignored;

    /// <inheritdoc/>
    public override bool IsWithinStep => Desk.Model.IsWithinStep;

    /// <inheritdoc/>
    public override void Open()
    {
        // One opening for all steps: they overlap.
        if (!IsOpen)
        {
            Begin();
            Perform(_core.Start(IsServed));
        }
    }

    /// <inheritdoc/>
    public override void Stop()
    {
        IsOpen = false;
        Decode.End();
        _applying = null;
        CloseRoutes(long.MaxValue);
    }

    /// <inheritdoc/>
    public override int LoadOf(int partition) => Plan.Load(partition);

    /// <inheritdoc/>
    public override void On(AnswersDecoded decoded)
    {
        if (IsOpen && _applying is not null && decoded.Done.Number == _decodeNumber)
        {
            Apply();
        }
    }

    /// <inheritdoc/>
    public override void On(StepDeadline deadline)
    {
    }

    /// <inheritdoc/>
    public override void LookAround()
    {
        if (IsOpen && _applying is var (slot, key, since)
            && Desk.Now - since > Desk.Deadline.For(Plan.Code.LoadChunks))
        {
            var member = Desk.Crew.At(slot);
            Desk.Event("lost", $"the upload of {member?.Worker} does not come", member);
            Perform(_core.AnswerLost(slot, key));
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        CloseRoutes(long.MaxValue);
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
                OpenRoute(ask.Key.Step);
                Ask(ask.Slot, Plan.Request(ask.Key, ask.Version));
                break;
            case RoundAction.Apply apply:
                Fetch(apply.Slot, apply.Key);
                break;
            case RoundAction.Drop:
                Decode.End();
                _applying = null;
                break;
            case RoundAction.Report report:
                Report(report);
                break;
            case RoundAction.Reopen reopen:
                Reopen(Desk.Crew.At(reopen.Slot));
                break;
            default:
                break;
        }
    }

    private void Fetch(int slot, AnswerKey key)
    {
        _applying = (slot, key, Desk.Now);
        if (Inline[slot] is { } ready && ready.Key == key)
        {
            InlineVector.CopyTo(ready, Sum);
            Apply();
            return;
        }

        OpenRoute(key.Step);
        _decodeNumber = Decode.Begin(Sum, [new Winner(key, 1)]);
        Desk.Tell(Desk.Crew.At(slot), new Upload(key));
    }

    private void Apply()
    {
        var key = _applying!.Value.Key;
        _applying = null;
        _report = Desk.Model.ApplyPart(Sum, key.Step.Step);
        Desk.Publish(_core.Version + 1);
        Perform(_core.Applied(key));
        while (_oldestPublished < _core.OldestVersionInUse)
        {
            Desk.Retire(_oldestPublished++);
        }
    }

    private void Report(RoundAction.Report report)
    {
        CloseRoutes(Desk.Model.Step - Plan.Workers);
        Record(_report!, report.Slots, default(TimeSplit), 0);
        StepTaken([]);
    }

    private void Reopen(CrewMember? member)
    {
        if (member is not null)
        {
            member.IsOpen = false;
            Desk.Tell(member, new CloseJob(Desk.Spec.Options.Id, Desk.Model.JobEpoch));
            Desk.Tell(member, new OpenJob(
                Desk.Spec.Options.Id, Desk.Model.JobEpoch, Desk.Spec.Configuration));
        }
    }

    private void OpenRoute(StepKey step)
    {
        if (Sum.Length > 0 && !_routes.ContainsKey(step.Step))
        {
            _routes.Add(step.Step, Desk.Spec.Exchange.Receive(step, Decode));
        }
    }

    /// <summary>Steps so far back that hardly anybody computes for them; an upload of theirs opens
    /// its route again.</summary>
    private void CloseRoutes(long before)
    {
        foreach (var step in _routes.Keys.TakeWhile(step => step < before).ToList())
        {
            _routes.Remove(step, out var route);
            route!.Dispose();
        }
    }
}
