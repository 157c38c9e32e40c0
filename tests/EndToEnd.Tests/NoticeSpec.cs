using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.EndToEnd.Tests;

/// <summary>How soon the job knows that a process is dead or silent.</summary>
[Trait("Suite", "Cluster")]
public sealed class NoticeSpec
{
    [Fact]
    public void Job_must_lose_a_dead_worker_within_one_second_and_a_silent_one_within_five()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // So long that it ends when this test has seen enough.
        using var job = new ClusterJob(1_000_000_000, 3);
        DateTimeOffset stopped;
        // A machine that has no time for them must not look like workers that hang.
        using (var train = job.Train("--set", "supervision.deadline-min=30s"))
        {
            train.ReadUntil(job.CheckpointLine(20));
            ProgramRun.Signal("KILL", train.Nodes["local-1"]);
            ReadUntilKind(train, "lost");
            ReadUntilKind(train, "restarted");
            train.ReadUntil("  checkpoint", line => line.Contains("  checkpoint: "));
            stopped = DateTimeOffset.UtcNow;
            ProgramRun.Signal("STOP", train.Nodes["local-2"]);
            ReadUntilKind(train, "lost");
            ProgramRun.Signal("CONT", train.Nodes["local-2"]);
            ReadUntilKind(train, "restarted");
            train.Signal("TERM");
            Assert.Equal(130, train.End().Code);
        }

        var record = job.Record();
        var ended = Assert.Single(EventsOf(record, "node-lost")).AtSeconds;
        Assert.Contains(
            EventsOf(record, "lost"), lost => Math.Abs(lost.AtSeconds - ended) <= 1);
        var began = record.OfType<SessionLine>().Single().Header.StartedAt;
        var quiet = (stopped - began).TotalSeconds;
        Assert.InRange(
            EventsOf(record, "lost").First(lost => lost.AtSeconds > quiet).AtSeconds - quiet,
            0, 5);
    }

    private static IEnumerable<EventLine> EventsOf(
        IEnumerable<RunRecordLine> record, string kind) =>
        record.OfType<EventLine>().Where(line => line.Event.Kind == kind);

    private static void ReadUntilKind(ProgramRun train, string kind) => train.ReadUntil(
        $"tells of {kind}", line => line.Contains($"  {kind}: ", StringComparison.Ordinal));
}
