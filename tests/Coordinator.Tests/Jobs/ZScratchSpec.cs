using System.Diagnostics;
using AkkaCoded.Coordinator.Jobs;
using Xunit.Abstractions;

namespace AkkaCoded.Coordinator.Tests.Jobs;

public sealed class ZScratchSpec(ITestOutputHelper output)
{
    [Theory]
    [InlineData(64, 8)]
    [InlineData(330, 4)]
    [InlineData(1000, 4)]
    public async Task Times(int hidden, int workers)
    {
        var config = RunJobs.Parse($$"""
            coded { model.mlp.hidden = [{{hidden}}], data.glyphs { size = {{(hidden > 900 ? 32 : 12)}}, train = 960, test = 40 }
            training { samples-per-step = 32, steps = 300 }
            code { workers = {{workers}}, stragglers = 1 } }
            """);
        for (var i = 0; i < 2; i++)
        {
            var watch = Stopwatch.StartNew();
            var observed = new Observed();
            await using var run = TrainingRun.Start(config, observed);
            var started = watch.ElapsedMilliseconds;
            var result = await run.Completion;
            var done = watch.ElapsedMilliseconds;
            await run.DisposeAsync();
            var end = watch.ElapsedMilliseconds;
            var seconds = observed.Steps.Select(s => s.Seconds).Order().ToList();
            var last = observed.Steps.OrderBy(s => s.Seconds).ElementAt(150).Split;
            output.WriteLine($"start {started} ms, done {done}, disposed {end}, d = {result.Weights.Length}, median step {seconds[150] * 1e3:0.00} ms, p90 {seconds[270] * 1e3:0.00}, first {observed.Steps[0].Seconds * 1e3:0.0}; {last}");
        }
    }
}
