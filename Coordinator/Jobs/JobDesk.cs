using Akka.Actor;
using AkkaCoded.Coordinator.Supervision;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>What the parts of a job share. On the job's thread only, except <see cref="Self"/>.
/// </summary>
internal sealed class JobDesk(
    JobSpec spec, IJobModel model, Crew crew, IScheduler scheduler, IActorRef self)
{
    public JobSpec Spec => spec;

    public IJobModel Model => model;

    public Crew Crew => crew;

    /// <summary>Steps that were done before this run.</summary>
    public long FirstStep { get; } = model.Step;

    /// <summary>The job's actor.</summary>
    public IActorRef Self => self;

    public JobNews News { get; } = new(spec.Observers);

    public LearnedDeadline Deadline { get; } = new(spec.Options.Supervision);

    public StragglerScores Scores { get; } = new(spec.Options.Supervision);

    /// <summary>Plans the code from delays; null: the job names its code.</summary>
    public AutoPlanner? Auto { get; } = AutoPlanner.Of(spec);

    /// <summary>The scheduler's clock, so that simulations can keep it.</summary>
    public TimeSpan Now => scheduler.HighResMonotonicClock;

    public StepKey KeyOf(long step) => new(spec.Options.Id, model.JobEpoch, step);

    /// <summary>Makes the weights as they are now available to workers.</summary>
    /// <param name="version">Their number.</param>
    public void Publish(long version)
    {
        if (model.VectorLength > 0)
        {
            spec.Exchange.Publish(VersionKey(version), model.Weights);
        }
    }

    public void Retire(long version) => spec.Exchange.Retire(VersionKey(version));

    public void Event(string kind, string text, CrewMember? member = null) =>
        News.Tell(kind, model.Step, text, member?.Worker);

    /// <summary>Tells a worker, if it is here.</summary>
    public void Tell(CrewMember? member, IWireMessage message) => member?.Ref?.Tell(message, self);

    /// <summary>Tells everybody who is here.</summary>
    public void TellAll(IWireMessage message)
    {
        foreach (var member in crew.Members)
        {
            Tell(member, message);
        }
    }

    public ICancelable TellLater(TimeSpan delay, object message) =>
        scheduler.ScheduleTellOnceCancelable(delay, self, message, self);

    private ParametersKey VersionKey(long version) =>
        new(spec.Options.Id, model.JobEpoch, version);
}
