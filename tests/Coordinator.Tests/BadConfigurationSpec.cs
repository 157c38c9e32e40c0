using AkkaCoded.TestSupport;

namespace AkkaCoded.Coordinator.Tests;

/// <summary>Every mistake in the table gives an error of its own before anything is started.
/// </summary>
public sealed class BadConfigurationSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akkacoded-bad-").FullName;

    public BadConfigurationSpec() =>
        File.WriteAllText(Path.Combine(_folder, "bad.csv"), "1,2,0\n3,four,1\n");

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, BadConfiguration.All.Count())];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Validate_must_say_key_value_what_is_allowed_and_the_remedy(int row)
    {
        var bad = BadConfiguration.All.ElementAt(row);
        var run = Validate(bad);

        Assert.True(run.ExitCode == 2, $"{bad}: exit code {run.ExitCode}: {run.Error}");
        Assert.Empty(run.Output);
        var line = run.Error.Split('\n')[0];
        var (key, rest) = Halves(line);
        Assert.StartsWith($"akkacoded: {bad.Code}: ", line, StringComparison.Ordinal);
        Assert.Contains(Filled(bad.Key), key, StringComparison.Ordinal);
        Assert.StartsWith(Filled(bad.Value), rest, StringComparison.Ordinal);
        Assert.Contains(": allowed: ", rest, StringComparison.Ordinal);
        Assert.Contains(bad.Allowed, rest, StringComparison.Ordinal);
        Assert.EndsWith(".", line, StringComparison.Ordinal);
        Assert.Contains($"docs/errors.md#{bad.Code.ToLowerInvariant()}", run.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Table_must_hold_at_least_40_mistakes_that_no_two_have_the_same_error_of()
    {
        var errors = BadConfiguration.All.Select(bad => Validate(bad).Error).ToList();
        Assert.True(errors.Count >= 40, $"{errors.Count} mistakes");
        Assert.Equal(errors.Count, errors.Distinct().Count());
    }

    [Fact]
    public void Every_number_of_the_table_must_be_explained()
    {
        var page = File.ReadAllText(
            Path.Combine(DataFolder.RepositoryRoot(), "docs", "errors.md"));
        Assert.All(BadConfiguration.All, bad => Assert.Contains(
            $"<a id=\"{bad.Code.ToLowerInvariant()}\"></a>{bad.Code} |", page,
            StringComparison.Ordinal));
    }

    [Fact]
    public void Job_file_that_is_not_there_must_be_named()
    {
        var run = CommandRun.Of("validate", Path.Combine(_folder, "none.conf"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("CDL-0102", run.Error, StringComparison.Ordinal);
        Assert.Contains("none.conf", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_must_refuse_a_bad_job_as_validate_does()
    {
        foreach (var bad in BadConfiguration.All)
        {
            var validated = Validate(bad);
            var trained = Run(bad, "train");
            Assert.Equal((validated.ExitCode, validated.Error), (trained.ExitCode, trained.Error));
        }
    }

    private CommandRun Validate(BadConfiguration bad) => Run(bad, "validate");

    private CommandRun Run(BadConfiguration bad, params string[] verb)
    {
        var job = Path.Combine(_folder, "job.conf");
        File.WriteAllText(job, $"coded {{ {Filled(bad.Job)} }}\n");
        return CommandRun.Of(
        [
            .. verb, job, "--set", "data.glyphs.train=300", "--set", "data.glyphs.test=20",
            .. bad.Arguments,
        ]);
    }

    private string Filled(string text) =>
        text.Replace("FOLDER", _folder, StringComparison.Ordinal);

    /// <summary>What stands before and after the equals sign; the value without its quotes.
    /// </summary>
    private static (string Key, string After) Halves(string line)
    {
        var allowed = line.IndexOf(": allowed: ", StringComparison.Ordinal);
        var equals = line.LastIndexOf(" = ", allowed, StringComparison.Ordinal);
        return (line[..equals], line[(equals + 3)..].TrimStart('"'));
    }
}
