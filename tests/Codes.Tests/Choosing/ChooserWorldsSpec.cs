using AkkaCoded.Codes.Choosing;

namespace AkkaCoded.Codes.Tests.Choosing;

/// <summary>
/// The chooser on made-up delays of every kind. The bounds are those of measured traces where
/// nothing rare decides; where single delays of many steps' length do, luck enters, and the mean
/// over seeds has to hold.
/// </summary>
[Trait("Suite", "Slow")]
public sealed class ChooserWorldsSpec
{
    [Theory]
    [InlineData("cold 0.004 n=256 T=16")]
    [InlineData("cold 0.05 n=256 T=40")]
    [InlineData("cold 0.2 n=256 T=40")]
    [InlineData("lambda n=256 T=40")]
    [InlineData("few slow n=32")]
    [InlineData("few slow n=256")]
    [InlineData("drift n=8")]
    [InlineData("drift n=32")]
    [InlineData("drift n=256")]
    [InlineData("identical n=2")]
    [InlineData("identical n=3")]
    [InlineData("identical n=4")]
    [InlineData("identical n=8")]
    [InlineData("identical n=256")]
    [InlineData("light noise n=4")]
    [InlineData("light noise n=8")]
    [InlineData("light noise n=32")]
    [InlineData("two speeds 2 n=8")]
    [InlineData("two speeds 4 n=8")]
    [InlineData("two speeds 4 n=256")]
    public void Chooser_must_come_near_the_best_fixed_policy_when_delays_are_of_a_kind(string kind)
    {
        var bad = new List<string>();
        foreach (var (slope, seed) in Cases())
        {
            var run = Run(kind, slope, seed);
            if (!run.IsGood)
            {
                bad.Add($"slope {slope}, seed {seed}: {run}");
            }
        }

        Assert.True(bad.Count == 0, string.Join("\n", bad));
    }

    [Theory]
    [InlineData("bimodal n=3", 1.25)]
    [InlineData("bimodal n=8", 1.25)]
    [InlineData("bimodal n=32", 1.15)]
    [InlineData("bimodal n=256", 1.2)]
    [InlineData("pareto 1.5 n=8", 1.35)]
    [InlineData("pareto 1.5 n=32", 1.35)]
    [InlineData("rare n=8 T=400", 1.15)]
    [InlineData("common noise n=32", 1.12)]
    public void Chooser_must_lose_little_on_average_when_single_delays_decide(
        string kind, double factor)
    {
        var runs = Cases().Select(c => Run(kind, c.Slope, c.Seed)).ToList();
        var ratio = runs.Average(run => run.Auto / run.Best.TotalSeconds);
        Assert.True(
            ratio < factor, $"mean of auto over best {ratio:F3}:\n" + string.Join("\n", runs));
    }

    [Theory]
    [InlineData("two speeds 2 n=8")]
    [InlineData("two speeds 4 n=32")]
    [InlineData("few slow n=3")]
    public void Chooser_must_gain_over_waiting_for_all_when_slowness_grows_with_the_load(
        string kind)
    {
        var runs = new ulong[] { 1, 2, 3 }.Select(seed => Run(kind, null, seed)).ToList();
        var ratio = runs.Average(run => run.Auto / run.WaitForAll);
        Assert.True(ratio < 0.98, $"{ratio:F3}:\n" + string.Join("\n", runs));
    }

    private static IEnumerable<(double Slope, ulong Seed)> Cases() =>
        from slope in new[] { 0, 0.1, 0.5 }
        from seed in new ulong[] { 1, 2 }
        select (slope, seed);

    private static ChooserRun Run(string kind, double? slope, ulong seed)
    {
        var make = SyntheticWorlds.Kinds().First(k => k.Name == kind).Make;
        var times = make(SeededRandom.Stream(seed, 77));
        return ChooserRun.Over(new TableWorld(kind, times, slope), kind);
    }
}
