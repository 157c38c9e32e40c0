using Akka.Actor;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Simulation.Time;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>One policy, run by the real actors of a job against simulated workers.</summary>
internal sealed class ActorRun(SimulationOptions options, ActorPolicy policy)
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>So often the job may look around in vain before a step counts as stuck.</summary>
    private const int LooksMax = 500_000;

    /// <summary>Without supervision nobody looks for those who make no progress.</summary>
    private static readonly SupervisionOptions Patient = new()
    {
        DeadlineFactor = 1000,
        DeadlineMin = Year,
        DeadlineFirst = Year,
        FailuresMax = 1000,
        FailureWindow = TimeSpan.FromDays(1),
        RestartPauseMin = TimeSpan.FromMilliseconds(1),
        RestartPauseMax = TimeSpan.FromDays(1),
        RestartsMax = 1000,
        RestartWindow = TimeSpan.FromDays(1),
        SlowFactor = 1000,
        SlowSteps = 1_000_000,
        SlowStepsRestart = 0,
        CoolDown = TimeSpan.FromSeconds(1),
    };

    /// <summary>Runs all steps.</summary>
    /// <exception cref="InvalidInputException">The code cannot be built; CDL-0612: the policy
    /// decodes nothing, or the actors do not run it; CDL-0613: a step never ends.</exception>
    public PolicyResult Run()
    {
        var codeOptions = policy.Code(options);
        Check();
        var code = codeOptions.Build();
        using var training = new SimulatedTraining(options, policy, code);
        var exchange = new InMemoryExchange();
        var delays = new StepDelays(options);
        var loads = new double[options.Workers];
        for (var worker = 0; worker < loads.Length; worker++)
        {
            loads[worker] = (double)code.Row(worker).Chunks.Length / code.Chunks;
        }

        var collector = new RunCollector(options, policy, loads);
        using var world = VirtualWorld.Start("simulation");
        var cluster = new SimulatedCluster(
            world, options, delays, training.Gradients, exchange);
        var ended = Run(world, cluster, collector, new JobSpec
        {
            Options = JobOptions(),
            Code = codeOptions,
            SamplesPerStep = training.SamplesPerStep(code),
            Configuration = "",
            OpenModel = training.OpenModel,
            Exchange = exchange,
            Observers = [collector],
            Faults = new FaultLedger(NoChaos, options.Workers),
            Links = cluster,
            LookAroundEvery = LookAroundEvery,
        });
        Raise(ended, collector);
        return Result(collector, cluster);
    }

    /// <summary>In step with the deadlines, however long they are.</summary>
    private TimeSpan LookAroundEvery => options.Supervision is { } supervision
        ? supervision.DeadlineMin / 4
        : Year;

    /// <summary>Virtual time without a step after which a run has come to a halt.</summary>
    private TimeSpan Patience
    {
        get
        {
            var repair = options.Failures is not { } failures ? 0
                : failures.Recorded?.LengthSeconds ?? (100 * failures.MeanSecondsToRepair);
            var looks = options.Supervision is null ? Year * 100 : LooksMax * LookAroundEvery;
            return looks + TimeSpan.FromSeconds(Math.Min(1e9, repair));
        }
    }

    private static ChaosOptions NoChaos => new()
    {
        Enabled = false,
        Seed = 0,
        Law = null,
        Faults = [],
    };

    private JobEnded? Run(
        VirtualWorld world, SimulatedCluster cluster, RunCollector collector, JobSpec spec)
    {
        JobEnded? ended = null;
        var (patience, stepped, steps) = (Patience, TimeSpan.Zero, 0);
        Action<JobEnded> hear = end => ended = end;
        var listener = world.System.ActorOf(Props.Create(() => new Listener(hear)), "listener");
        var jobs = world.System.ActorOf(JobManager.Of(), "jobs");
        jobs.Tell(new StartJob(spec), listener);
        cluster.Start(jobs);
        world.Run(IsOver, TimeSpan.MaxValue);
        cluster.End();

        // What workers were told at the end is still on its way to them.
        world.Run(null, world.Now);
        return ended;

        bool IsOver()
        {
            if (collector.StepSeconds.Count != steps)
            {
                (steps, stepped) = (collector.StepSeconds.Count, world.Now);
            }

            return ended is not null || world.Now - stepped > patience;
        }
    }

    private void Check()
    {
        if (policy.IsCounted && options.Gradients != SimulatedGradients.None)
        {
            throw new InvalidInputException(
                "CDL-0612", "policy", policy.Text, "one that decodes, where gradients are computed",
                "Simulate it without gradients: a race by count shows times only.");
        }
    }

    private JobOptions JobOptions() => new()
    {
        Id = new JobId("simulated"),
        Spares = 0,
        Elastic = false,
        WorkersMin = 1,
        Policy = policy.Policy,
        Supervision = options.Supervision ?? Patient,
        Chaos = NoChaos,
        Record = new RecordOptions { Folder = "", Html = false },
    };

    private void Raise(JobEnded? ended, RunCollector collector)
    {
        if (ended?.Error is { } error)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        }

        if (ended is null)
        {
            throw new InvalidInputException(
                "CDL-0613", "policy", policy.Text, "one whose steps can end",
                $"Step {collector.StepSeconds.Count} waits for workers that never answer; "
                + "take another code or seed.");
        }
    }

    private PolicyResult Result(RunCollector collector, SimulatedCluster cluster) => new()
    {
        Name = policy.Text,
        Stragglers = policy.IsCounted || policy.Policy.Kind != PolicyKind.Backup
            ? policy.Stragglers
            : policy.Policy.Backups,
        IsSynchronousExact = policy.IsSynchronousExact,
        RanOnActors = true,
        StepSeconds = collector.StepSeconds,
        Work = cluster.Work,
        WastedWork = cluster.Work > 0
            ? Math.Max(0, (cluster.Work - collector.Useful) / cluster.Work)
            : 0,
        Bytes = (double)collector.Used * options.VectorBytes,
        Losses = collector.Losses,
        Fates = collector.Fates,
        Arrivals = collector.Arrivals,
    };

    /// <summary>Hears the end of the job.</summary>
    private sealed class Listener : ReceiveActor
    {
        public Listener(Action<JobEnded> hear) => Receive(hear);
    }
}
