using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training;
using AkkaCoded.WorkerNode;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>
/// One opened job for coordinator and workers of a process: data are read once, and closed when the
/// last of them has let go. Safe for several threads.
/// </summary>
internal sealed class SharedSetup : IJobSetups, IDisposable
{
    private readonly Lock _gate = new();
    private readonly TrainingSetup _setup;
    private readonly TaskCompletionSource _closed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _users = 1;
    private bool _isGivenUp;

    /// <param name="setup">The job; closed with the last user. Its maker is the first one.</param>
    public SharedSetup(TrainingSetup setup)
    {
        _setup = setup;
    }

    /// <summary>Ends when nobody uses the job any more.</summary>
    public Task Closed => _closed.Task;

    /// <inheritdoc/>
    public IJobSetup Open(JobId job, long epoch, string configuration)
    {
        lock (_gate)
        {
            Contract.Require(_users > 0, "a job is opened while it is open");
            _users++;
        }

        return new Use(this);
    }

    /// <summary>Its maker does not need it any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isGivenUp)
            {
                return;
            }

            _isGivenUp = true;
        }

        Release();
    }

    private void Release()
    {
        lock (_gate)
        {
            if (--_users > 0)
            {
                return;
            }
        }

        _setup.Dispose();
        _closed.SetResult();
    }

    private sealed class Use(SharedSetup owner) : IJobSetup
    {
        private int _disposed;

        public TrainingSetup Setup => owner._setup;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                owner.Release();
            }
        }
    }
}
