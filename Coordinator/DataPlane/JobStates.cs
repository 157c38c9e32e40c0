using System.Collections.Concurrent;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>What is known of a job named in a path.</summary>
internal enum Standing
{
    Current,
    UnknownJob,
    OtherEpoch,
}

/// <summary>
/// The jobs of this coordinator: their newest epoch, the length of their answers, and the memory
/// that answers on their way hold. A job becomes known by publishing or receiving. Safe for several
/// threads.
/// </summary>
internal sealed class JobStates(long answerBytesMax, int vectorLengthMax)
{
    private readonly ConcurrentDictionary<JobId, JobState> _jobs = new();

    public JobState Note(JobId job, long epoch)
    {
        var state = _jobs.GetOrAdd(job, _ => new JobState(answerBytesMax, vectorLengthMax));
        state.Reach(epoch);
        return state;
    }

    public Standing Look(JobId job, long epoch, out JobState? state)
    {
        if (!_jobs.TryGetValue(job, out state))
        {
            return Standing.UnknownJob;
        }

        return state.Epoch == epoch ? Standing.Current : Standing.OtherEpoch;
    }
}

/// <summary>One job's part of <see cref="JobStates"/>.</summary>
internal sealed class JobState(long answerBytesMax, int vectorLengthMax)
{
    private long _epoch = -1;
    private int _vectorLength = vectorLengthMax;

    public long Epoch => Interlocked.Read(ref _epoch);

    public int VectorLength
    {
        get => Volatile.Read(ref _vectorLength);
        set => Volatile.Write(ref _vectorLength, value);
    }

    public MemoryBudget Memory { get; } = new(answerBytesMax);

    public void Reach(long epoch)
    {
        var seen = Epoch;
        while (seen < epoch)
        {
            var found = Interlocked.CompareExchange(ref _epoch, epoch, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }
}
