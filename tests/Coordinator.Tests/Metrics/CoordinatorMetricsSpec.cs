using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Coordinator.Metrics;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Tests.DataPlane;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.Coordinator.Tests.Metrics;

public sealed class CoordinatorMetricsSpec : IDisposable
{
    private readonly CoordinatorMetrics _metrics = new();
    private readonly PrometheusExporter _exporter;

    public CoordinatorMetricsSpec() => _exporter = new PrometheusExporter(_metrics);

    public void Dispose()
    {
        _exporter.Dispose();
        _metrics.Dispose();
    }

    [Fact]
    public void Steps_must_be_counted_with_their_answers_and_times()
    {
        using var job = _metrics.Of(new JobId("digits"));

        job.OnStep(Step(stale: 2));
        job.OnStep(Step(stale: 5) with { Lost = [2], Cancelled = [], CheckpointSeconds = 0 });

        Holds(
            "akkacoded_job_steps_total{job=\"digits\"} 2",
            "akkacoded_job_step_duration_seconds_sum{job=\"digits\"} 0.5",
            "akkacoded_job_step_duration_seconds_bucket{job=\"digits\",le=\"0.1\"} 0",
            "akkacoded_job_step_duration_seconds_bucket{job=\"digits\",le=\"0.25\"} 2",
            "akkacoded_job_decode_duration_seconds_sum{job=\"digits\"} 0.125",
            "akkacoded_job_checkpoint_duration_seconds_count{job=\"digits\"} 1",
            "akkacoded_job_decode_error{job=\"digits\"} 0.125",
            "akkacoded_job_answers_total{job=\"digits\",worker=\"0\",outcome=\"used\"} 2",
            "akkacoded_job_answers_total{job=\"digits\",worker=\"1\",outcome=\"late\"} 2",
            "akkacoded_job_answers_total{job=\"digits\",worker=\"2\",outcome=\"cancelled\"} 1",
            "akkacoded_job_answers_total{job=\"digits\",worker=\"2\",outcome=\"lost\"} 1",
            "akkacoded_job_messages_stale_total{job=\"digits\"} 5");
    }

    [Fact]
    public void Workers_must_be_counted_by_state_until_their_job_is_over()
    {
        var job = _metrics.Of(new JobId("digits"));
        Happen(job, "joined", 0, 1, 2, 3);
        Happen(job, "lost", 1, 2);
        Happen(job, "restarted", 2);
        Happen(job, "quarantined", 3);

        Holds(
            "akkacoded_job_workers{job=\"digits\",state=\"here\"} 2",
            "akkacoded_job_workers{job=\"digits\",state=\"away\"} 1",
            "akkacoded_job_workers{job=\"digits\",state=\"quarantined\"} 1",
            "akkacoded_job_restarts_total{job=\"digits\",worker=\"2\"} 1",
            "akkacoded_job_quarantines_total{job=\"digits\",worker=\"3\"} 1");

        job.Dispose();
        Assert.DoesNotContain("akkacoded_job_workers{", _exporter.Read());
    }

    [Fact]
    public void Job_must_count_as_waiting_until_it_goes_on()
    {
        using var job = _metrics.Of(new JobId("digits"));

        job.OnEvent(new JobEvent("waiting", 3, null, "worker 1 has died"));
        Assert.Equal(["digits waits: worker 1 has died"], _metrics.Waiting());

        job.OnEvent(new JobEvent("going-on", 3, null, "enough workers are here again"));
        Assert.Empty(_metrics.Waiting());
    }

    [Fact]
    public void Nodes_and_jobs_must_be_counted_by_state()
    {
        _metrics.ObserveNodes(() => ["up", "gone", "up"]);
        _metrics.ObserveJobs(() => ["running"]);

        Holds(
            "akkacoded_nodes{state=\"up\"} 2",
            "akkacoded_nodes{state=\"gone\"} 1",
            "akkacoded_jobs{state=\"running\"} 1");
    }

    [Theory]
    [InlineData(100)]
    [InlineData(400_000)]
    public async Task Data_plane_must_be_counted_by_kind(int length)
    {
        await using var plane = await Plane.StartAsync(Plane.Limits with { BlockLength = 65536 });
        _metrics.Observe(plane.Server);
        plane.Exchange.Admit(Plane.Job, 1, length);
        var key = new ParametersKey(Plane.Job, 1, 5);
        plane.Exchange.Publish(key, Plane.Vector(1, length));
        using var route = plane.Exchange.Receive(Plane.Step, new Collector());

        (await plane.Worker.GetParametersAsync(key, default)).Dispose();
        Assert.True(await plane.Post(Plane.Key(0), Plane.Vector(2, length)));
        await Assert.ThrowsAsync<ParametersGoneException>(
            () => plane.Worker.GetParametersAsync(key with { Version = 9 }, default).AsTask());
        await using var node = new PresenceClient(
            plane.Target, "n", 1, TimeProvider.System, _ => { });
        await AwaitPresence(plane);
        // The worker has the last byte before the server knows that it has sent it.
        Assert.True(SpinWait.SpinUntil(
            () => plane.Server.Transfers.CountOf(Transfer.Parameters) == 1, Plane.Patience));

        var blocks = (length + 65535) / 65536;
        Holds(
            "akkacoded_data_transfers_total{kind=\"parameters\"} 1",
            $"akkacoded_data_bytes_total{{kind=\"parameters\"}} {4 * length}",
            "akkacoded_data_transfers_total{kind=\"answers\"} 1",
            $"akkacoded_data_bytes_total{{kind=\"answers\"}} "
                + $"{(4 * length) + (blocks * AnswerBlock.HeaderBytes)}",
            "akkacoded_data_transfers_total{kind=\"files\"} 0",
            "akkacoded_data_refusals_total{reason=\"version\"} 1",
            "akkacoded_presence_changes_total{change=\"appeared\"} 1");
    }

    private static async Task AwaitPresence(Plane plane)
    {
        var seen = new TaskCompletionSource();
        using var hearing = plane.Server.Presence.Subscribe(_ => seen.TrySetResult());
        await seen.Task.WaitAsync(Plane.Patience);
    }

    private static void Happen(JobMetrics job, string kind, params int[] workers)
    {
        foreach (var worker in workers)
        {
            job.OnEvent(new JobEvent(kind, 0, new WorkerId(worker), kind));
        }
    }

    private static StepRecord Step(long stale) => new()
    {
        Step = 0,
        JobEpoch = 1,
        Loss = 1,
        Accuracy = 0.5,
        GradientNorm = 1,
        LearningRate = 0.1,
        Used = [0],
        Late = [1],
        Cancelled = [2],
        Lost = [],
        DecodeError = 0.125,
        Amplification = 1,
        Seconds = 0.25,
        Split = new TimeSplit(0, 0, 0, 0.0625, 0),
        CheckpointSeconds = 0.25,
        StaleMessages = stale,
        ArrivalSeconds = [0.1, 0.2, null],
        WorkDone = [1, 1, 0],
    };

    private void Holds(params string[] lines)
    {
        var found = _exporter.Read().Split('\n');
        Assert.All(lines, line => Assert.Contains(line, found));
    }
}
