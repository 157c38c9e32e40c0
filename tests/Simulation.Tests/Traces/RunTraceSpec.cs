using System.Text;
using System.Text.Json;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Simulation.Traces;

namespace AkkaCoded.Simulation.Tests.Traces;

public sealed class RunTraceSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akkacoded-run-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Arrivals_must_know_how_long_a_stopped_answer_was_waited_for_when_a_run_is_read()
    {
        Record(
            Step(0, [0.1, 0.2, null], used: [0, 1], cancelled: [2], delays: null),
            Step(1, [0.3, 0.4, 0.5], used: [0, 2], cancelled: [], delays: null));
        var grid = TraceImport.Read(_folder, TraceShape.Auto, unit: null);
        Assert.Equal(1, grid.Missing);
        Assert.True(double.IsNaN(grid.Rows[0][2]));
        Assert.Equal(0.2, grid.AtLeast![0][2], 12);
        Assert.Equal([0.1, 0.2, 0.5], grid.Filled(seed: 1).Rows[0]);
        Assert.Equal([0.3, 0.4, 0.5], grid.WithoutIncompleteSteps().Rows.Single());
    }

    [Fact]
    public void Delays_must_be_those_injected_when_they_are_asked_for()
    {
        Record(Step(0, [0.1, null], used: [0], cancelled: [1], delays: [0.05, 7]));
        Assert.Equal(
            [0.05, 7], TraceImport.Read(_folder, TraceShape.Delays, unit: null).Rows.Single());
    }

    [Fact]
    public void Delays_must_be_refused_when_none_were_injected()
    {
        Record(Step(0, [0.1, 0.2], used: [0, 1], cancelled: [], delays: null));
        Assert.Equal("CDL-0627", Assert.Throws<InvalidInputException>(
            () => TraceImport.Read(_folder, TraceShape.Delays, unit: null)).Code);
    }

    private void Record(params StepRecord[] steps)
    {
        var session = new SessionLine(0, new RunHeader
        {
            Job = "test",
            Code = "cyclic-mds",
            Workers = steps[0].ArrivalSeconds.Count,
            Policy = "exact",
            Seed = 1,
            SamplesPerStep = 1,
            StepsTotal = steps.Length,
            StartedAt = DateTimeOffset.UnixEpoch,
            Machine = new("test", 1, "10", "Embedded"),
        });
        var lines = steps.Select(step => (RunRecordLine)new StepLine(step.Step + 1, step));
        File.WriteAllText(
            Path.Combine(_folder, "record.jsonl"),
            string.Concat(lines.Prepend(session).Select(Json)));
    }

    private static string Json(RunRecordLine line)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            RunRecordFormat.Write(json, line);
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static StepRecord Step(
        long step, double?[] arrivals, int[] used, int[] cancelled, double[]? delays) => new()
    {
        Step = step,
        JobEpoch = 1,
        Loss = 1,
        Accuracy = 0,
        GradientNorm = 1,
        LearningRate = 0.1,
        Used = used,
        Late = [.. Enumerable.Range(0, arrivals.Length).Except(used).Except(cancelled)],
        Cancelled = cancelled,
        Lost = [],
        DecodeError = 0,
        Amplification = 1,
        Seconds = 0.5,
        Split = new(0.1, 0.1, 0.1, 0.1, 0.1),
        ArrivalSeconds = arrivals,
        WorkDone = [.. arrivals.Select(_ => 1.0)],
        DrawnDelaySeconds = delays,
    };
}
