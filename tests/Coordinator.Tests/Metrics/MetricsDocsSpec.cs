using System.Diagnostics.Metrics;
using AkkaCoded.Coordinator.Metrics;
using AkkaCoded.Coordinator.Tests.DataPlane;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.TestSupport;
using AkkaCoded.WorkerNode.Metrics;

namespace AkkaCoded.Coordinator.Tests.Metrics;

/// <summary>docs/metrics.md has one table of instruments, and it is theirs.</summary>
public sealed class MetricsDocsSpec
{
    [Fact]
    public async Task Table_must_name_every_instrument_as_it_is()
    {
        await using var plane = await Plane.StartAsync();
        using var metrics = new CoordinatorMetrics();
        metrics.Observe(plane.Server);
        metrics.ObserveNodes(() => []);
        metrics.ObserveJobs(() => []);
        // The node's instruments are made with its first measurement.
        NodeMetrics.Computed(new StepKey(new JobId("docs"), 1, 0), new WorkerId(0));

        Assert.Equal(Instruments(metrics), Table());
    }

    private static List<string> Instruments(object scope)
    {
        var found = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            var meter = instrument.Meter;
            if (meter.Name == NodeMetrics.MeterName
                && (meter.Scope is null || ReferenceEquals(meter.Scope, scope)))
            {
                var kind = PrometheusText.ShapeOf(instrument).ToString().ToLowerInvariant();
                found.Add(string.Join(
                    " | ", instrument.Name, kind, instrument.Unit, instrument.Description));
            }
        };
        listener.Start();
        return [.. found.Order(StringComparer.Ordinal)];
    }

    private static List<string> Table()
    {
        var page = File.ReadAllLines(
            Path.Combine(DataFolder.RepositoryRoot(), "docs", "metrics.md"));
        return
        [
            .. page.Where(line => line.StartsWith("| `akkacoded.", StringComparison.Ordinal))
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Select(cells => string.Join(
                    " | ", cells[1].Trim('`'), cells[2], cells[3], cells[5]))
                .Order(StringComparer.Ordinal),
        ];
    }
}
