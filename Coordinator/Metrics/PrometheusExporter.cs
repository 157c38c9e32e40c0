using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using AkkaCoded.WorkerNode.Metrics;

namespace AkkaCoded.Coordinator.Metrics;

/// <summary>
/// Listens to the meters of this process and tells their figures as text. Instruments are those of
/// AkkaCoded, without those of other coordinators in the same process, and those of the runtime.
/// Safe for several threads.
/// </summary>
internal sealed class PrometheusExporter : IDisposable
{
    /// <summary>What .NET measures of itself: memory, collections, threads, processor time.
    /// </summary>
    public const string RuntimeMeter = "System.Runtime";

    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();
    private readonly MeterListener _listener = new();
    private readonly Lock _reading = new();
    private readonly object? _scope;
    private readonly int _seriesMax;

    /// <param name="scope">Scope of the meter that is heard besides those without one.</param>
    /// <param name="seriesMax">Most series of one instrument.</param>
    public PrometheusExporter(object? scope, int seriesMax = 20_000)
    {
        (_scope, _seriesMax) = (scope, seriesMax);
        _listener.InstrumentPublished = Hear;
        _listener.MeasurementsCompleted =
            (instrument, _) => _families.TryRemove(instrument, out var _);
        _listener.SetMeasurementEventCallback<double>(
            (_, value, labels, family) => ((MetricFamily)family!).Measure(value, labels));
        _listener.SetMeasurementEventCallback<long>(
            (_, value, labels, family) => ((MetricFamily)family!).Measure(value, labels));
        _listener.SetMeasurementEventCallback<int>(
            (_, value, labels, family) => ((MetricFamily)family!).Measure(value, labels));
        _listener.Start();
    }

    /// <summary>All figures, instruments by name.</summary>
    public string Read()
    {
        // Two readers at once would see gauges half told.
        lock (_reading)
        {
            foreach (var family in _families.Values.Where(one => one.IsForgetful))
            {
                family.Forget();
            }

            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException)
            {
                // What is being asked for may end meanwhile; all other figures are there.
            }

            var text = new StringBuilder();
            var families = _families.Values.OrderBy(one => one.Name, StringComparer.Ordinal);
            foreach (var family in families)
            {
                family.Write(text);
            }

            return text.ToString();
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Hear(Instrument instrument, MeterListener listener)
    {
        var meter = instrument.Meter;
        var isOurs = meter.Name == NodeMetrics.MeterName
            && (meter.Scope is null || ReferenceEquals(meter.Scope, _scope));
        if (isOurs || meter.Name == RuntimeMeter)
        {
            var family = _families.GetOrAdd(instrument, one => new MetricFamily(one, _seriesMax));
            listener.EnableMeasurementEvents(instrument, family);
        }
    }
}
