namespace AkkaCoded.Coordinator.Report;

/// <summary>A curve over running time with evaluations and resumes marked.</summary>
internal sealed record CurvePlot
{
    public required string Name { get; init; }

    public required double[] Times { get; init; }

    public required double[] Values { get; init; }

    public required (double[] Xs, double[] Ys) Tests { get; init; }

    public required double[] Resumes { get; init; }

    public required Axis XAxis { get; init; }

    public required Axis YAxis { get; init; }

    public required (string Label, IReadOnlyList<Tick> Ticks) TopTicks { get; init; }

    public required PlotHover Hover { get; init; }

    public BandLayer? Band { get; init; }

    public double Height { get; init; } = 260;

    public static implicit operator Plot(CurvePlot curve) => new()
    {
        Id = curve.Name,
        Title = curve.Name == "loss" ? "Loss over time" : "Accuracy over time",
        Description = $"The {curve.Name} of the steps' own samples, before each update"
            + (curve.Tests.Xs.Length > 0
                ? ", and of the test data at each evaluation."
                : "."),
        XAxis = curve.XAxis,
        YAxis = curve.YAxis,
        TopTicks = curve.TopTicks,
        Hover = curve.Hover,
        Height = curve.Height,
        NarrowHeight = Math.Min(curve.Height, 200),
        Layers = [.. curve.Layers()],
    };

    private IEnumerable<PlotLayer> Layers()
    {
        if (Band is not null)
        {
            yield return Band;
        }

        yield return new LineLayer("loss", $"{Name} of the step's samples", Times, Values);
        if (Resumes.Length > 0)
        {
            yield return new MarkLayer("other", "resumed", Resumes);
        }

        if (Tests.Xs.Length > 0)
        {
            yield return new LineLayer("test", "", Tests.Xs, Tests.Ys);
            yield return new PointsLayer("test", $"test {Name}", Tests.Xs, Tests.Ys);
        }
    }
}
