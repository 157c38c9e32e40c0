using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.Coordinator.Report;

/// <summary>The plots of a run's report.</summary>
internal static class RunPlots
{
    /// <summary>Bars of the time split: fewer pieces than curves have, so that they are bars.
    /// </summary>
    private const int SplitBars = 80;

    public static IEnumerable<Plot> All(RunRecordData data)
    {
        yield return RunCurves.Loss(data);
        if (data.Events.Count(happened => happened.Event.Accuracy is not null) > 1)
        {
            yield return RunCurves.Accuracy(data);
        }

        yield return Distribution(data);
        yield return Completed(data);
        yield return RunHeatMaps.States(data);
        if (RunHeatMaps.Arrivals(data) is { } arrivals)
        {
            yield return arrivals;
        }

        yield return Split(data);
    }

    private static Plot Distribution(RunRecordData data)
    {
        var series = Series(data);
        return new Plot
        {
            Id = "distribution",
            Title = "Step times",
            Description = (series.Count > 1
                ? "How long steps took, against waiting for all workers and against the bound, "
                    + "on the very same delays. "
                : "How long steps took. ")
                + "Each row is a histogram; heights show the square root of the share of steps, "
                + "so that rare slow steps stay visible.",
            XAxis = TimeAxis(series),
            YAxis = Axis.Bands("", [.. series.Select(one => one.Name)]),
            Layers =
            [
                new RidgeLayer(
                [
                    .. series.Select(one => new Ridge(
                        one.Style, one.Seconds, $"mean {TimeUnit.Text(one.Seconds.Average())}")),
                ]),
            ],
            Height = 84 * series.Count,
            NarrowHeight = 78 * series.Count,
        };
    }

    private static Plot Completed(RunRecordData data)
    {
        var series = Series(data);
        var shares = Enumerable.Range(0, 201).Select(i => i / 2.0).ToArray();
        var quantiles = series.Select(one => Quantiles(one.Seconds, shares)).ToArray();
        return new Plot
        {
            Id = "completed",
            Title = "Steps done within a time",
            Description = "Share of the steps that were done after so long. "
                + "The further left a curve, the faster; the tail shows at the top.",
            XAxis = TimeAxis(series),
            YAxis = Axis.Linear("share of steps (%)", 0, 100),
            Layers =
            [
                .. series.Select((one, i) => new LineLayer(
                    one.Style, one.Name, quantiles[i], shares, isDashed: one.Style != "run",
                    isStep: true)),
            ],
        };
    }

    private static Plot Split(RunRecordData data)
    {
        var bins = data.Bins.AtMost(SplitBars);
        var bars = bins.Select(bin => new StackedBar(
            bin.FirstStep, bin.LastStep + 1, [.. Parts(bin.MeanSplit)])).ToArray();
        var mean = Parts(data.Summary.MeanSplit).ToArray();
        var names = new[] { "compute", "wait", "transfer", "decode", "optimizer" };
        var all = Math.Max(mean.Sum(), double.Epsilon);
        return new Plot
        {
            Id = "split",
            Title = "Where the time of a step went",
            Description = "Mean step of each piece of the run. Compute: the answer that ended the "
                + "step; wait: the rest until it could be decoded; transfer: until every used "
                + "answer was there; decode: combining them; optimizer: the update.",
            XAxis = StepAxis(data),
            YAxis = Axis.Seconds("mean step time", 0, bars.Max(bar => bar.Parts.Sum())).Rounded(5),
            Layers =
            [
                new StackedBarsLayer(
                    [
                        .. names.Select((name, i) =>
                            ($"{name} {100 * mean[i] / all:0.#}%", name)),
                    ],
                    bars),
            ],
            Hover = new(
                [.. bins.Select(bin => (bin.FirstStep + bin.LastStep + 1) / 2.0)],
                [
                    .. bins.Select(bin => RunCurves.Steps(bin) + "\n" + string.Join(
                        '\n', names.Zip(Parts(bin.MeanSplit), (name, seconds) =>
                            $"{name} {TimeUnit.Text(seconds)}"))),
                ]),
        };
    }

    internal static Axis StepAxis(RunRecordData data) => Axis.Counts(
        "step", data.Bins.Bins[0].FirstStep, data.Bins.Bins[^1].LastStep + 1);

    private static IEnumerable<double> Parts(TimeSplit split) =>
    [
        split.ComputeSeconds, split.WaitSeconds, split.TransferSeconds, split.DecodeSeconds,
        split.OptimizerSeconds,
    ];

    private static List<(string Name, string Style, IReadOnlyList<double> Seconds)> Series(
        RunRecordData data)
    {
        var series = new List<(string Name, string Style, IReadOnlyList<double> Seconds)>
        {
            ("this run", "run", data.StepSeconds),
        };
        if (data.WaitForAllSeconds.Count > 0)
        {
            series.Insert(0, ("bound", "bound", data.EarliestDecodableSeconds));
            series.Add(("wait for all", "all", data.WaitForAllSeconds));
        }

        return series;
    }

    /// <summary>A delay of 0 has no logarithm; half the smallest other time stands for it.
    /// </summary>
    private static Axis TimeAxis(
        List<(string Name, string Style, IReadOnlyList<double> Seconds)> series)
    {
        var times = series.SelectMany(one => one.Seconds).Where(time => time > 0).ToArray();
        return times.Length == 0
            ? Axis.Seconds("step time", 1e-6, 1, isLog: true)
            : Axis.Seconds("step time", times.Min() * 0.9, times.Max() * 1.1, isLog: true);
    }

    private static double[] Quantiles(IReadOnlyList<double> seconds, double[] shares)
    {
        var sorted = seconds.Order().ToArray();
        return [.. shares.Select(share => RunTally.Quantile(sorted, share / 100))];
    }
}
