using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.Bench.Coordinator;

/// <summary>
/// What a step costs where nothing is delayed: 10,000 parameters on eight workers, and decode,
/// transfer and optimizer for 1,000,000 parameters on four.
/// </summary>
internal sealed class StepOverheadBenchmark : IBenchmark
{
    private const double SmallTargetMs = 3;
    private const double LargeTargetMs = 15;

    public string Name => "step-overhead";

    public string Summary => "median step without delays, and its parts for a large model";

    public int Run(IReadOnlyList<string> arguments)
    {
        Console.WriteLine(
            $"{"",-44}{"step",8}{"compute",9}{"wait",8}{"transfer",10}{"decode",8}"
            + $"{"optimizer",11}  median ms");
        var small = Report(
            "10,000 parameters, 8 workers, uncoded", Small("uncoded", 0));
        var coded = Report(
            "the same, fractional repetition s = 1", Small("fractional-repetition", 1));
        var (_, uncoded) = Report("1,000,000 parameters, 4 workers, uncoded", Large("uncoded", 0));
        var (_, repeated) = Report(
            "the same, fractional repetition s = 1", Large("fractional-repetition", 1));
        Console.WriteLine(
            $"targets: step under {SmallTargetMs} ms for the first; transfer + decode + optimizer "
            + $"under {LargeTargetMs} ms for the large model: {uncoded:0.00} and {repeated:0.00}");
        return small.Step < SmallTargetMs && coded.Step < SmallTargetMs
            && uncoded < LargeTargetMs && repeated < LargeTargetMs ? 0 : 1;
    }

    /// <summary>256 x 37 + 37 x 10 weights and their biases: 9,879.</summary>
    private static IReadOnlyList<StepRecord> Small(string family, int stragglers) =>
        TrainingProbe.Run(
            "model.mlp.hidden=[37]", "data.glyphs.train=4000", "data.glyphs.test=500",
            "training.samples-per-step=128", "training.steps=1100", "code.workers=8",
            $"code.family={family}", $"code.stragglers={stragglers}");

    /// <summary>256 x 3,745 + 3,745 x 10 weights and their biases: 999,925.</summary>
    private static IReadOnlyList<StepRecord> Large(string family, int stragglers) =>
        TrainingProbe.Run(
            "model.mlp.hidden=[3745]", "data.glyphs.train=4000", "data.glyphs.test=500",
            "training.samples-per-step=64", "training.steps=300", "code.workers=4",
            $"code.family={family}", $"code.stragglers={stragglers}");

    private static (double Step, double Moving) Report(
        string name, IReadOnlyList<StepRecord> steps)
    {
        double Median(Func<StepRecord, double> part) =>
            1e3 * steps.Select(part).Order().ElementAt(steps.Count / 2);
        var step = Median(one => one.Seconds);
        Console.WriteLine(
            $"{name,-44}{step,8:0.000}{Median(one => one.Split.ComputeSeconds),9:0.000}"
            + $"{Median(one => one.Split.WaitSeconds),8:0.000}"
            + $"{Median(one => one.Split.TransferSeconds),10:0.000}"
            + $"{Median(one => one.Split.DecodeSeconds),8:0.000}"
            + $"{Median(one => one.Split.OptimizerSeconds),11:0.000}");
        return (step, Median(one => one.Split.TransferSeconds + one.Split.DecodeSeconds
            + one.Split.OptimizerSeconds));
    }
}
