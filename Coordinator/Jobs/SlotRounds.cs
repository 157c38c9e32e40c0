using AkkaCoded.Coordinator.Decoding;
using AkkaCoded.Coordinator.Race;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>
/// What the policies without a race have in common: an uncoded row for each of n slots, and a core
/// that decides (<see cref="AsyncRounds"/>, <see cref="LocalRounds"/>). Vectors that come with
/// their announcement are kept by slot.
/// </summary>
internal abstract class SlotRounds : IRounds
{
    private readonly bool[] _isComputing;
    private readonly TimeSpan[] _asked;
    private readonly AnswerKey[] _keys;
    private readonly int[] _lost;
    private readonly double?[] _seconds;
    private TimeSpan _opened;
    private double _checkpointSeconds;

    protected SlotRounds(
        JobDesk desk, CodePlan plan, Action<IReadOnlyList<Supervision.SpeedFinding>> stepTaken)
    {
        (Desk, Plan, StepTaken) = (desk, plan, stepTaken);
        var self = desk.Self;
        Decode = new StreamingDecode(
            done => self.Tell(new AnswersDecoded(done), self), TimeProvider.System);
        Sum = new float[desk.Model.VectorLength];
        Inline = new Ready?[plan.Workers];
        _isComputing = new bool[plan.Workers];
        _asked = new TimeSpan[plan.Workers];
        _keys = new AnswerKey[plan.Workers];
        _lost = new int[plan.Workers];
        _seconds = new double?[plan.Workers];
    }

    /// <inheritdoc/>
    public bool IsOpen { get; protected set; }

    /// <inheritdoc/>
    public bool IsWaiting { get; private set; }

    /// <inheritdoc/>
    public bool CanAdopt => false;

    /// <inheritdoc/>
    public abstract long Stale { get; }

    /// <inheritdoc/>
    public abstract bool IsWithinStep { get; }

    /// <inheritdoc/>
    public abstract int LoadOf(int partition);

    /// <summary>When the last record was written.</summary>
    protected TimeSpan Opened => _opened;

    protected JobDesk Desk { get; }

    protected CodePlan Plan { get; }

    protected Action<IReadOnlyList<Supervision.SpeedFinding>> StepTaken { get; }

    protected StreamingDecode Decode { get; }

    protected float[] Sum { get; }

    /// <summary>By slot: the newest answer that came with its vector.</summary>
    protected Ready?[] Inline { get; }

    /// <inheritdoc/>
    public bool IsComputing(int partition) => IsOpen && _isComputing[partition];

    /// <inheritdoc/>
    public abstract void Open();

    /// <inheritdoc/>
    public void Adopt(CodePlan plan, Action resize) =>
        throw new InvalidOperationException("only steps in lockstep can be planned anew");

    /// <inheritdoc/>
    public abstract void Stop();

    /// <inheritdoc/>
    public void Vacated(int partition)
    {
        if (IsOpen)
        {
            (_isComputing[partition], _lost[partition]) = (false, _lost[partition] + 1);
            Perform(Lost(partition));
        }
    }

    /// <inheritdoc/>
    public void Served(int partition)
    {
        if (IsOpen)
        {
            Perform(Returned(partition));
        }
    }

    /// <inheritdoc/>
    /// <remarks>Slots know one try at a time; the deadline mends what is lost.</remarks>
    public void Remind(int partition)
    {
    }

    /// <inheritdoc/>
    public void On(Progress progress)
    {
        if (SlotOf(progress.Key) is { } slot)
        {
            Desk.Crew.At(slot)?.Note(
                Deed.Progressed, Desk.Now, progress.Key.Step.Step, progress.ChunksDone);
        }
    }

    /// <inheritdoc/>
    public void On(Ready ready)
    {
        var slot = SlotOf(ready.Key);
        var isHere = ready.Inline.Length == (long)ready.VectorLength * sizeof(float);
        if (slot is { } known)
        {
            var now = Desk.Now;
            var seconds = (now - _asked[known]).TotalSeconds;
            (_isComputing[known], _seconds[known]) = (false, seconds);
            Inline[known] = isHere ? ready : null;
            if (Desk.Crew.At(known) is { } member)
            {
                member.IsFirstRow = false;
                member.Note(Deed.Answered, now, ready.Key.Step.Step);
            }

            Desk.Deadline.Observe(LoadOf(known), seconds);
        }

        Perform(Arrived(slot ?? 0, ready.Key, isHere));
    }

    /// <inheritdoc/>
    public void On(ComputeFailed failed)
    {
        if (SlotOf(failed.Key) is { } slot)
        {
            if (Desk.Crew.At(slot) is { } member)
            {
                (member.HasFailed, member.IsFirstRow) = (true, true);
                member.Note(Deed.Failed, Desk.Now, failed.Key.Step.Step);
                Desk.Event("failed", $"{member.Worker}: {failed.Error}", member);
            }

            _isComputing[slot] = false;
            Perform(AnswerLost(slot, failed.Key));
        }
    }

    /// <inheritdoc/>
    public void On(AnswerMissing missing)
    {
        for (var slot = 0; IsOpen && slot < Plan.Workers; slot++)
        {
            if (_keys[slot] == missing.Key && Inline[slot] is null)
            {
                Perform(AnswerLost(slot, missing.Key));
                return;
            }
        }
    }

    /// <inheritdoc/>
    public abstract void On(AnswersDecoded decoded);

    /// <inheritdoc/>
    public abstract void On(StepDeadline deadline);

    /// <inheritdoc/>
    public void CheckpointTook(double seconds) => _checkpointSeconds += seconds;

    /// <inheritdoc/>
    public abstract void LookAround();

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        IsOpen = false;
        Decode.Dispose();
    }

    protected abstract IReadOnlyList<RoundAction> Lost(int slot);

    protected abstract IReadOnlyList<RoundAction> Returned(int slot);

    protected abstract IReadOnlyList<RoundAction> Arrived(int slot, AnswerKey key, bool isHere);

    protected abstract IReadOnlyList<RoundAction> AnswerLost(int slot, AnswerKey key);

    protected abstract bool IsAwaited(int slot, AnswerKey key);

    /// <summary>Does what is special to the policy.</summary>
    protected abstract void Do(RoundAction action);

    protected bool IsServed(int slot) => Desk.Crew.At(slot) is not null;

    protected void Begin() => (IsOpen, _opened) = (true, Desk.Now);

    protected void Perform(IReadOnlyList<RoundAction> actions)
    {
        // What is done may ask for more, and the core's list is valid until then.
        foreach (var action in actions.ToArray())
        {
            switch (action)
            {
                case var _ when !IsOpen:
                    return;
                case RoundAction.Wait wait:
                    IsWaiting = true;
                    Desk.Event("waiting", WaitingText(wait));
                    break;
                case RoundAction.GoOn:
                    IsWaiting = false;
                    Desk.Event("going-on", "a worker is here again");
                    break;
                default:
                    Do(action);
                    break;
            }
        }
    }

    protected void Ask(int slot, Compute request)
    {
        var now = Desk.Now;
        (_isComputing[slot], _asked[slot], Inline[slot]) = (true, now, null);
        _keys[slot] = request.Key;
        var member = Desk.Crew.At(slot);
        member?.Note(Deed.Asked, now, request.Key.Step.Step);
        Desk.Tell(member, request);
    }

    protected ReadOnlyMemory<float> Values(Ready ready) => InlineVector.Values(ready);

    /// <summary>Writes the record of what came since the one before.</summary>
    protected void Record(
        StepReport report, IReadOnlyList<int> slots, TimeSplit split, double error)
    {
        var now = Desk.Now;
        var used = slots.Distinct().ToList();
        Desk.News.Tell(new StepRecord
        {
            Step = report.Step,
            JobEpoch = Desk.Model.JobEpoch,
            Loss = report.Loss,
            Accuracy = report.Accuracy,
            GradientNorm = report.GradientNorm,
            LearningRate = report.LearningRate,
            Used = Numbers(used),
            Late = [],
            Cancelled = [],
            Lost = Numbers(Enumerable.Range(0, _lost.Length).Where(slot => _lost[slot] > 0)),
            DecodeError = error,
            Amplification = 1,
            Seconds = (now - _opened).TotalSeconds,
            Split = split,
            ArrivalSeconds = ByNumber(slot => used.Contains(slot) ? _seconds[slot] : null),
            WorkDone = ByNumber(slot => used.Contains(slot) ? 1.0 : 0),
            CheckpointSeconds = _checkpointSeconds,
            StaleMessages = Stale,
        });
        Array.Clear(_lost);
        (_opened, _checkpointSeconds) = (now, 0);
    }

    private int? SlotOf(AnswerKey key)
    {
        for (var slot = 0; IsOpen && slot < Plan.Workers; slot++)
        {
            if (IsAwaited(slot, key))
            {
                return slot;
            }
        }

        return null;
    }

    private string WaitingText(RoundAction.Wait wait)
    {
        var now = Desk.Now;
        var who = wait.Missing
            .Select(slot => Desk.Crew.Of(new WorkerId(Desk.Crew.NumberAt(slot))))
            .Select(member => $"{member.Worker} ({member.LastDeed(now)})");
        return "no worker is here; missing: " + string.Join("; ", who);
    }

    private int[] Numbers(IEnumerable<int> slots) => [.. slots.Select(Desk.Crew.NumberAt).Order()];

    private T[] ByNumber<T>(Func<int, T> valueOf)
    {
        var values = new T[Desk.Crew.NumbersEnd];
        for (var slot = 0; slot < Plan.Workers; slot++)
        {
            values[Desk.Crew.NumberAt(slot)] = valueOf(slot);
        }

        return values;
    }
}
