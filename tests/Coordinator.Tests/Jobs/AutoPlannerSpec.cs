using AkkaCoded.Codes;
using AkkaCoded.Codes.Choosing;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Race;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Jobs;

/// <summary>What is planned from scripted arrivals, without a job or a clock.</summary>
public sealed class AutoPlannerSpec
{
    [Fact]
    public void First_plan_must_be_a_repetition_over_all_workers()
    {
        var planner = Planner(8);
        Assert.Equal(1, planner.Plan.Code.LoadChunks);

        Assert.True(planner.Replan(planner.Live));

        Assert.Equal(Enumerable.Range(0, 8), planner.Workers.Order());
        Assert.Equal(1, planner.Plan.Code.Stragglers);
        Assert.Contains("nothing is known yet", planner.Reason);
        Assert.False(planner.Replan(planner.Live));
    }

    [Fact]
    public void Redundancy_must_be_planned_when_delays_come_and_go()
    {
        var random = new SeededRandom(11);
        var planner = Planner(8);

        Race(planner, 60, (_, load) =>
            1 + (0.2 * load) + (random.NextDouble() < 0.2 ? 20 : 0) + (0.05 * random.NextDouble()));

        Assert.True(planner.Plan.Code.LoadChunks > 1, planner.Reason);
        Assert.True(planner.Plan.Code.Stragglers >= 1, planner.Reason);
    }

    [Fact]
    public void Nothing_must_be_computed_twice_when_nobody_is_slow()
    {
        var random = new SeededRandom(12);
        var planner = Planner(8);

        Race(planner, 40, (_, load) => load * (1 + (0.02 * random.NextDouble())));

        Assert.All(planner.Workers, number => Assert.InRange(number, 0, 7));
        Assert.Equal(0, planner.Plan.Code.Stragglers);
        Assert.Equal(8, planner.Workers.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Worker_that_stays_slow_must_get_no_row_where_that_is_allowed(bool mayExclude)
    {
        var random = new SeededRandom(13);
        var planner = Planner(8, mayExclude);

        Race(planner, 60, (number, load) =>
            (number == 5 ? 40 : 1) * (0.9 + (0.1 * load) + (0.02 * random.NextDouble())));

        Assert.Equal(!mayExclude, planner.Workers.Contains(5));
    }

    [Fact]
    public void Worker_that_is_gone_must_get_no_row()
    {
        var planner = Planner(6);
        Race(planner, 5, (_, load) => 1 + load);

        Assert.True(planner.Replan([0, 1, 3, 5]));

        Assert.Equal([0, 1, 3, 5], planner.Workers.Order());
        Assert.Equal([0, 1, 3, 5], planner.Live.AsEnumerable());
        Assert.Equal(4, planner.Plan.Workers);
    }

    [Theory]
    [InlineData(7, null, 1000)]
    [InlineData(7, null, 8)]
    [InlineData(7, 40, 1000)]
    [InlineData(1500, null, 2000)]
    [InlineData(1500, 2000, 2000)]
    public void Rows_must_fit_into_a_step_and_into_a_message(int workers, int? chunks, int samples)
    {
        var planner = Planner(workers, chunks: chunks, samples: samples);
        planner.Replan(planner.Live);
        Check();

        // Where load costs nothing, everybody would compute everything.
        Race(planner, 3, (number, _) => number % 3 == 0 ? 50 : 1);
        Check();
        planner.Replan([4]);
        Check();

        void Check()
        {
            var code = planner.Plan.Code;
            Assert.InRange(code.Chunks, 1, samples);
            Assert.InRange(code.LoadChunks, 1, WireLimits.RowChunksMax);
            Assert.Equal(code.Workers, planner.Workers.Length);
        }
    }

    [Fact]
    public void Observation_must_name_workers_and_censor_who_was_stopped()
    {
        var planner = Planner(8);
        planner.Replan([0, 2, 3, 4, 6, 7]);
        var number = planner.Workers;
        var outcome = new RaceOutcome([0, 1], [2], [3, 4], [5], [0.5, 0.7, 0.9, null, null, null]);

        var seen = planner.Seen(outcome, 0.8, partition => partition is 1 or 4);

        Assert.Equal(0.8, seen.Seconds);
        var load = (double)planner.Plan.Load(0) / planner.Plan.Code.Chunks;
        Assert.Equal(
            [
                new(number[0], load, 0.5, AnswerFate.Answered),
                new(number[1], load, 1e-7, AnswerFate.Lost),
                new(number[2], load, 0.9, AnswerFate.Answered),
                new(number[3], load, 0.8, AnswerFate.Cancelled),
                new(number[4], load, 0.8, AnswerFate.Lost),
                new(number[5], load, 0, AnswerFate.Lost),
            ],
            seen.Workers);
    }

    [Fact]
    public void Steps_that_show_nothing_must_not_stop_the_planning()
    {
        var planner = Planner(4);
        for (var step = 0; step < 6; step++)
        {
            planner.Replan(planner.Live);
            int[] all = [.. Enumerable.Range(0, planner.Plan.Workers)];
            planner.Learn(new RaceOutcome(all, [], [], [], new double?[all.Length]), 0, _ => true);
        }

        planner.Replan([2]);
        Assert.Equal([2], planner.Workers.AsEnumerable());
    }

    [Fact]
    public void Counting_codes_must_decode_within_the_least_amplification()
    {
        for (var workers = 3; workers <= 16; workers++)
        {
            for (var stragglers = 1; stragglers <= Math.Min(4, workers - 2); stragglers++)
            {
                var plan = Codes.Choosing.CodePlan.AnyOf(
                    workers, [.. Enumerable.Range(0, workers)], stragglers);
                var code = PlannedCode.Of(plan).Code;
                var set = new DecodableSet(code, AutoOptions.MaxAmplificationLeast);
                for (var worker = 0; worker < workers; worker++)
                {
                    set.Add(worker);
                }

                Assert.True(set.IsDecodable, $"{plan}");
            }
        }
    }

    private static AutoPlanner Planner(
        int workers, bool mayExclude = true, int? chunks = null, int samples = 4096)
    {
        var config = RunJobs.Parse($"coded.code {{ family = auto, workers = {workers}, "
            + $"auto.may-exclude = {(mayExclude ? "on" : "off")} }}");
        var options = CodeOptions.Read(config);
        return new AutoPlanner(
            options with { Parameters = options.Parameters with { Chunks = chunks } },
            PolicyOf(config), samples);
    }

    private static PolicyOptions PolicyOf(LayeredConfig config) => JobOptions.Read(config).Policy;

    /// <summary>Steps in which a worker takes the given seconds; its load is 1 where the step is
    /// shared evenly by all.</summary>
    private static void Race(AutoPlanner planner, int steps, Func<int, double, double> seconds)
    {
        for (var step = 0; step < steps; step++)
        {
            planner.Replan(planner.Live);
            var code = planner.Plan.Code;
            var times = new double[code.Workers];
            for (var i = 0; i < times.Length; i++)
            {
                var load = (double)planner.Members * planner.Plan.Load(i) / code.Chunks;
                times[i] = seconds(planner.Workers[i], load);
            }

            var rule = planner.Plan.NewRule();
            var order = Enumerable.Range(0, times.Length).OrderBy(i => times[i]).ToList();
            var used = order.TakeWhile(partition =>
            {
                var goesOn = !rule.IsMet(false);
                rule.Add(partition);
                return goesOn;
            }).ToList();
            planner.Learn(
                new RaceOutcome(
                    used, [], [.. order.Skip(used.Count)], [],
                    [.. times.Select((time, i) => used.Contains(i) ? time : (double?)null)]),
                times[used[^1]], _ => false);
        }
    }
}
