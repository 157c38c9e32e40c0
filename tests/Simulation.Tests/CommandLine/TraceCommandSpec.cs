using AkkaCoded.Codes.Latency;

namespace AkkaCoded.Simulation.Tests.CommandLine;

public sealed class TraceCommandSpec : IDisposable
{
    private readonly string _folder =
        Directory.CreateTempSubdirectory("akkacoded-traces-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Import_must_write_what_inspect_and_laws_read_when_times_are_in_long_form()
    {
        var source = Write("long.csv", "worker,step,ms\n0,0,10\n1,0,20\n0,1,30\n1,1,40\n");
        var target = Path.Combine(_folder, "trace.csv");
        var imported = CommandRun.Of("trace", "import", source, "-o", target, "--json").Json();
        Assert.Equal(2, imported.GetProperty("steps").GetInt32());
        Assert.Equal(2, imported.GetProperty("workers").GetInt32());
        Assert.Equal([0.01, 0.02, 0.03, 0.04], LatencyTrace.Read(target).All.ToArray());
        var inspected = CommandRun.Of("trace", "inspect", target, "--json").Json();
        Assert.Equal(0.03, inspected.GetProperty("waitForAllSeconds").GetDouble(), 12);
        Assert.NotEmpty(inspected.GetProperty("advice").EnumerateArray());
    }

    [Fact]
    public void Import_must_not_replace_a_file_when_it_is_not_forced()
    {
        var source = Write("a.csv", "1,2\n");
        var target = Write("b.csv", "mine");
        var refused = CommandRun.Of("trace", "import", source, "-o", target);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("CDL-0190", refused.Error);
        Assert.Equal("mine", File.ReadAllText(target));
        Assert.Equal(
            0, CommandRun.Of("trace", "import", source, "-o", target, "--force").ExitCode);
        Assert.Equal("1,2\n", File.ReadAllText(target));
    }

    [Theory]
    [InlineData("CDL-0620", "absent.csv")]
    [InlineData("CDL-0622", "a.csv", "--unit", "hours")]
    [InlineData("CDL-0628", "a.csv", "--shape", "square")]
    [InlineData("CDL-0628", "a.csv", "--missing", "guess")]
    public void Trace_verbs_must_end_with_code_2_when_input_is_bad(
        string number, string file, params string[] options)
    {
        Write("a.csv", "1,2\n");
        var run = CommandRun.Of(
            ["trace", "inspect", Path.Combine(_folder, file), .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(number, run.Error);
    }

    [Fact]
    public void Inspect_must_print_tables_and_advice_when_no_json_is_asked_for()
    {
        var file = Write("t.csv", string.Concat(Enumerable.Repeat("1,1,1,3\n1,1,1,1\n", 10)));
        var run = CommandRun.Of("trace", "inspect", file);
        Assert.Equal(0, run.ExitCode);
        foreach (var text in new[]
            {
                "20 steps of 4 workers", "slowest / median", "slow a step before", "fitted law",
                "Waiting for all takes",
            })
        {
            Assert.Contains(text, run.Output);
        }
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
