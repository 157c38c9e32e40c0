using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>Tells the observers of a job, and adds up what its result says.</summary>
internal sealed class JobNews(IReadOnlyList<IJobObserver> observers)
{
    private long _hindsights;
    private double _seconds;
    private double _earliest;
    private double _waitForAll;
    private long _used;
    private long _late;
    private long _cancelled;
    private long _lost;
    private double _decodeError;

    public void Tell(StepRecord record)
    {
        _seconds += record.Seconds;
        _used += record.Used.Count;
        _late += record.Late.Count;
        _cancelled += record.Cancelled.Count;
        _lost += record.Lost.Count;
        _decodeError = Math.Max(_decodeError, record.DecodeError);
        if (record is { EarliestDecodableSeconds: { } earliest, WaitForAllSeconds: { } all })
        {
            _hindsights++;
            _earliest += earliest;
            _waitForAll += all;
        }

        foreach (var observer in observers)
        {
            observer.OnStep(record);
        }
    }

    public void Tell(
        string kind, long step, string text, WorkerId? worker = null, double? loss = null,
        double? accuracy = null)
    {
        var happened = new JobEvent(kind, step, worker, text, loss, accuracy);
        foreach (var observer in observers)
        {
            observer.OnEvent(happened);
        }
    }

    /// <summary>The result so far, without what an evaluation says.</summary>
    public RunResult Result(
        IJobModel model, long firstStep, bool isStopped, long restarts, long stale) => new()
    {
        IsStopped = isStopped,
        Accuracy = null,
        Loss = null,
        Steps = model.Step,
        StepsNow = model.Step - firstStep,
        MeanStepSeconds = _seconds / Math.Max(1, model.Step - firstStep),
        EarliestDecodableSeconds = _hindsights == 0 ? null : _earliest / _hindsights,
        WaitForAllSeconds = _hindsights == 0 ? null : _waitForAll / _hindsights,
        Used = _used,
        Late = _late,
        Cancelled = _cancelled,
        Lost = _lost,
        Restarts = restarts,
        Stale = stale,
        DecodeError = _decodeError,
        Weights = model.Weights.ToArray(),
        CheckpointFolder = model.CheckpointFolder,
    };
}
