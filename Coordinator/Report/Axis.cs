using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.Report;

/// <summary>A labelled place on an axis.</summary>
/// <param name="Value">In the axis's unit of data.</param>
/// <param name="Text">As shown.</param>
public readonly record struct Tick(double Value, string Text);

/// <summary>How an axis turns values into places.</summary>
public enum AxisScale
{
    /// <summary>In proportion.</summary>
    Linear,

    /// <summary>By the logarithm; for values above 0.</summary>
    Log,

    /// <summary>A band per name; value i + 0.5 is the middle of band i; the first is on top.
    /// </summary>
    Bands,
}

/// <summary>An axis: its range, its label with the unit, and round numbers to mark.</summary>
public sealed class Axis
{
    private readonly Func<double, string> _text;
    private readonly IReadOnlyList<string> _names;

    private Axis(
        AxisScale scale,
        string label,
        double min,
        double max,
        Func<double, string> text,
        IReadOnlyList<string>? names = null,
        double tickUnit = 1,
        double tickMin = 0)
    {
        Contract.Require(
            double.IsFinite(min) && double.IsFinite(max) && min < max, "an axis has a range");
        Contract.Require(scale != AxisScale.Log || min > 0, "a logarithm needs values above 0");
        (Scale, Label, Min, Max) = (scale, label, min, max);
        (TickUnit, TickMin) = (tickUnit, tickMin);
        (_text, _names) = (text, names ?? []);
    }

    /// <summary>How values become places.</summary>
    public AxisScale Scale { get; }

    /// <summary>What is shown, with the unit.</summary>
    public string Label { get; }

    /// <summary>Value at the beginning.</summary>
    public double Min { get; }

    /// <summary>Value at the end.</summary>
    public double Max { get; }

    private double TickUnit { get; }

    /// <summary>Least distance of two marks.</summary>
    private double TickMin { get; }

    /// <summary>A linear axis; an empty range is widened.</summary>
    /// <param name="label">With the unit.</param>
    /// <param name="min">At the beginning.</param>
    /// <param name="max">At the end.</param>
    /// <param name="text">How a value is shown; null: as a plain number.</param>
    public static Axis Linear(
        string label, double min, double max, Func<double, string>? text = null)
    {
        (min, max) = Widened(min, max);
        return new(AxisScale.Linear, label, min, max, text ?? Plain);
    }

    /// <summary>A linear axis of whole numbers, such as steps.</summary>
    /// <param name="label">What is counted.</param>
    /// <param name="min">At the beginning.</param>
    /// <param name="max">At the end.</param>
    public static Axis Counts(string label, double min, double max)
    {
        (min, max) = Widened(min, max);
        return new(AxisScale.Linear, label, min, max, Plain, tickMin: 1);
    }

    /// <summary>A logarithmic axis; an empty range is widened.</summary>
    /// <param name="label">With the unit.</param>
    /// <param name="min">At the beginning, above 0.</param>
    /// <param name="max">At the end.</param>
    /// <param name="text">How a value is shown; null: as a plain number.</param>
    public static Axis Log(
        string label, double min, double max, Func<double, string>? text = null) =>
        new(AxisScale.Log, label, min, max > min ? max : min * 10, text ?? Plain);

    /// <summary>An axis of times: values are seconds, marks are round in the unit that suits the
    /// range, which is added to the label.</summary>
    /// <param name="label">Without a unit.</param>
    /// <param name="min">Seconds.</param>
    /// <param name="max">Seconds.</param>
    /// <param name="isLog">Whether it is logarithmic; then <paramref name="min"/> is above 0.
    /// </param>
    public static Axis Seconds(string label, double min, double max, bool isLog = false)
    {
        if (isLog)
        {
            max = max > min ? max : min * 10;
        }
        else
        {
            (min, max) = Widened(min, max);
        }

        var unit = TimeUnit.For(isLog ? Math.Sqrt(min * max) : max);
        return new(
            isLog ? AxisScale.Log : AxisScale.Linear, $"{label} ({unit.Name})", min, max,
            value => Plain(value / unit.Seconds), tickUnit: unit.Seconds);
    }

    /// <summary>A band per name, the first on top.</summary>
    public static Axis Bands(string label, IReadOnlyList<string> names) => new(
        AxisScale.Bands, label, 0, Math.Max(names.Count, 1), _ => "", names);

    /// <summary>The same with its ends moved outwards to marks.</summary>
    /// <param name="count">About how many marks there will be.</param>
    public Axis Rounded(int count)
    {
        if (Scale != AxisScale.Linear)
        {
            return this;
        }

        var step = NiceStep(count);
        return new(
            Scale, Label, Math.Floor((Min / step) + 1e-9) * step,
            Math.Ceiling((Max / step) - 1e-9) * step, _text, _names, TickUnit,
            TickMin);
    }

    /// <summary>Place of a value: 0 at the beginning, 1 at the end.</summary>
    public double Share(double value) => Scale == AxisScale.Log
        ? Math.Log(Math.Max(value, double.Epsilon) / Min) / Math.Log(Max / Min)
        : (value - Min) / (Max - Min);

    /// <summary>Marks at round values; about <paramref name="count"/> of them.</summary>
    public IReadOnlyList<Tick> Ticks(int count) => Scale switch
    {
        AxisScale.Bands => BandTicks(count),
        AxisScale.Log => LogTicks(count),
        _ => LinearTicks(count),
    };

    private static (double Min, double Max) Widened(double min, double max) => max > min
        ? (min, max)
        : (min, min + Math.Max(Math.Abs(min), 1));

    private static string Plain(double value) => Math.Abs(value) is >= 1e6 or (> 0 and < 1e-4)
        ? value.ToString("0.##e+0")
        : Math.Round(value, 6).ToString("#,0.######");

    private double NiceStep(int count)
    {
        var raw = (Max - Min) / TickUnit / Math.Max(count, 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var nice = new[] { 1.0, 2, 5, 10 }.First(factor => factor * power >= raw * 0.999);
        return Math.Max(nice * power * TickUnit, TickMin);
    }

    private IReadOnlyList<Tick> LinearTicks(int count)
    {
        var step = NiceStep(count);
        var first = (long)Math.Ceiling((Min / step) - 1e-9);
        var last = (long)Math.Floor((Max / step) + 1e-9);
        return [.. Range(first, last).Select(index => new Tick(index * step, _text(index * step)))];
    }

    /// <summary>1, 2, 5 per power of ten; fewer where they would crowd, linear marks where the
    /// range is too short for any.</summary>
    private IReadOnlyList<Tick> LogTicks(int count)
    {
        foreach (var factors in new double[][] { [1, 2, 5], [1, 3], [1] })
        {
            var ticks = LogTicks(factors);
            if (ticks.Count <= count + 1 && ticks.Count >= 2)
            {
                return ticks;
            }
        }

        var powers = LogTicks([1]);
        var every = Math.Max(1, (int)Math.Ceiling((double)powers.Count / Math.Max(count, 1)));
        return powers.Count < 2
            ? LinearTicks(count)
            : [.. powers.Where((_, index) => index % every == 0)];
    }

    private List<Tick> LogTicks(double[] factors)
    {
        var first = (long)Math.Floor(Math.Log10(Min / TickUnit));
        var last = (long)Math.Ceiling(Math.Log10(Max / TickUnit));
        var values =
            from power in Range(first, last)
            from factor in factors
            let value = factor * Math.Pow(10, power) * TickUnit
            where value >= Min * 0.9999 && value <= Max * 1.0001
            select new Tick(value, _text(value));
        return [.. values];
    }

    private IReadOnlyList<Tick> BandTicks(int count)
    {
        var every = new[] { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000 }
            .FirstOrDefault(step => _names.Count <= step * Math.Max(count, 1), 10_000);
        return
        [
            .. _names.Select((name, index) => new Tick(index + 0.5, name))
                .Where((_, index) => index % every == 0),
        ];
    }

    private static IEnumerable<long> Range(long first, long last)
    {
        for (var index = first; index <= last; index++)
        {
            yield return index;
        }
    }
}
