using AkkaCoded.Codes.Baselines;

namespace AkkaCoded.Codes.Tests.Sequential;

/// <summary>Waiting for all, races of codes and the rules that drop answers, each on times whose
/// outcome is worked out by hand.</summary>
public sealed class PlainSchemeSpec
{
    private const double Dead = double.PositiveInfinity;

    [Fact]
    public void Uncoded_step_must_last_as_long_as_its_slowest_worker()
    {
        var step = new WaitAllScheme(4).Step(0, GivenTimes.Proportional(1, 2, 5, 3));
        Assert.Equal(
            new SchemeStep
            {
                Seconds = 5, Work = 1, Wasted = 0, Vectors = 4, Stragglers = 0, Updates = 1,
                FreshShare = 1,
            },
            step);
    }

    [Fact]
    public void Uncoded_step_must_never_end_when_a_worker_is_dead()
    {
        var step = new WaitAllScheme(3).Step(0, GivenTimes.Proportional(1, Dead, 3));
        Assert.Equal(Dead, step.Seconds);
        Assert.Equal(1, step.Stragglers);
        Assert.Equal(2.0 / 3, step.Work, 1e-12);
    }

    [Fact]
    public void Repetition_race_must_end_when_every_group_has_answered()
    {
        var code = CodeFamilies.Build("fractional-repetition", new(4, 1));
        var (one, other) = (Group(code, 0), Group(code, 1));
        var seconds = new double[4];
        (seconds[one[0]], seconds[one[1]]) = (1, 9);
        (seconds[other[0]], seconds[other[1]]) = (8, 2);
        var step = new CodeRaceScheme(code).Step(0, GivenTimes.Proportional(seconds));

        // Loads are 2/4, so times are 2, 18, 16 and 4 s, and the race ends at 4 s.
        Assert.Equal(4, step.Seconds, 1e-12);
        Assert.Equal(2, step.Stragglers);
        Assert.Equal(2, step.Vectors);
        Assert.Equal(1 + (0.5 * 4 / 18) + (0.5 * 4 / 16), step.Work, 1e-12);
        Assert.Equal(step.Work - 1, step.Wasted, 1e-12);
    }

    [Fact]
    public void Race_of_any_code_must_end_with_the_first_set_that_decodes()
    {
        var random = new SeededRandom(11);
        foreach (var family in new[] { "cyclic-mds", "reed-solomon", "heterogeneous", "uncoded" })
        {
            var code = CodeFamilies.Build(family, new(9, family == "uncoded" ? 0 : 2));
            var scheme = new CodeRaceScheme(code);
            for (var t = 0; t < 20; t++)
            {
                var start = Enumerable.Range(0, 9).Select(_ => random.NextExponential()).ToArray();
                var set = new DecodableSet(code);
                var ended = Enumerable.Range(0, 9).OrderBy(w => start[w]).First(set.Add);
                var step = scheme.Step(t, GivenTimes.Fixed(start));
                Assert.Equal(start[ended], step.Seconds);
                Assert.Equal(9 - set.Count, step.Stragglers);
                Assert.Equal(0, step.Work - set.Members.Sum(w => LoadOf(code, w)), 1e-12);
            }
        }
    }

    [Fact]
    public void Repetition_race_must_agree_with_the_rank_test()
    {
        var random = new SeededRandom(12);
        var code = CodeFamilies.Build("fractional-repetition", new(13, 3));
        var scheme = new CodeRaceScheme(code);
        for (var t = 0; t < 50; t++)
        {
            var start = Enumerable.Range(0, 13).Select(_ => random.NextExponential()).ToArray();
            var set = new DecodableSet(code);
            var ended = Enumerable.Range(0, 13).OrderBy(w => start[w]).First(set.Add);
            Assert.Equal(start[ended], scheme.Step(t, GivenTimes.Fixed(start)).Seconds);
        }
    }

    [Fact]
    public void Race_must_refuse_a_code_that_can_not_decode()
    {
        var code = CodeFamilies.Build("bernoulli", new(8, 1) { Degree = 1 });
        Assert.Equal(
            "CDL-0075", Assert.Throws<InvalidInputException>(() => new CodeRaceScheme(code)).Code);
    }

    [Theory]
    [InlineData(new[] { 1.0, 1.5, 1.8, 1.2 }, WaitOut.UntilEnough, 1.8)]
    [InlineData(new[] { 1.0, 1.5, 9, 1.2 }, WaitOut.UntilEnough, 2)]
    [InlineData(new[] { 1.0, 3, 9, 1.2 }, WaitOut.UntilEnough, 3)]
    [InlineData(new[] { 1.0, 3, 9, 1.2 }, WaitOut.ForAll, 9)]
    [InlineData(new[] { 1.0, 3, Dead, 1.2 }, WaitOut.ForAll, 3)]
    public void Cutoff_must_follow_the_fastest_and_wait_when_too_few_came(
        double[] seconds, WaitOut waitOut, double expected)
    {
        var code = CodeFamilies.Build("cyclic-mds", new(4, 1));
        var step = new CutoffCodeScheme(code, 1, waitOut).Step(0, GivenTimes.Fixed(seconds));
        Assert.Equal(expected, step.Seconds);
        Assert.Equal(seconds.Count(value => value <= expected), step.Vectors);
    }

    [Fact]
    public void Backup_workers_must_share_the_step_among_those_that_count()
    {
        var step = new BackupWorkersScheme(4, 1)
            .Step(0, GivenTimes.Proportional(3, 6, 9, 60));
        Assert.Equal(12, step.Seconds, 1e-12);
        Assert.Equal(1, step.FreshShare, 1e-12);
        Assert.Equal(1 + (12.0 / 80 / 3), step.Work, 1e-12);
        Assert.False(new BackupWorkersScheme(4, 1).IsSynchronousExact);
    }

    [Fact]
    public void K_sync_must_end_with_the_k_th_answer()
    {
        var step = new KSyncScheme(4, 2).Step(0, GivenTimes.Fixed(4, 1, 3, 2));
        Assert.Equal(2, step.Seconds);
        Assert.Equal(0.5, step.FreshShare);
        Assert.Equal(0, step.Wasted);
        Assert.Equal(2, step.Stragglers);
    }

    [Fact]
    public void Late_worker_must_begin_the_next_step_late_when_it_carries_over()
    {
        var scheme = new KSyncScheme(3, 2, LateWorkers.CarryOver);
        Assert.Equal(2, scheme.Step(0, GivenTimes.Proportional(1, 2, 7)).Seconds);

        // Worker 2 is busy for 5 s more: with 1 s of its own it answers at 6 s.
        Assert.Equal(6, scheme.Step(1, GivenTimes.Proportional(9, 1, 1)).Seconds);
        var cancelled = new KSyncScheme(3, 2);
        cancelled.Step(0, GivenTimes.Proportional(1, 2, 7));
        Assert.Equal(1, cancelled.Step(1, GivenTimes.Proportional(9, 1, 1)).Seconds);
    }

    [Fact]
    public void Worker_that_comes_back_must_not_stay_dead()
    {
        var scheme = new KSyncScheme(2, 1, LateWorkers.CarryOver);
        scheme.Step(0, GivenTimes.Proportional(1, Dead));
        Assert.Equal(2, scheme.Step(1, GivenTimes.Proportional(9, 2)).Seconds);
    }

    [Theory]
    [InlineData("CDL-0067")]
    [InlineData("CDL-0068")]
    [InlineData("CDL-0064")]
    public void Parameters_must_be_refused_when_out_of_range(string code)
    {
        Func<object> build = code switch
        {
            "CDL-0067" => () => new BackupWorkersScheme(4, 4),
            "CDL-0068" => () => new KSyncScheme(4, 0),
            _ => () => new CutoffCodeScheme(CodeFamilies.Build("uncoded", new(4, 0)), double.NaN),
        };
        Assert.Equal(code, Assert.Throws<InvalidInputException>(build).Code);
    }

    private static double LoadOf(GradientCode code, int worker) =>
        (double)code.Row(worker).Chunks.Length / code.Chunks;

    private static int[] Group(GradientCode code, int group) =>
        [.. Enumerable.Range(0, code.Workers).Where(w => code.Groups!.GroupOf(w) == group)];
}
