using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Race;
using AkkaCoded.Messages.Job;

namespace AkkaCoded.Coordinator.Tests.Race;

/// <summary>Random schedules of arrivals, deaths, returns, lost uploads and stale messages.
/// </summary>
public sealed class StepRacePropertySpec
{
    private const int Seeds = 150;

    [Theory]
    [InlineData(PolicyKind.Exact, "fractional-repetition", 6, 2)]
    [InlineData(PolicyKind.Exact, "fractional-repetition", 8, 1)]
    [InlineData(PolicyKind.Exact, "uncoded", 4, 0)]
    [InlineData(PolicyKind.Exact, "cyclic-mds", 7, 3)]
    [InlineData(PolicyKind.Exact, "cyclic-repetition", 6, 2)]
    [InlineData(PolicyKind.Exact, "reed-solomon", 6, 2)]
    [InlineData(PolicyKind.WaitAll, "fractional-repetition", 4, 1)]
    [InlineData(PolicyKind.Backup, "uncoded", 5, 0)]
    [InlineData(PolicyKind.Approximate, "bernoulli", 8, 2)]
    [InlineData(PolicyKind.Approximate, "regular-graph", 8, 1)]
    public void Race_must_decode_the_true_sum_once_and_never_hang(
        PolicyKind kind, string family, int workers, int stragglers)
    {
        for (ulong seed = 0; seed < Seeds; seed++)
        {
            var random = new SeededRandom(seed);
            var world = new ToyWorld(RaceRules.Of(kind, family, workers, stragglers, seed: seed));
            for (var step = 0; step < 4; step++)
            {
                Run(world, step, random, $"{family}, {kind}, seed {seed}, step {step}");
            }
        }
    }

    private static void Run(ToyWorld world, int step, SeededRandom random, string where)
    {
        world.Open(step);
        var faults = 30;
        while (!world.IsDone)
        {
            // Without faults every wait ends: workers return, answer and upload.
            var isCalm = faults-- <= 0;
            Assert.True(faults > -3000, $"the race hangs: {where}");
            Happen(world, random, isCalm);
            Check(world, where);
        }

        var isEstimate = world.Decision!.Error > 1e-6;
        Assert.True(
            isEstimate || Math.Abs(world.DecodedSum(step) / world.TrueSum(step) - 1) < 1e-6, where);
        Assert.True(!isEstimate || world.Decision.Error <= 1, where);
        CheckOutcome(world, where);
    }

    private static void Happen(ToyWorld world, SeededRandom random, bool isCalm)
    {
        var partition = random.NextInt(world.Code.Workers);
        switch (random.NextInt(isCalm ? 5 : 9))
        {
            case 0 or 1 when world.Computing.ContainsKey(partition):
                world.Answer(partition, isInline: random.NextInt(2) == 0);
                break;
            case 2 when world.Fetching.ContainsKey(partition):
                world.Deliver(partition);
                break;
            case 3 when !world.IsLive[partition]:
                world.Return(partition);
                break;
            case 4:
                world.Deadline();
                break;
            case 5 when world.IsLive[partition]:
                world.Kill(partition);
                break;
            case 6 when world.Fetching.ContainsKey(partition):
                world.LoseUpload(partition);
                break;
            case 7 when world.Stopped.ContainsKey(partition):
                world.Answer(partition, isInline: random.NextInt(2) == 0);
                break;
            case 8 when world.Logged<RaceAction.Ask>().LastOrDefault() is { } ask
                && !world.Computing.ContainsValue(ask.Key)
                && !world.Stopped.ContainsValue(ask.Key):
                world.Race.Arrived(ask.Key, 42, true, TimeSpan.Zero);
                break;
            default:
                break;
        }
    }

    /// <summary>What holds at any time.</summary>
    private static void Check(ToyWorld world, string where)
    {
        foreach (var asks in world.Logged<RaceAction.Ask>().GroupBy(ask => ask.Key.Partition))
        {
            var attempts = asks.Select(ask => ask.Key.Attempt).ToList();
            Assert.True(
                attempts.SequenceEqual(Enumerable.Range(0, attempts.Count)),
                $"attempts do not grow one by one: {where}");
        }

        var waits = world.Logged<RaceAction.Wait>().Count();
        var goings = world.Logged<RaceAction.GoOn>().Count();
        Assert.True(waits - goings == (world.Race.IsWaiting ? 1 : 0), where);
        Assert.True(
            world.Race.Decision is null || world.Computing.Count == 0,
            $"someone computes for a decided step: {where}");
    }

    private static void CheckOutcome(ToyWorld world, string where)
    {
        var winners = world.Decision!.Winners.Select(winner => winner.Key.Partition).ToList();
        var outcome = world.Race.Close();
        Assert.True(outcome.Used.SequenceEqual(winners.Order()), where);
        var all = outcome.Used.Concat(outcome.Late).Concat(outcome.Cancelled).Concat(outcome.Lost);
        Assert.True(
            all.Order().SequenceEqual(Enumerable.Range(0, world.Code.Workers)),
            $"each worker stands in one list: {where}");
        Assert.Throws<InvalidOperationException>(() => world.Race.Close());
    }
}
