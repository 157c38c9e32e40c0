using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Coordinator.Tests.Record;

public sealed class BinnedRunSpec
{
    [Theory]
    [InlineData(1)]
    [InlineData(480)]
    [InlineData(481)]
    [InlineData(3_333)]
    public void Bins_must_hold_every_step_once_however_many_there_are(int steps)
    {
        var run = new FakeRun(21, steps: steps);
        var binned = new BinnedRun();
        foreach (var line in run.Lines.OfType<StepLine>())
        {
            binned.Add(line.Step, line.AtSeconds);
        }

        Check(run, binned.Bins, BinnedRun.BinsMax);
        Check(run, binned.AtMost(7), 7);
    }

    [Fact]
    public void Heights_of_a_strip_must_hide_no_rare_kind_and_never_overflow()
    {
        Assert.Equal([12, 0, 0, 0], StripLayer.Heights([1, 0, 0, 0]));
        Assert.Equal([6, 0, 6, 0], StripLayer.Heights([0.5, 0, 0.5, 0]));
        Assert.Equal([11, 0, 0, 1], StripLayer.Heights([0.999, 0, 0, 0.001]));
        Assert.Equal([0, 0, 0, 0], StripLayer.Heights([0, 0, 0, 0]));
        Assert.Equal([6, 0, 0, 0], StripLayer.Heights([0.5, 0, 0, 0]));
        var random = new Random(4);
        for (var i = 0; i < 2000; i++)
        {
            var shares = Enumerable.Range(0, 4)
                .Select(_ => Math.Max(random.NextDouble() - 0.4, 0)).ToArray();
            var scale = random.NextDouble() / Math.Max(shares.Sum(), 1e-9);
            shares = [.. shares.Select(share => share * scale)];
            var heights = StripLayer.Heights(shares);
            Assert.InRange(heights.Sum(), 0, 12);
            Assert.All(shares.Zip(heights), pair => Assert.Equal(pair.First > 0, pair.Second > 0));
        }
    }

    private static void Check(FakeRun run, IReadOnlyList<Bin> bins, int countMax)
    {
        var steps = run.Steps.ToArray();
        Assert.InRange(bins.Count, 1, countMax);
        Assert.Equal(steps.Length, bins.Sum(bin => bin.Steps));
        Assert.Equal(0, bins[0].FirstStep);
        Assert.Equal(steps.Length - 1, bins[^1].LastStep);
        Assert.All(bins.Zip(bins.Skip(1)), pair =>
            Assert.Equal(pair.First.LastStep + 1, pair.Second.FirstStep));
        Assert.Equal(
            steps.Sum(step => step.Loss), bins.Sum(bin => bin.MeanLoss * bin.Steps), 6);
        Assert.Equal(
            steps.Sum(step => step.Seconds), bins.Sum(bin => bin.MeanSeconds * bin.Steps), 6);
        Assert.Equal(steps.Min(step => step.Loss), bins.Min(bin => bin.LossMin));
        Assert.Equal(
            steps.Count(step => step.Cancelled.Contains(5)),
            bins.Sum(bin => bin.States(5)[(int)AnswerState.Cancelled]));
    }
}
