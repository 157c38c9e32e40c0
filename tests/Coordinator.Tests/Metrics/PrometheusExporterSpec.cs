using System.Diagnostics.Metrics;
using AkkaCoded.Coordinator.Metrics;

namespace AkkaCoded.Coordinator.Tests.Metrics;

public sealed class PrometheusExporterSpec : IDisposable
{
    private readonly object _scope = new();
    private readonly Meter _meter;

    public PrometheusExporterSpec() => _meter = MeterOf(_scope);

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void Text_must_be_the_exposition_format_when_instruments_were_used()
    {
        using var exporter = new PrometheusExporter(_scope);
        var counter = _meter.CreateCounter<long>("akkacoded.test.things", "{thing}", "a\\b\nc");
        var seconds = _meter.CreateHistogram(
            "akkacoded.test.duration", "s", "Time.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        counter.Add(2, new("job", "a"), new("outcome", "say \"x\\y\"\n"));
        counter.Add(3, new("job", "a"), new("outcome", "say \"x\\y\"\n"));
        seconds.Record(0.5, new KeyValuePair<string, object?>("job", "a"));
        seconds.Record(0.75, new KeyValuePair<string, object?>("job", "a"));
        seconds.Record(9, new KeyValuePair<string, object?>("job", "a"));

        var text = exporter.Read();

        Assert.Contains(
            """
            # HELP akkacoded_test_duration_seconds Time.
            # TYPE akkacoded_test_duration_seconds histogram
            akkacoded_test_duration_seconds_bucket{job="a",le="0.5"} 1
            akkacoded_test_duration_seconds_bucket{job="a",le="1"} 2
            akkacoded_test_duration_seconds_bucket{job="a",le="+Inf"} 3
            akkacoded_test_duration_seconds_sum{job="a"} 10.25
            akkacoded_test_duration_seconds_count{job="a"} 3
            # HELP akkacoded_test_things_total a\\b\nc
            # TYPE akkacoded_test_things_total counter
            akkacoded_test_things_total{job="a",outcome="say \"x\\y\"\n"} 5

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void Gauge_must_forget_a_label_when_it_is_no_longer_told()
    {
        using var exporter = new PrometheusExporter(_scope);
        string[] states = ["up", "gone"];
        _meter.CreateObservableGauge("akkacoded.test.nodes", () => states.Select(
            state => new Measurement<long>(1, new KeyValuePair<string, object?>("state", state))));
        Assert.Contains("akkacoded_test_nodes{state=\"gone\"} 1\n", exporter.Read());

        states = ["up"];

        var text = exporter.Read();
        Assert.Contains("akkacoded_test_nodes{state=\"up\"} 1\n", text);
        Assert.DoesNotContain("gone", text);
    }

    [Fact]
    public void Series_longest_unchanged_must_be_forgotten_when_there_are_too_many()
    {
        using var exporter = new PrometheusExporter(_scope, seriesMax: 2);
        var counter = _meter.CreateCounter<long>("akkacoded.test.steps");
        Step("a");
        Step("b");
        Step("a");

        Step("c");

        var text = exporter.Read();
        Assert.Contains("{job=\"a\"} 2\n", text);
        Assert.Contains("{job=\"c\"} 1\n", text);
        Assert.DoesNotContain("job=\"b\"", text);

        void Step(string job) => counter.Add(1, new KeyValuePair<string, object?>("job", job));
    }

    [Fact]
    public void Coordinators_of_one_process_must_not_see_each_others_figures()
    {
        using var exporter = new PrometheusExporter(_scope);
        using var other = MeterOf(new object());

        other.CreateCounter<long>("akkacoded.test.others").Add(1);
        _meter.CreateCounter<long>("akkacoded.test.own").Add(1);

        var text = exporter.Read();
        Assert.Contains("akkacoded_test_own_total 1\n", text);
        Assert.DoesNotContain("others", text);
    }

    [Fact]
    public void Figures_of_the_runtime_must_be_told_too()
    {
        using var exporter = new PrometheusExporter(_scope);

        Assert.Contains("# TYPE dotnet_process_cpu_time_seconds_total counter\n", exporter.Read());
        Assert.Contains("\ndotnet_process_memory_working_set_bytes ", exporter.Read());
    }

    private static Meter MeterOf(object scope) =>
        new(new MeterOptions("AkkaCoded") { Scope = scope });
}
