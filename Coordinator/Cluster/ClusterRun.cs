using Akka.Actor;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Cluster;

/// <summary>
/// A training over the nodes of a cluster. It begins with the reign of the job manager in this
/// process, and waits for that. Safe for several threads.
/// </summary>
internal sealed class ClusterRun : ITrainingRun
{
    /// <summary>How long a fault may take to be taken in.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CoordinatorHost _host;
    private readonly OpenedRun _opened;
    private readonly JobId _id;
    private readonly CancellationTokenSource _stopped = new();
    private int _disposed;

    internal ClusterRun(
        CoordinatorHost host, OpenedRun opened, IReadOnlyList<IJobObserver> observers)
    {
        (_host, _opened, _id) = (host, opened, opened.JobOptions.Id);
        opened.Take();
        var (epoch, length) = (opened.Model.JobEpoch, opened.Model.VectorLength);
        if (length > 0)
        {
            host.Server.Exchange.Admit(_id, epoch, length);
        }

        Completion = RunAsync(opened.Spec(observers, host.Server.Exchange, host.NewLinks(opened)));
    }

    /// <inheritdoc/>
    public Task<RunResult> Completion { get; }

    /// <inheritdoc/>
    public async Task<RunResult> StopAsync()
    {
        // Where the reign has not begun there is nothing to keep.
        await _stopped.CancelAsync();
        if (_host.Manager.IsCompletedSuccessfully)
        {
            (await _host.Manager).Tell(new StopJob(_id), ActorRefs.NoSender);
        }

        return await Completion;
    }

    /// <inheritdoc/>
    public async Task InjectAsync(string fault)
    {
        var manager = await _host.Manager.WaitAsync(Patience);
        var answer = await manager.Ask<Status>(
            new InjectInto(_id, new InjectFault(fault)), Patience);
        if (answer is Status.Failure { Cause: { } cause })
        {
            throw cause;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await StopAsync().ContinueWith(_ => { }, TaskScheduler.Default);
        _opened.Model.Dispose();
        _opened.Shared.Dispose();
        _stopped.Dispose();
    }

    private async Task<RunResult> RunAsync(JobSpec spec)
    {
        var configuration = await SharedJobFiles.PrepareAsync(
            _opened, _host.Server.Files, _stopped.Token);
        var manager = await _host.Manager.WaitAsync(_stopped.Token);
        var start = new StartJob(spec with { Configuration = configuration });
        var ended = manager.Ask<JobEnded>(start, Timeout.InfiniteTimeSpan);
        if (_stopped.IsCancellationRequested)
        {
            manager.Tell(new StopJob(_id), ActorRefs.NoSender);
        }

        // A system that ends takes its actors with it, and nobody answers any more.
        if (await Task.WhenAny(ended, _host.System.WhenTerminated) != ended && !ended.IsCompleted)
        {
            throw new InvalidOperationException(
                "the coordinator has ended; the job goes on from its newest checkpoint when it is "
                + "started again");
        }

        return await TrainingRun.Complete(ended);
    }
}
