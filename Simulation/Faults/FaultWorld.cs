using Akka.Actor;
using Akka.Configuration;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Simulation.Time;

namespace AkkaCoded.Simulation.Faults;

/// <summary>
/// A cluster in which everything goes wrong that a seed can think of: the real actors of a job in
/// virtual time, scripted workers, lossy links, and invariants that are checked whenever something
/// happens. Everything runs on the calling thread and follows from the plan alone.
/// </summary>
internal sealed class FaultWorld : IDisposable
{
    private static readonly Config Settings = ConfigurationFactory.ParseString(
        """
        akka.loglevel = OFF
        akka.log-dead-letters = off
        akka.log-dead-letters-during-shutdown = off
        """).WithFallback(WireSerialization.Config);

    private readonly VirtualWorld _world;
    private readonly SeededRandom _random;
    private readonly FaultNode[] _nodes;
    private readonly List<FaultReign> _reigns = [];
    private bool _isOver;

    public FaultWorld(FaultPlan plan, Sabotage sabotage = Sabotage.None, bool isTracing = false)
    {
        (Plan, Sabotage) = (plan, sabotage);
        _world = VirtualWorld.Start("faults", Settings);
        _random = SeededRandom.Stream(plan.Seed, 3);
        Findings = new FaultFindings(isTracing);
        Truth = new TrueTraining(plan);
        Shelf = new CheckpointShelf(plan.VectorLength);
        Network = new FaultNetwork(_world, plan, Findings);
        _nodes = [.. Enumerable.Range(0, plan.AllWorkers).Select(n => new FaultNode(this, n))];
    }

    public FaultPlan Plan { get; }

    public Sabotage Sabotage { get; }

    public FaultFindings Findings { get; }

    public TrueTraining Truth { get; }

    public CheckpointShelf Shelf { get; }

    public FaultNetwork Network { get; }

    public ActorSystem System => _world.System;

    public TimeSpan Now => _world.Now;

    /// <summary>The coordinator that workers find, or null while there is none.</summary>
    public FaultReign? Current { get; private set; }

    public long HighestEpoch => _reigns.Count == 0 ? 0 : _reigns.Max(reign => reign.JobEpoch);

    /// <summary>By when a training whose faults have stopped has to be over. A worker that hangs
    /// for good is restarted after eight times what rows took while everything was slow, and so is
    /// an upload given up: each may be half a minute.</summary>
    public TimeSpan Limit => Plan.FaultsEnd + TimeSpan.FromSeconds(60 + (0.5 * Plan.Steps));

    /// <summary>Runs to the end of the job, to a broken invariant, or to the limit.</summary>
    public void Run()
    {
        StartCoordinator();
        foreach (var node in _nodes)
        {
            At(Draw(TimeSpan.FromMilliseconds(200)), node.Start);
        }

        foreach (var fault in Plan.Faults)
        {
            At(fault.At, () => Happen(fault));
        }

        _world.Run(() => _isOver || Findings.Violation is not null, Limit);
        if (!_isOver && Findings.Violation is null)
        {
            Findings.Fail(
                Now, "progress whenever a decodable set can exist",
                "the job is not over although faults stopped at "
                + $"{Plan.FaultsEnd.TotalSeconds:0.0} s");
        }
    }

    public void Dispose()
    {
        _isOver = true;
        _world.Dispose();
    }

    /// <summary>Runs something later, unless the world is over by then.</summary>
    public void At(TimeSpan delay, Action action) => _world.At(delay, () =>
    {
        if (!_isOver)
        {
            action();
        }
    });

    public void Note(string text) => Findings.Note(Now, text);

    /// <summary>Uniform from 0 to 1.</summary>
    public double Draw() => _random.NextDouble();

    /// <summary>Uniform up to a time.</summary>
    public TimeSpan Draw(TimeSpan most) => most * Draw();

    public FaultReign? ReignOf(long epoch) => _reigns.Find(reign => reign.JobEpoch == epoch);

    /// <summary>An order of the job to a worker's node, over the link as everything.</summary>
    public void OrderRestart(RestartWorker order)
    {
        var node = _nodes[order.Worker.Number];
        Network.ToWorker(node.Number, order, _ => node.Kill());
    }

    /// <summary>A coordinator has told a worker something.</summary>
    public void Sent(IActorRef job, IWireMessage message)
    {
        switch (message)
        {
            case OpenJob open when ReignOf(open.JobEpoch) is { } reign:
                reign.Job = job;
                break;
            case Upload upload:
                ReignOf(upload.Key.Step.JobEpoch)?.Exchange.Want(upload.Key);
                break;
        }
    }

    /// <summary>A worker's message arrives where the job's actor is, or where its successor is.
    /// </summary>
    public void ToJob(IActorRef job, IWireMessage message, IActorRef sender)
    {
        var reign = _reigns.Find(known => job.Equals(known.Job) && known.IsAlive) ?? Current;
        if (message is Ready ready)
        {
            reign?.Heard(ready.Key);
        }

        reign?.Job?.Tell(message, sender);
    }

    /// <summary>A job is over.</summary>
    public void Ended(FaultReign reign, JobEnded ended)
    {
        Note($"reign {reign.Number} has ended: {ended.Error?.Message}");
        Findings.Require(
            ended.Error is null || !reign.IsAlive, Now, "the job goes on",
            $"reign {reign.Number} failed: {ended.Error}");
        if (reign != Current || ended.Result is not { } result)
        {
            return;
        }

        Findings.Require(
            result.Steps == Plan.Steps
                && result.Weights.Span.SequenceEqual(Truth.Weights(Plan.Steps)),
            Now, "no step is lost or applied twice",
            $"the job ended after {result.Steps} of {Plan.Steps} steps, or with wrong parameters");
        _isOver = true;
    }

    private void StartCoordinator()
    {
        var reign = new FaultReign(this, _reigns.Count);
        _reigns.Add(reign);
        Current = reign;
        Note($"reign {reign.Number} begins");
        reign.Start();
    }

    private void Happen(PlannedFault fault)
    {
        Note($"FAULT {fault}");
        if (fault.Kind is FaultKind.CoordinatorCrash or FaultKind.CoordinatorSplit)
        {
            Replace(fault);
            return;
        }

        new FaultBlow(this, fault, _nodes[fault.Worker]).Strike();
    }

    private void Replace(PlannedFault fault)
    {
        if (Current is not { } old)
        {
            return;
        }

        Current = null;
        if (fault.Kind == FaultKind.CoordinatorCrash)
        {
            old.Kill();
        }
        else
        {
            At(fault.For * 2, old.Kill);
        }

        At(fault.For / 2, StartCoordinator);
    }
}
