using System.Text;
using System.Text.Json;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Record;

public sealed class RunRecordSpec : IDisposable
{
    private readonly string _folder =
        Directory.CreateTempSubdirectory("akkacoded-record-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "record.jsonl");

    [Fact]
    public void Record_must_come_back_as_it_was_written()
    {
        var run = new FakeRun(1, steps: 40);
        Write(run);

        var read = RunRecordReader.Read(Path).ToArray();

        Assert.Equal(run.Lines.Count, read.Length);
        Assert.Equal(run.Header, Assert.IsType<SessionLine>(read[0]).Header);
        foreach (var (expected, actual) in run.Lines.Zip(read))
        {
            Assert.Equal(Json(expected), Json(actual));
        }

        Assert.Equal(run.Lines[^1].AtSeconds, read[^1].AtSeconds, 6);
        var step = Assert.IsType<StepLine>(read[1]).Step;
        Assert.Equal(run.Steps.First().Loss, step.Loss);
        Assert.Equal(run.Steps.First().ArrivalSeconds[5], step.ArrivalSeconds[5]);
    }

    [Fact]
    public void Record_must_keep_values_that_are_not_finite()
    {
        var step = new FakeRun(2, steps: 1, isInjected: false).Steps.Single() with
        {
            Loss = double.NaN,
            GradientNorm = double.PositiveInfinity,
            Amplification = double.NegativeInfinity,
        };
        using (var writer = Writer(new ManualTime()))
        {
            writer.OnStep(step);
        }

        var read = Steps().Single();
        Assert.Equal(double.NaN, read.Loss);
        Assert.Equal(double.PositiveInfinity, read.GradientNorm);
        Assert.Equal(double.NegativeInfinity, read.Amplification);
        Assert.Null(read.DrawnDelaySeconds);
        Assert.Null(read.WaitForAllSeconds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(200)]
    public void Reader_must_pass_over_a_last_line_that_is_torn(int bytesLost)
    {
        Write(new FakeRun(3, steps: 5));
        var whole = RunRecordReader.Read(Path).Select(Json).ToArray();
        Cut(bytesLost + "\n".Length);
        var lines = File.ReadAllText(Path).Count(letter => letter == '\n');

        var read = RunRecordReader.Read(Path).Select(Json).ToArray();

        Assert.InRange(lines, 1, whole.Length - 1);
        Assert.Equal(whole.Take(lines), read);
    }

    [Fact]
    public void Resume_must_cut_a_torn_line_and_replace_repeated_steps()
    {
        var run = new FakeRun(4, steps: 30);
        var folder = Folder();
        Write(run, folder.Record);
        var before = Steps(folder.Record);
        const string torn = "{\"line\":\"step\",\"atSec";
        File.AppendAllText(folder.Record, torn);

        var reopened = RunFolder.OpenForResume(folder.FullPath);
        Assert.Contains($"{torn.Length} bytes", reopened.Mended, StringComparison.Ordinal);
        var time = new ManualTime();
        using (var writer = new RunRecordWriter(reopened.Record, run.Header, time))
        {
            time.Advance(2);
            foreach (var step in run.Steps.Skip(20).Take(4))
            {
                writer.OnStep(step with { JobEpoch = 2 });
            }
        }

        var after = RunRecordReader.Read(reopened.Record).ToArray();
        var steps = after.OfType<StepLine>().ToArray();
        Assert.Equal(Enumerable.Range(0, 24), steps.Select(line => (int)line.Step.Step));
        Assert.All(steps, line => Assert.Equal(line.Step.Step < 20 ? 1 : 2, line.Step.JobEpoch));
        Assert.Equal(before.Take(20), steps.Take(20).Select(line => line.Step), Same);
        var sessions = after.OfType<SessionLine>().ToArray();
        Assert.Equal(2, sessions.Length);
        Assert.Equal(sessions[1].AtSeconds + 2, steps[^1].AtSeconds, 6);
        Assert.Equal(run.Lines[^1].AtSeconds, sessions[1].AtSeconds, 6);
    }

    [Fact]
    public void Resume_must_begin_anew_where_even_the_first_line_was_torn()
    {
        var folder = Folder();
        File.WriteAllText(folder.Record, "{\"line\":\"sess");
        var reopened = RunFolder.OpenForResume(folder.FullPath);
        Assert.NotNull(reopened.Mended);
        Write(new FakeRun(5, steps: 2), reopened.Record);
        Assert.Equal(2, Steps(reopened.Record).Length);
    }

    [Fact]
    public void Reader_must_refuse_another_version_and_name_both()
    {
        Write(new FakeRun(6, steps: 1));
        File.WriteAllText(Path, File.ReadAllText(Path).Replace(
            "\"version\":1", "\"version\":2", StringComparison.Ordinal));

        var error = Assert.Throws<InvalidInputException>(() => RunRecordReader.Read(Path).Count());

        Assert.Equal("CDL-0562", error.Code);
        Assert.Contains("version 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("version 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello\n")]
    [InlineData("{}\n")]
    [InlineData("{\"line\":\"step\",\"atSeconds\":1}\n")]
    [InlineData("[1,2]\n")]
    [InlineData("{\"line\":\"session\",\"atSeconds\":\"soon\"}\n")]
    public void Reader_must_refuse_what_is_no_record(string text)
    {
        File.WriteAllText(Path, text);
        var error = Assert.Throws<InvalidInputException>(() => RunRecordReader.Read(Path).Count());
        Assert.Equal("CDL-0563", error.Code);
        Assert.Contains(":1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reader_must_name_a_damaged_line_in_the_middle_and_a_missing_file()
    {
        Write(new FakeRun(7, steps: 5));
        var lines = File.ReadAllLines(Path);
        lines[3] = lines[3][..20];
        File.WriteAllLines(Path, lines);
        var damaged = Assert.Throws<InvalidInputException>(() => Steps());
        Assert.Equal("CDL-0563", damaged.Code);
        Assert.Contains(":4", damaged.Message, StringComparison.Ordinal);

        var missing = Assert.Throws<InvalidInputException>(() => Steps(Path + ".not"));
        Assert.Equal("CDL-0561", missing.Code);
    }

    [Fact]
    public void Reader_must_pass_over_kinds_and_keys_of_a_newer_program()
    {
        Write(new FakeRun(8, steps: 3));
        var lines = File.ReadAllLines(Path).ToList();
        lines[1] = lines[1].Replace("{", "{\"colour\":[1,{\"a\":2}],", StringComparison.Ordinal);
        lines.Insert(2, "{\"line\":\"weather\",\"atSeconds\":1,\"rain\":true}");
        File.WriteAllLines(Path, lines);
        Assert.Equal(3, Steps().Length);
    }

    [Fact]
    public void Every_key_must_be_documented()
    {
        Write(new FakeRun(9, steps: 20));
        var docs = File.ReadAllText(System.IO.Path.Combine(Root(), "docs", "run-record.md"));
        var keys = File.ReadLines(Path)
            .SelectMany(line => JsonDocument.Parse(line).RootElement.EnumerateObject())
            .Select(property => property.Name).Distinct().ToArray();
        Assert.InRange(keys.Length, 40, 80);
        Assert.All(keys, key => Assert.Contains($"`{key}`", docs, StringComparison.Ordinal));
    }

    [Fact]
    public void Writer_must_let_the_run_go_on_when_the_disk_is_full()
    {
        var run = new FakeRun(10, steps: 200);
        using var writer = new RunRecordWriter(new FullDisk(5000), run.Header, new ManualTime(), 0);
        run.Play(writer);
        writer.Dispose();
        Assert.IsType<IOException>(writer.Failure);
        run.Play(writer);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder!.FullName, "AkkaCoded.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    private static bool Same(StepRecord left, StepRecord right) =>
        Json(new StepLine(0, left)) == Json(new StepLine(0, right));

    private static string Json(RunRecordLine line)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            RunRecordFormat.Write(json, line with { AtSeconds = 0 });
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private RunFolder Folder() => RunFolder.Create(
        _folder, new JobId("digits"), FakeRun.Configuration, new ManualTime());

    private RunRecordWriter Writer(TimeProvider time) =>
        new(Path, new FakeRun(1, steps: 1).Header, time);

    private void Write(FakeRun run, string? path = null)
    {
        var time = new ManualTime();
        using var writer = new RunRecordWriter(path ?? Path, run.Header, time);
        run.Play(writer, time.AdvanceTo);
    }

    private StepRecord[] Steps(string? path = null) =>
        [.. RunRecordReader.Read(path ?? Path).OfType<StepLine>().Select(line => line.Step)];

    private void Cut(int bytes)
    {
        using var file = new FileStream(Path, FileMode.Open);
        file.SetLength(file.Length - bytes);
    }

    /// <summary>A disk with room for so many bytes.</summary>
    private sealed class FullDisk(int bytesMax) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Length + buffer.Length > bytesMax)
            {
                throw new IOException("No space left on device");
            }

            base.Write(buffer);
        }
    }
}
