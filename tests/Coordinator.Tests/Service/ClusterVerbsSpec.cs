using System.Text.Json;
using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Coordinator.Service;
using AkkaCoded.TestSupport;

namespace AkkaCoded.Coordinator.Tests.Service;

/// <summary>The verbs that talk to a coordinator, in this process, over a real port.</summary>
public sealed class ClusterVerbsSpec : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akkacoded-verbs-").FullName;

    private ApiWorld _api = null!;

    private string JobFile => Path.Combine(_folder, "toy.conf");

    public async Task InitializeAsync()
    {
        // Whoever runs the tests may have them for a cluster of their own.
        Environment.SetEnvironmentVariable("AKKACODED_TOKEN", null);
        Environment.SetEnvironmentVariable("AKKACODED_COORDINATOR", null);
        _api = await ApiWorld.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "part.conf"), "coded.training.seed = 5");
        await File.WriteAllTextAsync(JobFile, $"include \"part.conf\"\n{ServiceWorld.Toy}");
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "cluster.conf"),
            $"coded.cluster {{ token = {ApiWorld.Token}, coordinators = [\"{_api.Address}\"] }}");
    }

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Job_must_be_submitted_as_its_layers_say_when_it_includes_and_overrides()
    {
        var run = await RunAsync(
            "job", "submit", JobFile, "--set", "training.steps=30", "--name", "mine");
        Assert.Equal((0, "mine: running\n"), (run.ExitCode, run.Output));
        await _api.Engine.BegunAsync("mine");
        var config = Assert.Single(_api.Engine.Opened).Config;
        Assert.Equal(5, config.Reader("coded.training").Int("seed", 0, 100));
        Assert.Equal(30, config.Reader("coded.training").Int("steps", 0, 100));
        // What belongs to the sender's machine stays there.
        Assert.DoesNotContain(
            ApiWorld.Token, File.ReadAllText(_api.Jobs.PathOf("mine", "job.conf")));
    }

    [Fact]
    public async Task Submission_must_follow_the_job_to_its_end_when_asked_to()
    {
        var following = RunAsync("job", "submit", JobFile, "--follow");
        var training = await _api.Engine.BegunAsync("toy");
        training.Join().Step().End();
        var run = await following;
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("joined: worker 3 on cpu", run.Output, StringComparison.Ordinal);
        Assert.Contains("state: finished after 1 steps", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exit_code_must_say_so_when_a_followed_job_fails()
    {
        var following = RunAsync("job", "submit", JobFile, "--follow", "--json");
        (await _api.Engine.BegunAsync("toy")).Join()
            .Fail(new InvalidOperationException("it broke"));
        var run = await following;
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        var job = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("failed", job.GetProperty("state").GetString());
        Assert.Contains("it broke", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_must_be_submitted_when_the_run_is_dry()
    {
        var run = await RunAsync("job", "submit", JobFile, "--dry-run");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("4 workers", run.Output, StringComparison.Ordinal);
        Assert.Empty(_api.Jobs.Service.List());
    }

    [Fact]
    public async Task Job_must_be_listed_described_and_steered_when_its_verbs_are_called()
    {
        var training = await _api.SubmitAsync("toy");
        training.Step(7).Tell("evaluation", "70 %", loss: 0.9, accuracy: 0.7);
        Assert.Contains("7 of 60", (await RunAsync("job")).Output, StringComparison.Ordinal);
        Assert.Contains("70.00%", (await RunAsync("job", "list")).Output, StringComparison.Ordinal);
        var described = (await RunAsync("job", "describe", "toy")).Output;
        Assert.Contains("used after", described, StringComparison.Ordinal);
        Assert.Contains("evaluation: 70 %", described, StringComparison.Ordinal);
        Assert.Contains(
            "joined: worker 2", (await RunAsync("job", "logs", "toy")).Output,
            StringComparison.Ordinal);
        var chaos = await RunAsync("job", "chaos", "toy", "slow", "worker=2", "factor=8");
        Assert.Equal(0, chaos.ExitCode);
        Assert.Equal(["slow worker=2 factor=8"], training.Faults);
        Assert.Equal(
            "toy: paused after 7 of 60 steps\n", (await RunAsync("job", "pause", "toy")).Output);
        Assert.Equal("toy: running\n", (await RunAsync("job", "resume", "toy")).Output);
        (await _api.Engine.BegunAsync("toy")).StopsAtOnce = true;
        Assert.StartsWith(
            "toy: cancelled", (await RunAsync("job", "cancel", "toy")).Output,
            StringComparison.Ordinal);
        var again = await RunAsync("job", "cancel", "toy");
        Assert.Equal(ExitCode.BadInput, again.ExitCode);
        Assert.Contains("CDL-0732", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_must_be_followed_when_the_line_to_begin_with_is_given()
    {
        (await _api.SubmitAsync("toy")).End();
        await _api.Jobs.UntilAsync("toy", JobState.Finished);
        var run = await RunAsync("job", "logs", "toy", "-f", "--from", "3", "--json");
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            3, JsonDocument.Parse(lines[0]).RootElement.GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Nodes_must_be_listed_and_kept_free_when_their_verbs_are_called()
    {
        var list = await RunAsync("worker", "list");
        Assert.Contains("toy: 0, 1", list.Output, StringComparison.Ordinal);
        Assert.Equal("w1: drained\n", (await RunAsync("worker", "drain", "w1")).Output);
        Assert.Equal(
            "w1: quarantined\n",
            (await RunAsync("worker", "quarantine", "w1", "--seconds", "5")).Output);
        Assert.Equal("w1: up\n", (await RunAsync("worker", "release", "w1")).Output);
        Assert.Equal(
            "w2: silent, excluded\n", (await RunAsync("worker", "drain", "w2")).Output);
        var unknown = await RunAsync("worker", "drain", "w9");
        Assert.Equal(ExitCode.BadInput, unknown.ExitCode);
        Assert.Contains("CDL-0740", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_must_show_coordinator_nodes_and_jobs_when_asked_for()
    {
        await _api.SubmitAsync("toy");
        var output = (await RunAsync("cluster", "status")).Output;
        Assert.Contains("in charge, version 1.2.3 (Embedded)", output, StringComparison.Ordinal);
        Assert.Contains("1 up, 1 silent; 2 partitions on 2 slots", output);
        Assert.Contains("jobs: 1 running", output, StringComparison.Ordinal);
        Assert.Contains("4 of 4", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documentation_must_name_every_key_when_a_verb_prints_json()
    {
        (await _api.SubmitAsync("toy")).Step();
        var page = File.ReadAllText(
            Path.Combine(DataFolder.RepositoryRoot(), "docs", "api.md"));
        string[][] verbs =
        [
            ["job", "list"], ["job", "describe", "toy"], ["worker", "list"], ["cluster", "status"],
        ];
        foreach (var verb in verbs)
        {
            var run = await RunAsync([.. verb, "--json"]);
            foreach (var name in Names(JsonDocument.Parse(run.Output).RootElement).Distinct())
            {
                Assert.Contains($"`{name}`", page, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Error_must_say_what_was_tried_when_no_coordinator_answers()
    {
        var run = CommandRun.Of(
            "job", "list", "--coordinator", "http://127.0.0.1:1", "--coordinator",
            "http://127.0.0.1:2");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("http://127.0.0.1:1: Connection refused", run.Error);
        Assert.Contains("http://127.0.0.1:2: Connection refused", run.Error);
        Assert.Contains("./akkacoded coordinator", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Next_coordinator_must_be_asked_when_the_first_is_gone_or_not_in_charge()
    {
        await _api.SubmitAsync("toy");
        await using var idle = await ApiWorld.StartAsync(isInCharge: false);
        var run = await RunAsync(
            "job", "list", "--coordinator", "http://127.0.0.1:1", "--coordinator",
            Address(idle), "--coordinator", Address(_api));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("toy", run.Output, StringComparison.Ordinal);
        var none = await RunAsync("job", "list", "--coordinator", Address(idle));
        Assert.Equal(ExitCode.Failed, none.ExitCode);
        Assert.Contains("not in charge", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Error_must_name_the_variable_when_the_token_is_wrong()
    {
        var run = CommandRun.Of("job", "list", "--coordinator", Address(_api));
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains("CDL-0730", run.Error, StringComparison.Ordinal);
        Assert.Contains("AKKACODED_TOKEN", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://127.0.0.1", "CDL-0700")]
    [InlineData("127.0.0.1:7400", "CDL-0700")]
    [InlineData("http://10.1.2.3:7400", "CDL-0766")]
    [InlineData("https://127.0.0.1:7400", "CDL-0767")]
    public void Address_must_be_refused_when_it_is_none_or_unprotected(
        string address, string code)
    {
        var run = CommandRun.Of("cluster", "status", "--coordinator", address);
        Assert.Equal(ExitCode.BadInput, run.ExitCode);
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
    }

    private static string Address(ApiWorld api) => api.Address.GetLeftPart(UriPartial.Authority);

    private static IEnumerable<string> Names(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
        JsonValueKind.Object => element.EnumerateObject()
            .SelectMany(one => Names(one.Value).Prepend(one.Name)),
        _ => [],
    };

    /// <summary>The token comes from the machine's file: a variable of the process would be that
    /// of all tests.</summary>
    private Task<CommandRun> RunAsync(params string[] arguments) => Task.Run(() => CommandRun.Of(
        [.. arguments, "--node", Path.Combine(_folder, "cluster.conf")]))
        .WaitAsync(ServiceWorld.Patience);
}
