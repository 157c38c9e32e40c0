using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Service;
using AkkaCoded.Coordinator.Tests.Record;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Service;

public sealed class JobLogSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akkacoded-log-").FullName;

    private readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Log_must_number_lines_on_when_it_is_opened_again_after_a_torn_line()
    {
        using (var log = new JobLog(_folder, _time))
        {
            log.State("running");
            log.OnEvent(new JobEvent("lost", 3, new WorkerId(2), "worker 2 has died"));
        }

        File.AppendAllText(Path.Combine(_folder, "log.jsonl"), "{\"line\":2,\"at\":\"20");
        using var again = new JobLog(_folder, _time);
        Assert.Equal(["state", "lost"], again.Recent.Select(line => line.Kind));
        again.State("running");
        using var reader = new LogReader(again.FilePath);
        Assert.Equal([0L, 1L, 2L], reader.New().Select(line => LogLine.Parse(line)!.Line));
    }

    [Fact]
    public void Log_must_have_a_step_every_two_seconds_when_steps_are_many()
    {
        using var log = new JobLog(_folder, _time);
        foreach (var step in new FakeRun(1, 4, 100).Steps)
        {
            log.OnStep(step);
            _time.Advance(0.1);
        }

        using var reader = new LogReader(log.FilePath);
        Assert.Equal(
            [0L, 20L, 40L, 60L, 80L],
            reader.New().Select(line => LogLine.Parse(line)!.Step!.Value));
        // Steps would push everything else out of memory.
        Assert.Empty(log.Recent);
    }

    [Fact]
    public void Reader_must_see_each_line_once_when_the_log_grows()
    {
        using var log = new JobLog(_folder, _time);
        using var reader = new LogReader(log.FilePath);
        Assert.Empty(reader.New());
        var more = log.MoreAsync();
        log.State("running");
        Assert.True(more.IsCompleted);
        Assert.Single(reader.New());
        Assert.Empty(reader.New());
        Assert.False(log.MoreAsync().IsCompleted);
        File.AppendAllText(log.FilePath, "half");
        Assert.Empty(reader.New());
        File.AppendAllText(log.FilePath, " a line\n");
        Assert.Equal("half a line"u8.ToArray(), Assert.Single(reader.New()));
    }

    [Fact]
    public void Training_must_go_on_when_the_log_cannot_be_written()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "log.jsonl"));
        using var log = new JobLog(_folder, _time);
        log.State("running");
        log.State("finished");
        Assert.NotNull(log.Failure);
        Assert.Equal([0L, 1L], log.Recent.Select(line => line.Line));
    }

    [Fact]
    public void Text_must_stay_in_its_line_when_it_holds_control_characters()
    {
        var line = new LogLine(
            0, _time.GetUtcNow(), "failed", 7, 1, "one\ntwo \u001b[31mred", null, null);
        Assert.Equal(
            "2026-11-21T09:30:00Z  step       7  failed: one two  [31mred", line.ToText());
        Assert.Equal(line, LogLine.Parse(line.ToJson()));
    }
}
