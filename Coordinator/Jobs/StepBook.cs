using AkkaCoded.Coordinator.Decoding;
using AkkaCoded.Coordinator.Race;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>Keeps the times of a step and writes its record; memory is used again.</summary>
internal sealed class StepBook(Crew crew, CodePlan plan, DelayHindsight? hindsight)
{
    private readonly int[] _chunksDone = new int[plan.Workers];
    private TimeSpan _opened;
    private TimeSpan _decided;
    private WorkTimings _lastTimings;
    private DecodeDone _decoded;
    private TimeSpan _combined;

    /// <summary>Seconds that a checkpoint took since the last record.</summary>
    public double CheckpointSeconds { get; set; }

    /// <summary>Messages so far that were out of date.</summary>
    public long StaleMessages { get; set; }

    public TimeSpan Opened => _opened;

    /// <summary>From the opening to the decision.</summary>
    public double DecidedSeconds => (_decided - _opened).TotalSeconds;

    public void Open(TimeSpan now)
    {
        Array.Clear(_chunksDone);
        (_opened, _decided, _lastTimings) = (now, now, default);
    }

    public void Progressed(int partition, int chunks) => _chunksDone[partition] = chunks;

    public void Arrived(int partition, WorkTimings timings)
    {
        _chunksDone[partition] = plan.Load(partition);
        _lastTimings = timings;
    }

    public int ChunksDone(int partition) => _chunksDone[partition];

    public void Decided(TimeSpan now) => _decided = now;

    public void Decoded(DecodeDone done, TimeSpan now) => (_decoded, _combined) = (done, now);

    public StepRecord Write(
        StepKey key, StepReport report, RaceOutcome outcome, Decision decision, TimeSpan now)
    {
        var drawn = hindsight?.Draw(key.Step, crew, plan.Code);
        var record = new StepRecord
        {
            Step = key.Step,
            JobEpoch = key.JobEpoch,
            Loss = report.Loss,
            Accuracy = report.Accuracy,
            GradientNorm = report.GradientNorm,
            LearningRate = report.LearningRate,
            Used = Numbers(outcome.Used),
            Late = Numbers(outcome.Late),
            Cancelled = Numbers(outcome.Cancelled),
            Lost = Numbers(outcome.Lost),
            DecodeError = decision.Error,
            Amplification = decision.Amplification,
            Seconds = (now - _opened).TotalSeconds,
            Split = Split(now),
            ArrivalSeconds = ByNumber(partition => outcome.ArrivalSeconds[partition]),
            WorkDone = ByNumber(WorkDone),
            DrawnDelaySeconds = drawn?.ByNumber,
            EarliestDecodableSeconds = drawn?.Earliest,
            WaitForAllSeconds = drawn?.WaitForAll,
            CheckpointSeconds = CheckpointSeconds,
            StaleMessages = StaleMessages,
        };
        CheckpointSeconds = 0;
        return record;
    }

    private double WorkDone(int partition) =>
        plan.Load(partition) == 0 ? 1 : (double)_chunksDone[partition] / plan.Load(partition);

    private TimeSplit Split(TimeSpan now)
    {
        var decided = (_decided - _opened).TotalSeconds;
        var compute = Math.Min(
            decided, _lastTimings.ParametersSeconds + _lastTimings.ComputeSeconds);
        var transfer = (_combined - _decided).TotalSeconds;
        var decode = Math.Min(transfer, _decoded.AfterLastSeconds);
        return new TimeSplit(
            compute, decided - compute, transfer - decode, decode,
            (now - _combined).TotalSeconds);
    }

    private int[] Numbers(IReadOnlyList<int> partitions)
    {
        var numbers = new int[partitions.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = crew.NumberAt(partitions[i]);
        }

        Array.Sort(numbers);
        return numbers;
    }

    private T[] ByNumber<T>(Func<int, T> valueOf)
    {
        var values = new T[crew.NumbersEnd];
        for (var partition = 0; partition < plan.Workers; partition++)
        {
            values[crew.NumberAt(partition)] = valueOf(partition);
        }

        return values;
    }
}
