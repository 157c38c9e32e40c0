using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode;

/// <summary>
/// Tells messages that are out of date from those that count: another job, an earlier reign, a
/// step that is over, an attempt that was made already. Pure; belongs to one worker.
/// </summary>
internal sealed class StaleFilter
{
    private readonly Dictionary<int, int> _attempts = [];
    private JobId _job;
    private long _epoch;
    private long _newest = -1;
    private long _closed = -1;

    /// <summary>Lets in the messages of a job, from any step on.</summary>
    public void Open(JobId job, long epoch)
    {
        (_job, _epoch) = (job, epoch);
        (_newest, _closed) = (-1, -1);
        _attempts.Clear();
    }

    /// <summary>Lets nothing in.</summary>
    public void Close() => Open(default, 0);

    /// <summary>Whether a row is to be computed; the same try is let in once.</summary>
    public bool Accepts(AnswerKey key)
    {
        if (!IsCurrent(key.Step))
        {
            return false;
        }

        if (key.Step.Step > _newest)
        {
            _newest = key.Step.Step;
            _attempts.Clear();
        }

        if (_attempts.TryGetValue(key.Partition, out var attempt) && key.Attempt <= attempt)
        {
            return false;
        }

        _attempts[key.Partition] = key.Attempt;
        return true;
    }

    /// <summary>Whether the step is not over.</summary>
    public bool IsCurrent(StepKey key) =>
        key.Job == _job && key.JobEpoch == _epoch && key.Step >= _newest && key.Step > _closed;

    /// <summary>The step is over.</summary>
    /// <returns>False where it is none of the open job.</returns>
    public bool Close(StepKey key)
    {
        if (key.Job != _job || key.JobEpoch != _epoch)
        {
            return false;
        }

        _closed = Math.Max(_closed, key.Step);
        return true;
    }
}
