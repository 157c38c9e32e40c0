using Akka.Actor;
using AkkaCoded.Codes;
using AkkaCoded.Codes.Latency;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Simulation.Cluster;
using AkkaCoded.Simulation.Time;

namespace AkkaCoded.Simulation.Tests.Cluster;

/// <summary>
/// <c>code.family = auto</c> on the real actors of a job, in virtual time: what is planned follows
/// from the seed alone.
/// </summary>
public sealed class AutoJobSpec
{
    private const int Workers = 12;
    private const string Rare =
        "bimodal(fast=0.1, slow=2, slow-share=0.15, load=additive, slope=0.05)";

    [Fact]
    public void Redundancy_must_be_planned_when_rare_delays_make_it_pay()
    {
        var options = Options(120, Rare);

        var played = Play(options);

        Assert.True(Redundancy(played.Steps[^1]) > 1, played.LastReason);
        Assert.Contains("fractional-repetition", played.LastReason);
        var wait = PolicyComparison.Run(options, SimulatedPolicy.Parse("wait-all"));
        Assert.True(
            played.Seconds < 0.5 * wait.StepSeconds.Sum(),
            $"{played.Seconds} s against {wait.StepSeconds.Sum()} s of waiting for all");
    }

    [Fact]
    public void Nothing_must_be_computed_twice_when_nobody_is_slow()
    {
        var played = Play(Options(
            60, "shifted-exponential(shift=1, rate=200, load=multiplicative)"));

        Assert.Contains("uncoded, 12 workers", played.LastReason);
        Assert.Equal(Workers, played.Steps[^1].Used.Count);
    }

    /// <summary>It either has no row, or one that nobody waits for, to see how it does.</summary>
    [Fact]
    public void Worker_that_stays_slow_must_get_no_row_that_is_waited_for()
    {
        var options = Options(
            60, "shifted-exponential(shift=0.1, rate=100, load=additive, slope=8)")
            with { Workers = 8, SlowWorkers = new SlowWorkers(0.1, 40) };
        var delays = new StepDelays(options);
        var slow = Assert.Single(
            Enumerable.Range(0, options.Workers),
            worker => delays.Seconds(0, worker, 1.0 / options.Workers) > 10);

        var played = Play(options);

        Assert.All(
            played.Steps.Skip(20),
            step => Assert.True(step.Seconds < 3, $"{step.Step}: {step.Seconds} s"));
        Assert.Contains(
            played.Reasons, reason => reason.Contains($"uncoded, 7 workers, without {slow}:"));
        var without = played.Steps.Where(step => !Asked(step).Contains(slow)).ToList();
        Assert.True(without.Count >= 10, $"{without.Count} steps");
        Assert.Contains(without, step => step.Used.Count == 7);
    }

    /// <summary>Ticks of the clock round times, which in the end tips a decision.</summary>
    [Fact]
    public void Job_must_plan_as_the_chooser_does_on_the_same_delays()
    {
        var options = Options(40, "pareto(scale=0.1, shape=1.3, load=additive, slope=0.5)");

        var played = Play(options);

        var model = PolicyComparison.Run(options, SimulatedPolicy.Parse("auto"));
        Assert.True(played.Reasons.Count > 3);
        Assert.Equal(model.Decisions, played.Reasons);
        Assert.All(model.StepSeconds.Index(), step => Assert.Equal(
            step.Item, played.Steps[step.Index].Seconds, 1e-6));
    }

    private static SimulationOptions Options(int steps, string law) => new()
    {
        Workers = Workers,
        Steps = steps,
        Seed = 7,
        Delays = DelaySource.FromLaw(LatencyLaw.Parse(law)),
    };

    private static IEnumerable<int> Asked(StepRecord step) =>
        step.Used.Concat(step.Late).Concat(step.Cancelled).Concat(step.Lost);

    /// <summary>Answers that were asked for, over those that were needed.</summary>
    private static double Redundancy(StepRecord step) =>
        (double)Asked(step).Count() / step.Used.Count;

    private static Played Play(SimulationOptions options)
    {
        var code = CodeOptions.Read(new ConfigLayers()
            .CommandLine(
            [
                "code.family=auto",
                $"code.workers={options.Workers}",
                $"code.seed={options.Seed}",
            ])
            .Build());
        var patient = JobOptions.Read(new ConfigLayers().Build());
        var chaos = patient.Chaos;
        var played = new Played();
        using var world = VirtualWorld.Start("auto");
        var cluster = new SimulatedCluster(
            world, options, new StepDelays(options), null, new InMemoryExchange());
        JobEnded? ended = null;
        Action<JobEnded> hear = end => ended = end;
        var listener = world.System.ActorOf(Props.Create(() => new Listener(hear)), "listener");
        var jobs = world.System.ActorOf(JobManager.Of(), "jobs");
        jobs.Tell(
            new StartJob(new JobSpec
            {
                Options = patient,
                Code = code,
                SamplesPerStep = 4096,
                Configuration = "",
                OpenModel = () => new SimulatedModel(options.Steps, null, code.Build()),
                Exchange = new InMemoryExchange(),
                Observers = [played],
                Faults = new FaultLedger(chaos, options.Workers),
                Links = cluster,
                LookAroundEvery = TimeSpan.FromDays(365),
            }),
            listener);
        cluster.Start(jobs);
        world.Run(() => ended is not null, TimeSpan.FromDays(365));
        Assert.Null(ended?.Error);
        Assert.Equal(options.Steps, played.Steps.Count);
        return played;
    }

    private sealed class Played : IJobObserver
    {
        public List<StepRecord> Steps { get; } = [];

        public List<string> Reasons { get; } = [];

        public string LastReason => Reasons[^1];

        public double Seconds => Steps.Sum(step => step.Seconds);

        public void OnStep(StepRecord step) => Steps.Add(step);

        public void OnEvent(JobEvent happened)
        {
            if (happened.Kind == "replanned")
            {
                Reasons.Add($"step {happened.Step}: {happened.Text}");
            }
        }
    }

    /// <summary>Hears the end of the job.</summary>
    private sealed class Listener : ReceiveActor
    {
        public Listener(Action<JobEnded> hear) => Receive(hear);
    }
}
