using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace AkkaCoded.Coordinator.Metrics;

/// <summary>How an instrument is shown.</summary>
internal enum MetricShape
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>
/// All series of one instrument, and their text in Prometheus' exposition format. Safe for several
/// threads.
/// </summary>
/// <param name="instrument">Whose.</param>
/// <param name="seriesMax">Beyond so many series, the one that is longest unchanged is forgotten:
/// a coordinator that runs for months must not keep every job it ever had.</param>
internal sealed class MetricFamily(Instrument instrument, int seriesMax)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, MetricSeries> _series = [];
    private readonly IReadOnlyList<double> _bounds =
        (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? [];

    /// <summary>Whether a measurement is the whole figure rather than a change of it.</summary>
    private readonly bool _isTotal = instrument.IsObservable || instrument is Gauge<double>;

    private long _changes;

    public string Name { get; } = PrometheusText.Name(instrument);

    public MetricShape Shape { get; } = PrometheusText.ShapeOf(instrument);

    /// <summary>Gauges that are asked for: a label that is no longer told is no longer true.
    /// </summary>
    public bool IsForgetful { get; } =
        instrument.IsObservable && PrometheusText.ShapeOf(instrument) == MetricShape.Gauge;

    public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var key = PrometheusText.Labels(labels);
        lock (_gate)
        {
            var series = Find(key);
            series.ChangedAt = ++_changes;
            if (Shape == MetricShape.Histogram)
            {
                series.Record(value);
            }
            else if (_isTotal)
            {
                series.Set(value);
            }
            else
            {
                series.Add(value);
            }
        }
    }

    public void Forget()
    {
        lock (_gate)
        {
            _series.Clear();
        }
    }

    public void Write(StringBuilder text)
    {
        lock (_gate)
        {
            var meaning = (instrument.Description ?? "").Replace("\\", "\\\\").Replace("\n", "\\n");
            text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} {meaning}\n");
            text.Append(
                CultureInfo.InvariantCulture,
                $"# TYPE {Name} {Shape.ToString().ToLowerInvariant()}\n");
            foreach (var series in _series.Values)
            {
                Write(text, series);
            }
        }
    }

    private void Write(StringBuilder text, MetricSeries series)
    {
        if (Shape != MetricShape.Histogram)
        {
            PrometheusText.Sample(text, Name, series.Labels, series.Value);
            return;
        }

        var comma = series.Labels.Length > 0 ? "," : "";
        for (var i = 0; i < _bounds.Count; i++)
        {
            var bound = PrometheusText.Number(_bounds[i]);
            PrometheusText.Sample(
                text, Name + "_bucket", $"{series.Labels}{comma}le=\"{bound}\"", series.UpTo(i));
        }

        PrometheusText.Sample(
            text, Name + "_bucket", $"{series.Labels}{comma}le=\"+Inf\"", series.Count);
        PrometheusText.Sample(text, Name + "_sum", series.Labels, series.Value);
        PrometheusText.Sample(text, Name + "_count", series.Labels, series.Count);
    }

    private MetricSeries Find(string labels)
    {
        if (_series.TryGetValue(labels, out var found))
        {
            return found;
        }

        if (_series.Count >= seriesMax)
        {
            _series.Remove(_series.Values.MinBy(series => series.ChangedAt)!.Labels);
        }

        return _series[labels] = new MetricSeries(labels, _bounds);
    }
}
