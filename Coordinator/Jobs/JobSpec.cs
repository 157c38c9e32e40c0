using Akka.Actor;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>Everything that a <see cref="TrainingJob"/> is given.</summary>
internal sealed record JobSpec
{
    /// <summary>Policy, supervision, chaos.</summary>
    public required JobOptions Options { get; init; }

    /// <summary>The code that the job begins with.</summary>
    public required CodeOptions Code { get; init; }

    /// <summary>Samples of one step: a step has at most so many chunks.</summary>
    public required int SamplesPerStep { get; init; }

    /// <summary>The job as HOCON, for <see cref="OpenJob"/>.</summary>
    public required string Configuration { get; init; }

    /// <summary>Opens what is trained; called on the job's thread. Errors that the user can mend
    /// end the job.</summary>
    public required Func<IJobModel> OpenModel { get; init; }

    /// <summary>The data plane.</summary>
    public required ITensorExchangeHost Exchange { get; init; }

    /// <summary>Who hears of steps and events.</summary>
    public required IReadOnlyList<IJobObserver> Observers { get; init; }

    /// <summary>Injected faults, for the figures in hindsight; those of run time come into the same
    /// ledger.</summary>
    public required FaultLedger Faults { get; init; }

    /// <summary>How workers are watched and restarted.</summary>
    public IWorkerLinks Links { get; init; } = new ParentNodeLinks();

    /// <summary>How often the job looks for workers that make no progress; null: as its deadlines
    /// ask for.</summary>
    public TimeSpan? LookAroundEvery { get; init; }
}

/// <summary>What a job does with a worker besides telling it messages.</summary>
internal interface IWorkerLinks
{
    /// <summary>From now on the job is told when this actor is gone.</summary>
    void Watch(IActorContext job, IActorRef worker);

    /// <summary>Ends <see cref="Watch"/>.</summary>
    void Unwatch(IActorContext job, IActorRef worker);

    /// <summary>Has the worker's node start it anew.</summary>
    void Restart(IActorContext job, IActorRef worker, RestartWorker order);

    /// <summary>Calls for a worker that is not here. The job asks at its start and whenever it
    /// looks around, several times a second; how often, and when first, is decided here.</summary>
    /// <param name="job">The job.</param>
    /// <param name="call">Complete but for the address of the data plane.</param>
    void Call(IActorContext job, ServePartition call)
    {
        // Nodes of the same process start their workers by themselves.
    }

    /// <summary>The job is over.</summary>
    void Release(IActorContext job, StopPartition order)
    {
        // As above.
    }
}

/// <summary>A worker's node is its actor's parent, in this process as on another machine.
/// </summary>
internal sealed class ParentNodeLinks : IWorkerLinks
{
    /// <inheritdoc/>
    public void Watch(IActorContext job, IActorRef worker) => job.Watch(worker);

    /// <inheritdoc/>
    public void Unwatch(IActorContext job, IActorRef worker) => job.Unwatch(worker);

    /// <inheritdoc/>
    public void Restart(IActorContext job, IActorRef worker, RestartWorker order) =>
        job.ActorSelection(worker.Path.Parent).Tell(order, job.Self);
}
