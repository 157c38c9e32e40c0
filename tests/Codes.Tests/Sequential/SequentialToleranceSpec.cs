using AkkaCoded.Codes.Sequential;

namespace AkkaCoded.Codes.Tests.Sequential;

/// <summary>
/// What the schemes claim: over random patterns of the stragglers they are made for no round waits,
/// every job is finished within its delay, and its terms give the true sum. Seeds are fixed and
/// printed on failure.
/// </summary>
public sealed class SequentialToleranceSpec
{
    private const int Jobs = 25;

    private static readonly (int N, int B, int W, int Lambda)[] Repeats =
    [
        (8, 1, 2, 4), (8, 2, 3, 4), (9, 2, 5, 5), (12, 2, 3, 9), (12, 3, 4, 12), (7, 1, 4, 7),
        (16, 2, 7, 8), (10, 3, 7, 6), (6, 1, 2, 0), (15, 4, 5, 8),
    ];

    private static readonly (int N, int B, int W, int Lambda)[] Multiplexed =
    [
        (8, 1, 2, 3), (8, 1, 2, 8), (9, 2, 3, 2), (12, 2, 4, 5), (12, 3, 4, 11), (7, 2, 6, 3),
        (10, 2, 3, 10), (6, 1, 2, 0), (16, 3, 5, 7), (11, 4, 5, 4),
    ];

    [Fact]
    public void Selective_repeat_must_tolerate_bursty_stragglers() => ForAll(Repeats, 15,
        (n, b, w, lambda) => new SelectiveRepeat(new(n, b, w, lambda)),
        (models, p) => models.IsBursty(p.Burst, p.Window, p.Stragglers));

    [Fact]
    public void Selective_repeat_must_tolerate_few_stragglers_per_round()
    {
        foreach (var (n, b, w, lambda) in Repeats)
        {
            var scheme = new SelectiveRepeat(new(n, b, w, lambda));
            for (var seed = 1UL; seed <= 10; seed++)
            {
                Run(scheme, seed, models => models.IsThin(scheme.Tolerance));
            }
        }
    }

    [Fact]
    public void Multiplexed_code_must_tolerate_bursty_stragglers() => ForAll(Multiplexed, 15,
        (n, b, w, lambda) => new MultiplexedCode(new(n, b, w, lambda)),
        (models, p) => models.IsBursty(p.Burst, p.Window, p.Stragglers));

    [Fact]
    public void Multiplexed_code_must_tolerate_stragglers_in_few_rounds() => ForAll(Multiplexed, 10,
        (n, b, w, lambda) => new MultiplexedCode(new(n, b, w, lambda)),
        (models, p) => models.IsSparse(p.Burst, p.Window - 1 + p.Burst, p.Stragglers));

    [Fact]
    public void Codes_that_amplify_must_be_decoded_as_well() => ForAll(Multiplexed, 6,
        (n, b, w, lambda) => new MultiplexedCode(
            new(n, b, w, lambda) { Family = "reed-solomon", MaxAmplification = 1e6 }),
        (models, p) => models.IsBursty(p.Burst, p.Window, p.Stragglers));

    /// <summary>Whatever the stragglers, and with a limit that many large enough sets fail: rounds
    /// wait, but every job is exact and within its delay.</summary>
    [Theory]
    [InlineData(DecodeRule.Rank, 1000)]
    [InlineData(DecodeRule.Rank, 1.5)]
    [InlineData(DecodeRule.Count, 1000)]
    public void Any_stragglers_must_only_cost_waiting(DecodeRule rule, double limit)
    {
        var waits = 0;
        foreach (var (n, b, w, lambda) in Multiplexed)
        {
            var parameters = new SequentialParameters(n, b, w, lambda)
            {
                Rule = rule, Family = "reed-solomon", MaxAmplification = limit,
            };
            waits += Run(new MultiplexedCode(parameters), 5, _ => true);
        }

        foreach (var (n, b, w, lambda) in Repeats)
        {
            var parameters = new SequentialParameters(n, b, w, lambda)
            {
                Rule = rule, Family = "reed-solomon", MaxAmplification = limit,
            };
            waits += Run(new SelectiveRepeat(parameters), 6, _ => true);
        }

        Assert.True(waits > 100, $"patterns were meant to be hard, only {waits} rounds waited");
    }

    /// <summary>The parameters of the paper's experiment, decoded by rank.</summary>
    [Fact]
    [Trait("Suite", "Slow")]
    public void Published_parameters_must_tolerate_what_they_claim()
    {
        ForAll([(256, 1, 2, 27)], 3,
            (n, b, w, lambda) => new MultiplexedCode(new(n, b, w, lambda)),
            (models, p) => models.IsBursty(p.Burst, p.Window, p.Stragglers));
        ForAll([(256, 2, 3, 23)], 3,
            (n, b, w, lambda) => new SelectiveRepeat(new(n, b, w, lambda)),
            (models, p) => models.IsBursty(p.Burst, p.Window, p.Stragglers));
    }

    private static void ForAll(
        (int N, int B, int W, int Lambda)[] cases,
        int seeds,
        Func<int, int, int, int, SequentialScheme> build,
        Func<StragglerModels, SequentialParameters, bool> isAllowed)
    {
        foreach (var (n, b, w, lambda) in cases)
        {
            var scheme = build(n, b, w, lambda);
            for (var seed = 1UL; seed <= (ulong)seeds; seed++)
            {
                var waits = Run(scheme, seed, models => isAllowed(models, scheme.Parameters));
                Assert.True(waits == 0, $"{scheme.Name}, n={n}, seed {seed}: {waits} waits");
            }
        }
    }

    /// <summary>Adds stragglers in random order while the model allows them; every third seed as
    /// many as it can. Returns how many rounds had to wait.</summary>
    private static int Run(
        SequentialScheme scheme, ulong seed, Func<StragglerModels, bool> isAllowed)
    {
        var random = new SeededRandom(seed);
        var eagerness = seed % 3 == 0 ? 1 : random.NextDouble();
        var models = new StragglerModels(scheme.Workers);
        var toys = new ToyGradients(scheme, seed);
        var run = scheme.Start(Jobs);
        var finished = new HashSet<int>();
        var waits = 0;
        while (!run.IsFinished)
        {
            CheckTasks(scheme, run.Open());
            var round = models.Open();
            foreach (var worker in random.Permutation(scheme.Workers))
            {
                round[worker] = random.NextDouble() < eagerness;
                round[worker] = round[worker] && isAllowed(models);
            }

            var report = run.Report(Answered(round));
            waits += report.MustWait ? 1 : 0;
            report = Wait(run, report, round, random);
            foreach (var job in report.Finished)
            {
                var where = $"{scheme.Name}, n={scheme.Workers}, seed {seed}";
                Assert.True(finished.Add(job.Job), $"{where}: job {job.Job} twice");
                Assert.True(job.Round <= job.Job + scheme.Delay, $"{where}: job {job.Job} late");
                if (scheme.Parameters.Rule == DecodeRule.Rank)
                {
                    toys.Check(job, where);
                }
            }
        }

        Assert.Equal(Jobs, finished.Count);
        Assert.InRange(run.Round, Jobs, Jobs + scheme.Delay);
        return waits;
    }

    private static RoundReport Wait(
        SequentialRun run, RoundReport report, bool[] round, SeededRandom random)
    {
        foreach (var worker in random.Permutation(round.Length))
        {
            if (report.MustWait && round[worker])
            {
                round[worker] = false;
                report = run.Report(Answered(round));
            }
        }

        Assert.False(report.MustWait, "everybody has answered");
        return report;
    }

    private static void CheckTasks(SequentialScheme scheme, RoundTasks tasks)
    {
        for (var worker = 0; worker < scheme.Workers; worker++)
        {
            var mine = tasks.Of(worker).ToArray();
            Assert.Equal(mine.Length, mine.Distinct().Count());
            Assert.Equal(mine.Sum(task => scheme.PartLoad(task.Part)), tasks.Loads[worker], 1e-12);
            if (scheme.Parameters.MaxAmplification >= 1000)
            {
                Assert.True(tasks.Loads[worker] <= scheme.Load + 1e-12, "load as published");
            }
        }
    }

    private static bool[] Answered(bool[] straggles) => [.. straggles.Select(late => !late)];
}
