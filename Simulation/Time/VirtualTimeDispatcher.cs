using Akka.Configuration;
using Akka.Dispatch;

namespace AkkaCoded.Simulation.Time;

/// <summary>
/// Runs actors on the thread that drives the simulation, one after the other in the order in which
/// they got messages. Unlike a calling-thread dispatcher it does not run an actor inside another's
/// Tell, so stacks stay flat however many actors answer one another.
/// </summary>
public sealed class VirtualTimeDispatcher : MessageDispatcher
{
    private readonly RunQueue _ready;

    internal VirtualTimeDispatcher(MessageDispatcherConfigurator configurator, RunQueue ready)
        : base(configurator)
    {
        _ready = ready;
    }

    /// <inheritdoc/>
    protected override void ExecuteTask(IRunnable run) => _ready.Add(run);

    /// <inheritdoc/>
    protected override void Shutdown()
    {
    }
}

/// <summary>Makes the dispatcher; named in the configuration of a simulated system.</summary>
public sealed class VirtualTimeDispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly VirtualTimeDispatcher _instance;

    /// <summary>Called by the actor system.</summary>
    public VirtualTimeDispatcherConfigurator(
        Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites)
    {
        var scheduler = (VirtualTimeScheduler)prerequisites.Scheduler;
        _instance = new VirtualTimeDispatcher(this, scheduler.Ready);
    }

    /// <inheritdoc/>
    public override MessageDispatcher Dispatcher() => _instance;
}
