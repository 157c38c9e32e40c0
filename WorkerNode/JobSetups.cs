using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training;

namespace AkkaCoded.WorkerNode;

/// <summary>A job's data and recipe while a worker uses them; disposing gives them back.</summary>
public interface IJobSetup : IDisposable
{
    /// <summary>The opened job; shared, so never dispose it here.</summary>
    TrainingSetup Setup { get; }
}

/// <summary>
/// Where workers get the data of a job from. All workers of a process share them. Safe for several
/// threads.
/// </summary>
public interface IJobSetups
{
    /// <summary>Opens a job, or joins those who have opened it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="epoch">The coordinator's reign.</param>
    /// <param name="configuration">The job as HOCON.</param>
    /// <exception cref="InvalidInputException">The job or its data are wrong.</exception>
    IJobSetup Open(JobId job, long epoch, string configuration);
}

/// <summary>
/// Opens each reign of a job once for the process and closes it with its last user.
/// </summary>
public sealed class JobSetups : IJobSetups
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(JobId Job, long Epoch), Shared> _open = [];

    /// <summary>Jobs that are open now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <inheritdoc/>
    public IJobSetup Open(JobId job, long epoch, string configuration)
    {
        Shared? shared;
        lock (_gate)
        {
            if (!_open.TryGetValue((job, epoch), out shared))
            {
                shared = new Shared(configuration);
                _open.Add((job, epoch), shared);
            }

            shared.Users++;
        }

        var use = new Use(this, (job, epoch), shared);
        try
        {
            // Outside the lock: reading the data may take long, and other jobs need not wait.
            _ = shared.Setup.Value;
            return use;
        }
        catch
        {
            use.Dispose();
            throw;
        }
    }

    private void Release((JobId Job, long Epoch) key, Shared shared)
    {
        lock (_gate)
        {
            shared.Users--;
            Contract.Require(shared.Users >= 0, "a job is given back as often as it was opened");
            if (shared.Users > 0)
            {
                return;
            }

            _open.Remove(key);
        }

        shared.Close();
    }

    private sealed class Shared(string configuration)
    {
        public Lazy<TrainingSetup> Setup { get; } =
            new(() => TrainingSetup.Open(TrainingJobOptions.FromText(configuration)));

        public int Users { get; set; }

        public void Close()
        {
            if (Setup.IsValueCreated)
            {
                Setup.Value.Dispose();
            }
        }
    }

    private sealed class Use(JobSetups owner, (JobId Job, long Epoch) key, Shared shared)
        : IJobSetup
    {
        private int _disposed;

        public TrainingSetup Setup => shared.Setup.Value;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                owner.Release(key, shared);
            }
        }
    }
}
