using Akka.Actor;
using Akka.Configuration;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Logging;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Actors;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>
/// A training over several workers in this process, from its job file to its result:
/// <code>
/// await using var run = TrainingRun.Start(config, observer);
/// var result = await run.Completion;
/// </code>
/// Safe for several threads.
/// </summary>
public sealed class TrainingRun : ITrainingRun
{
    /// <summary>How long the end waits for a compute thread that is deep in a chunk.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ActorSystem _system;
    private readonly IActorRef _jobs;
    private readonly IActorRef _node;
    private readonly JobId _id;
    private readonly SharedSetup _shared;
    private int _disposed;

    internal TrainingRun(OpenedRun opened, IReadOnlyList<IJobObserver> observers)
    {
        (_id, _shared) = (opened.JobOptions.Id, opened.Shared);
        _system = ActorSystem.Create("akkacoded", SystemConfig(opened.Config));
        var spec = opened.Spec(observers, opened.Exchange, new ParentNodeLinks());
        _jobs = _system.ActorOf(JobManager.Of("coded-job-dispatcher"), "jobs");
        var ended = _jobs.Ask<JobEnded>(new StartJob(spec), Timeout.InfiniteTimeSpan);
        Completion = Complete(ended);
        _node = _system.ActorOf(
            WorkerNodeActor.Create(
                opened.Node, _jobs, opened.Exchange, spec.Faults, opened.Shared),
            "node");
    }

    /// <inheritdoc/>
    public Task<RunResult> Completion { get; }

    /// <summary>Opens data and model and goes on from the newest checkpoint, without starting
    /// anything: whoever shows the run wants to know how long it is.</summary>
    /// <param name="config">The job, all layers.</param>
    /// <exception cref="InvalidInputException">The configuration, the data or a checkpoint is
    /// wrong.</exception>
    public static OpenedRun Open(LayeredConfig config) => new(config);

    /// <summary>Opens the job, starts workers and trains.</summary>
    /// <param name="config">The job, all layers.</param>
    /// <param name="observers">Told of every step and event, on a thread of the job.</param>
    /// <exception cref="InvalidInputException">As <see cref="Open"/>.</exception>
    public static TrainingRun Start(
        LayeredConfig config, params IReadOnlyList<IJobObserver> observers) =>
        Open(config).Begin(observers);

    /// <inheritdoc/>
    public Task<RunResult> StopAsync()
    {
        _jobs.Tell(new StopJob(_id), ActorRefs.NoSender);
        return Completion;
    }

    /// <inheritdoc/>
    public Task InjectAsync(string fault) => AskNode(new InjectFault(fault));

    /// <summary>Starts one more worker.</summary>
    /// <returns>Its number.</returns>
    public async Task<int> AddWorkerAsync() =>
        ((WorkerId)(await AskNode(new AddWorker()))!).Number;

    /// <summary>Lets a worker leave in good order.</summary>
    /// <param name="number">Its number.</param>
    /// <exception cref="InvalidInputException">CDL-0403: there is no such worker.</exception>
    public Task RemoveWorkerAsync(int number) =>
        AskNode(new RemoveWorker(new WorkerId(number), "removed"));

    /// <summary>Stops the run where it is still going, and waits until its threads have ended.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await StopAsync().ContinueWith(_ => { }, TaskScheduler.Default);
        await _system.Terminate();
        _shared.Dispose();
        await Task.WhenAny(_shared.Closed, Task.Delay(Patience));
    }

    private static Config SystemConfig(LayeredConfig config) =>
        ConfigurationFactory.ParseString(
            """
            akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
            coded-job-dispatcher.type = PinnedDispatcher
            """)
            .WithFallback(LoggingSetup.ForActorSystem(LoggingOptions.Read(config)))
            .WithFallback(WireSerialization.Config)
            .WithFallback(config.Config);

    internal static async Task<RunResult> Complete(Task<JobEnded> ended)
    {
        var end = await ended;
        if (end.Error is { } error)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        }

        return end.Result!;
    }

    private async Task<object?> AskNode(object message) =>
        await _node.Ask<Status>(message, Patience) switch
        {
            Status.Success success => success.Status,
            Status.Failure { Cause: { } cause } => throw cause,
            var other => throw new InvalidOperationException($"the node answered {other}"),
        };
}
