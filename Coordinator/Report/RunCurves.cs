using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.Coordinator.Report;

/// <summary>Loss and accuracy over the time of a run.</summary>
internal static class RunCurves
{
    /// <summary>A loss that falls by more than this factor is drawn on a logarithmic axis.
    /// </summary>
    private const double LogFactor = 20;

    public static Plot Loss(RunRecordData data)
    {
        var bins = data.Bins.Bins;
        var tests = Tests(data, happened => happened.Loss);
        var values = bins.Select(bin => bin.MeanLoss).Concat(tests.Ys)
            .Where(double.IsFinite).DefaultIfEmpty(1).ToArray();
        var (low, high) = (values.Min(), values.Max());
        var isLog = low > 0 && high / low > LogFactor;
        return Curve(data, tests, "loss", bin => bin.MeanLoss) with
        {
            YAxis = isLog ? Axis.Log("loss", low / 1.2, high * 1.2)
                : Axis.Linear("loss", Math.Min(low, 0), high).Rounded(5),
            Band = data.Bins.StepsPerBin > 1
                ? new BandLayer(
                    "loss", $"smallest to largest of {data.Bins.StepsPerBin} steps",
                    Times(bins), [.. bins.Select(bin => bin.LossMin)],
                    [.. bins.Select(bin => bin.LossMax)])
                : null,
        };
    }

    public static Plot Accuracy(RunRecordData data)
    {
        var tests = Tests(data, happened => 100 * happened.Accuracy);
        var values = data.Bins.Bins.Select(bin => 100 * bin.MeanAccuracy).Concat(tests.Ys)
            .Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        return Curve(data, tests, "accuracy", bin => 100 * bin.MeanAccuracy) with
        {
            YAxis = Axis.Linear("accuracy (%)", Math.Min(values.Min(), 99), 100).Rounded(5),
            Height = 200,
        };
    }

    /// <summary>The steps of a piece, for people.</summary>
    public static string Steps(Bin bin) => bin.FirstStep == bin.LastStep
        ? $"step {bin.FirstStep:#,0}"
        : $"steps {bin.FirstStep:#,0} to {bin.LastStep:#,0}";

    private static CurvePlot Curve(
        RunRecordData data,
        (double[] Xs, double[] Ys) tests,
        string name,
        Func<Bin, double> value)
    {
        var bins = data.Bins.Bins;
        var interruptions = data.Sessions.Skip(1).Select(session => session.AtSeconds).ToArray();
        return new CurvePlot
        {
            Name = name,
            Times = Times(bins),
            Values = [.. bins.Select(value)],
            Tests = tests,
            Resumes = interruptions,
            XAxis = Axis.Seconds("running time", 0, bins[^1].ToSeconds),
            YAxis = Axis.Linear(name, 0, 1),
            TopTicks = StepTicks(data),
            Hover = new(
                Times(bins),
                [
                    .. bins.Select(bin => $"{Steps(bin)}, after "
                        + $"{TimeUnit.Text(bin.ToSeconds)}\n{name} "
                        + TimeUnit.Digits(value(bin)) + (name == "loss" ? "" : "%")),
                ]),
        };
    }

    private static double[] Times(IReadOnlyList<Bin> bins) =>
        [.. bins.Select(bin => bin.ToSeconds)];

    private static (double[] Xs, double[] Ys) Tests(
        RunRecordData data, Func<JobEvent, double?> value)
    {
        var tests = data.Events.Where(happened => value(happened.Event) is not null).ToArray();
        return (
            [.. tests.Select(test => test.AtSeconds)],
            [.. tests.Select(test => value(test.Event)!.Value)]);
    }

    /// <summary>Round steps at the time when they were done.</summary>
    private static (string Label, IReadOnlyList<Tick> Ticks) StepTicks(RunRecordData data)
    {
        var bins = data.Bins.Bins;
        var ticks = RunPlots.StepAxis(data).Ticks(8)
            .Select(tick => new Tick(TimeOf(bins, tick.Value), tick.Text))
            .ToArray();
        return ("step", ticks);
    }

    private static double TimeOf(IReadOnlyList<Bin> bins, double step)
    {
        var bin = bins.FirstOrDefault(one => step <= one.LastStep + 1, bins[^1]);
        var share = (step - bin.FirstStep) / (bin.LastStep + 1 - bin.FirstStep);
        return bin.FromSeconds + (Math.Clamp(share, 0, 1) * (bin.ToSeconds - bin.FromSeconds));
    }
}
