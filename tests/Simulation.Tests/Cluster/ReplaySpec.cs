using AkkaCoded.Codes.Baselines;
using AkkaCoded.Codes.Latency;
using AkkaCoded.Messages.Job;
using AkkaCoded.Simulation.Cluster;

namespace AkkaCoded.Simulation.Tests.Cluster;

public sealed class ReplaySpec
{
    private static readonly SupervisionOptions Supervision = new()
    {
        DeadlineFactor = 4,
        DeadlineMin = TimeSpan.FromSeconds(0.5),
        DeadlineFirst = TimeSpan.FromSeconds(5),
        FailuresMax = 3,
        FailureWindow = TimeSpan.FromMinutes(1),
        RestartPauseMin = TimeSpan.FromSeconds(0.2),
        RestartPauseMax = TimeSpan.FromSeconds(30),
        RestartsMax = 5,
        RestartWindow = TimeSpan.FromMinutes(5),
        SlowFactor = 3,
        SlowSteps = 20,
        SlowStepsRestart = 0,
        CoolDown = TimeSpan.FromMinutes(5),
    };

    private static SimulationOptions Options(bool isSilent = false) => new()
    {
        Workers = 12,
        Steps = 300,
        Seed = 99,
        Delays = DelaySource.FromLaw(
            LatencyLaw.Parse("shifted-exponential(rate=4, load=additive)")),
        ColdStarts = new ColdStarts(0.3, 4),
        SlowWorkers = new SlowWorkers(0.1, 3),
        Failures = new FailureOptions
        {
            MeanSecondsToFailure = 60,
            MeanSecondsToRepair = 5,
            IsSilent = isSilent,
        },
        Supervision = Supervision,
        VectorBytes = 16,
        TransferSecondsPerByte = 1e-3,
        Gradients = SimulatedGradients.Synthetic,
        KeepsTimelines = true,
    };

    [Theory]
    [InlineData("wait-all", false)]
    [InlineData("exact:fractional-repetition:s=3", false)]
    [InlineData("exact:fractional-repetition:s=3", true)]
    [InlineData("exact:cyclic-mds:s=3", true)]
    [InlineData("backup:b=3", true)]
    [InlineData("ssp:s=2", false)]
    [InlineData("local-sgd:h=5", false)]
    public void Same_seed_must_give_the_same_run_to_the_last_digit(string policy, bool isSilent)
    {
        var first = PolicyComparison.Run(Options(isSilent), SimulatedPolicy.Parse(policy));
        var second = PolicyComparison.Run(Options(isSilent), SimulatedPolicy.Parse(policy));
        var other = PolicyComparison.Run(
            Options(isSilent) with { Seed = 100 }, SimulatedPolicy.Parse(policy));

        Assert.Equal(Bits(first), Bits(second));
        Assert.Equal(first.Work, second.Work);
        Assert.Equal(first.WastedWork, second.WastedWork);
        Assert.Equal(first.Fates!.SelectMany(f => f), second.Fates!.SelectMany(f => f));
        Assert.NotEqual(Bits(first), Bits(other));
    }

    /// <summary>An actor system starts on other threads; a run that begins before they are at rest
    /// differs from time to time.</summary>
    [Fact]
    public void Run_must_not_depend_on_how_the_actor_system_starts()
    {
        var options = Options() with { Steps = 3, Failures = null, Supervision = null };
        var policy = SimulatedPolicy.Parse("exact:fractional-repetition:s=1");
        var first = Bits(PolicyComparison.Run(options, policy));

        for (var run = 0; run < 100; run++)
        {
            Assert.Equal(first, Bits(PolicyComparison.Run(options, policy)));
        }
    }

    [Fact]
    public void Lost_workers_must_be_seen_and_cost_an_uncoded_step_more_than_a_coded_one()
    {
        var policies = SimulatedPolicy.ParseList("wait-all,exact:fractional-repetition:s=3");

        var result = PolicyComparison.Run(Options(), policies);

        Assert.Contains(result.Policies[1].Fates!.SelectMany(f => f), f => f is SimulatedFate.Lost);
        Assert.True(
            result.Policies[1].StepSeconds.Sum() < 0.5 * result.Policies[0].StepSeconds.Sum());
    }

    [Fact]
    public void Late_workers_that_carry_over_must_be_as_late_as_in_the_pure_race()
    {
        var law = LatencyLaw.Parse("shifted-exponential(shift=0.2, rate=3, load=additive)");
        var options = new SimulationOptions
        {
            Workers = 24,
            Steps = 100,
            Seed = 5,
            Delays = DelaySource.FromLaw(law),
            Late = LateWorkers.CarryOver,
        };
        var race = new CodeRaceScheme(
            Codes.CodeFamilies.Build("fractional-repetition", new(24, 3) { Seed = 5 }),
            LateWorkers.CarryOver);
        var times = DrawnTimes.FromLaw(law, 24, 5);

        var result = PolicyComparison.Run(
            options, SimulatedPolicy.Parse("exact:fractional-repetition:s=3"));

        var (seconds, work) = (0.0, 0.0);
        for (var step = 0; step < 100; step++)
        {
            var expected = race.Step(step, times.MoveTo(step));
            Assert.Equal(expected.Seconds, result.StepSeconds[step], 2e-5);
            (seconds, work) = (seconds + expected.Seconds, work + expected.Work);
        }

        Assert.Equal(seconds, result.StepSeconds.Sum(), 1e-3);
        Assert.InRange(result.Work, 0.9 * work, 1.1 * work);
    }

    [Fact]
    public void Work_of_stopped_workers_must_count_as_far_as_they_had_got()
    {
        var law = LatencyLaw.Parse("shifted-exponential(rate=3, load=additive)");
        var options = new SimulationOptions
        {
            Workers = 24,
            Steps = 50,
            Seed = 5,
            Delays = DelaySource.FromLaw(law),
        };
        var race = new CodeRaceScheme(
            Codes.CodeFamilies.Build("fractional-repetition", new(24, 3) { Seed = 5 }));
        var times = DrawnTimes.FromLaw(law, 24, 5);
        var outcomes = Enumerable.Range(0, 50)
            .Select(step => race.Step(step, times.MoveTo(step))).ToList();

        var result = PolicyComparison.Run(
            options, SimulatedPolicy.Parse("exact:fractional-repetition:s=3"));

        var work = outcomes.Sum(outcome => outcome.Work);
        Assert.Equal(work, result.Work, 1e-4);
        Assert.Equal(outcomes.Sum(o => o.Wasted) / work, result.WastedWork, 1e-5);
    }

    private static long[] Bits(PolicyResult result) =>
        [.. result.StepSeconds.Select(BitConverter.DoubleToInt64Bits)];
}
