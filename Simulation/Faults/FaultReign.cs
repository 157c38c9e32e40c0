using Akka.Actor;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Simulation.Faults;

/// <summary>
/// One life of the coordinator: the real <see cref="JobManager"/> with the real
/// <see cref="TrainingJob"/>, what is around them, and what they tell.
/// </summary>
internal sealed class FaultReign : IJobObserver, IWorkerLinks
{
    private readonly FaultWorld _world;
    private readonly HashSet<(long Step, int Partition)> _announced = [];
    private long? _nextStep;

    public FaultReign(FaultWorld world, int number)
    {
        (_world, Number) = (world, number);
        Exchange = new FaultExchange(world);
        Manager = world.System.ActorOf(JobManager.Of(), $"jobs-{number}");
    }

    public int Number { get; }

    public IActorRef Manager { get; }

    public FaultExchange Exchange { get; }

    /// <summary>The job's actor, once a worker has heard of it.</summary>
    public IActorRef? Job { get; set; }

    public long JobEpoch { get; private set; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>Starts the job.</summary>
    public void Start() => Manager.Tell(
        new StartJob(FaultJob.Spec(_world.Plan, this)),
        _world.System.ActorOf(
            Props.Create(() => new Waiting(this)), $"waiting-{Number}"));

    /// <summary>The process is killed.</summary>
    public void Kill()
    {
        if (IsAlive)
        {
            IsAlive = false;
            _world.Note($"reign {Number} is dead");
            _world.System.Stop(Manager);
        }
    }

    public IJobModel OpenModel()
    {
        var model = new FaultModel(_world);
        _world.Findings.Require(
            model.JobEpoch > _world.HighestEpoch, _world.Now, "epochs only grow",
            $"epoch {model.JobEpoch} after {_world.HighestEpoch}");
        (JobEpoch, _nextStep) = (model.JobEpoch, model.Step);
        return model;
    }

    /// <summary>An announcement has come to the job.</summary>
    public void Heard(AnswerKey key)
    {
        if (key.Step.JobEpoch == JobEpoch)
        {
            _announced.Add((key.Step.Step, key.Partition));
        }
    }

    public void OnStep(StepRecord step)
    {
        var findings = _world.Findings;
        _world.Note($"reign {Number} has taken step {step.Step}");
        findings.Require(
            step.Step == _nextStep && step.JobEpoch == JobEpoch, _world.Now,
            "no step is lost or applied twice",
            $"step {step.JobEpoch}/{step.Step} came where {JobEpoch}/{_nextStep} was next");
        var heard = _announced.RemoveWhere(answer => answer.Step <= step.Step);
        findings.Require(
            step.Used.Count <= heard, _world.Now, "only answers of this reign are used",
            $"step {step.Step} used {step.Used.Count} answers, {heard} were announced");
        _nextStep = step.Step + 1;
    }

    public void OnEvent(JobEvent happened) =>
        _world.Note($"reign {Number}: {happened.Kind}: {happened.Text}");

    public void Watch(IActorContext job, IActorRef worker) => job.Watch(worker);

    public void Unwatch(IActorContext job, IActorRef worker) => job.Unwatch(worker);

    public void Restart(IActorContext job, IActorRef worker, RestartWorker order)
    {
        if (_world.Sabotage != Sabotage.NoRestarts)
        {
            _world.OrderRestart(order);
        }
    }

    /// <summary>Waits for the end of the job.</summary>
    private sealed class Waiting : ReceiveActor
    {
        public Waiting(FaultReign reign)
        {
            Receive<JobEnded>(ended => reign._world.Ended(reign, ended));
        }
    }
}
