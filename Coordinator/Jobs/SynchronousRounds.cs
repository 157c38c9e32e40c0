using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Race;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Supervision;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>
/// Steps in lockstep: a <see cref="StepRace"/> decides, an <see cref="AnswerDecoder"/> combines,
/// then the model takes the step. Exactly once per step: only the race's own decision is applied,
/// and only while its step is open.
/// </summary>
internal sealed partial class SynchronousRounds : IRounds
{
    private readonly JobDesk _desk;
    private readonly Action<IReadOnlyList<SpeedFinding>> _stepTaken;
    private readonly AnswerDecoder _decoder;
    private readonly List<WorkerTime> _times = [];
    private CodePlan _plan;
    private StepRace _race;
    private StepBook _book;
    private RowTimes[] _rows;
    private long _staleBefore;
    private bool _isDecoded;

    /// <param name="desk">The job.</param>
    /// <param name="plan">The code.</param>
    /// <param name="stepTaken">Called after each step, with who is slow; it opens the next one.
    /// </param>
    public SynchronousRounds(
        JobDesk desk, CodePlan plan, Action<IReadOnlyList<SpeedFinding>> stepTaken)
    {
        (_desk, _plan, _stepTaken) = (desk, plan, stepTaken);
        var self = desk.Self;
        _decoder = new AnswerDecoder(
            desk.Spec.Exchange, desk.Model.VectorLength,
            done => self.Tell(new AnswersDecoded(done), self));
        (_race, _book, _rows) = Derive(plan);
    }

    /// <inheritdoc/>
    public bool IsOpen { get; private set; }

    /// <inheritdoc/>
    public bool IsWaiting => IsOpen && _race.IsWaiting;

    /// <inheritdoc/>
    public long Stale => _staleBefore + _race.Ignored;

    private StepKey Key => _desk.KeyOf(_desk.Model.Step);

    /// <inheritdoc/>
    public bool IsComputing(int partition) => _race.IsComputing(partition);

    /// <inheritdoc/>
    public void Open() => Open(attempt: 0);

    /// <inheritdoc/>
    public bool CanAdopt => true;

    /// <inheritdoc/>
    public bool IsWithinStep => false;

    /// <inheritdoc/>
    public int LoadOf(int partition) => _plan.Load(partition);

    /// <inheritdoc/>
    public void Adopt(CodePlan plan, Action resize)
    {
        var attempt = IsOpen ? _race.AttemptMax + 1 : 0;
        var wasOpen = IsOpen;
        Stop();
        resize();
        _staleBefore += _race.Ignored;
        _plan = plan;
        (_race, _book, _rows) = Derive(plan);
        if (wasOpen)
        {
            // Higher attempts tell the rows of this code from those of the one before.
            Open(attempt);
        }
    }

    /// <inheritdoc/>
    public void Stop()
    {
        if (IsOpen)
        {
            Perform(_race.Abandon());
            Shut();
        }
    }

    /// <inheritdoc/>
    public void Vacated(int partition)
    {
        if (!IsOpen)
        {
            return;
        }

        if (_race.IsFetching(partition) && _decoder.IsWhole(partition) && _decoder.KeepsParts)
        {
            _race.Received(_race.KeyOf(partition));
        }

        Perform(_race.Lost(partition));
    }

    /// <inheritdoc/>
    public void Served(int partition)
    {
        if (IsOpen)
        {
            Perform(_race.Returned(partition));
        }
    }

    /// <inheritdoc/>
    public void Remind(int partition)
    {
        if (_race.Remind(partition) is { } key)
        {
            _rows[partition].Reminded = _desk.Now;
            _desk.Tell(_desk.Crew.At(partition), _plan.Request(key, _desk.Model.Step));
        }
    }

    /// <inheritdoc/>
    public void On(Progress progress)
    {
        if (_race.IsAwaited(progress.Key) && _desk.Crew.At(progress.Key.Partition) is { } member)
        {
            _book.Progressed(progress.Key.Partition, progress.ChunksDone);
            member.Note(Deed.Progressed, _desk.Now, progress.Key.Step.Step, progress.ChunksDone);
        }
    }

    /// <inheritdoc/>
    public void On(Ready ready)
    {
        var isHere = ready.Inline.Length == (long)ready.VectorLength * sizeof(float);
        var now = _desk.Now;
        if (_race.IsAwaited(ready.Key))
        {
            Note(ready, now);
            if (isHere)
            {
                _decoder.Hold(ready);
            }
        }

        Perform(_race.Arrived(ready.Key, ready.Hash, isHere, now));
    }

    /// <inheritdoc/>
    public void On(ComputeFailed failed)
    {
        if (_race.IsAwaited(failed.Key) && _desk.Crew.At(failed.Key.Partition) is { } member)
        {
            (member.HasFailed, member.IsFirstRow) = (true, true);
            member.Note(Deed.Failed, _desk.Now, failed.Key.Step.Step);
            _desk.Event("failed", $"{member.Worker}: {failed.Error}", member);
        }

        Perform(_race.AnswerLost(failed.Key));
    }

    /// <inheritdoc/>
    public void On(AnswerMissing missing) => Perform(_race.AnswerLost(missing.Key));

    /// <inheritdoc/>
    public void On(AnswersDecoded decoded)
    {
        if (!IsOpen || decoded.Done.Number != _decoder.Number)
        {
            return;
        }

        _book.Decoded(decoded.Done, _desk.Now);
        if (_race.Decision is null)
        {
            Perform(_race.Conclude(_decoder.Decision!));
        }

        Close();
    }

    /// <inheritdoc/>
    public void On(StepDeadline deadline)
    {
        if (IsOpen && deadline.Key == Key)
        {
            Perform(_race.Deadline());
        }
    }

    /// <inheritdoc/>
    public void CheckpointTook(double seconds) => _book.CheckpointSeconds += seconds;

    /// <inheritdoc/>
    public void LookAround()
    {
        var now = _desk.Now;
        for (var partition = 0; IsOpen && partition < _plan.Workers; partition++)
        {
            if (_race.IsFetching(partition) && !_decoder.IsWhole(partition))
            {
                LookAtUpload(partition, now - _rows[partition].Fetched);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IsOpen = false;
        _deadline?.Cancel();
        _decoder.Dispose();
    }

    /// <summary>As with rows: reminded at half of the deadline, given up at its end.</summary>
    private void LookAtUpload(int partition, TimeSpan silent)
    {
        var deadline = _desk.Deadline.For(_plan.Code.LoadChunks);
        var row = _rows[partition];
        if (silent > deadline)
        {
            var member = _desk.Crew.At(partition);
            _desk.Event("lost", $"the upload of {member?.Worker} does not come", member);
            Perform(_race.AnswerLost(_race.KeyOf(partition)));
        }
        else if (silent > deadline / 2 && !row.IsFetchReminded)
        {
            row.IsFetchReminded = true;
            var key = _race.KeyOf(partition);
            Tell(key, new Upload(key));
        }
    }

    private (StepRace Race, StepBook Book, RowTimes[] Rows) Derive(CodePlan plan)
    {
        var spec = _desk.Spec;
        return (
            new StepRace(plan.NewRule),
            new StepBook(
                _desk.Crew, plan, new DelayHindsight(spec.Faults, plan, spec.Options.Policy)),
            [.. Enumerable.Range(0, plan.Workers).Select(_ => new RowTimes())]);
    }

    private void Note(Ready ready, TimeSpan now)
    {
        var partition = ready.Key.Partition;
        Contract.Require(
            ready.VectorLength == _desk.Model.VectorLength, "workers answer for the same model");
        _book.Arrived(partition, ready.Timings);
        if (_race.IsFirstAsk(partition))
        {
            // What was lost on the way is no part of the time that a row takes: learning it would
            // make the next loss last longer still.
            var row = _rows[partition];
            var asked = _race.IsReminded(ready.Key) ? row.Reminded : row.Asked;
            _desk.Deadline.Observe(_plan.Load(partition), (now - asked).TotalSeconds);
        }

        if (_desk.Crew.At(partition) is { } member)
        {
            member.IsFirstRow = false;
            member.Note(Deed.Answered, now, ready.Key.Step.Step);
        }
    }
}
