using System.CommandLine;
using AkkaCoded.Coordinator.Api;
using AkkaCoded.Coordinator.Service;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>job submit</c>: reads a job's layers here, as <c>train</c> does, and has a cluster
/// train it.</summary>
internal sealed class JobSubmitCommand
{
    private readonly Argument<string> _file = new("job")
    {
        Description = "Job file, such as hocon/digits.conf.",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Override a key: --set training.seed=7. Wins over everything.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "Name of the job, instead of job.name.",
    };

    private readonly Option<bool> _follow = new("--follow", "-f")
    {
        Description = "Show its log until it is over.",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Have the coordinator check the job, and submit nothing.",
    };

    private readonly ClusterArguments _cluster;

    private JobSubmitCommand(Command command)
    {
        command.Add(_file);
        command.Add(_set);
        command.Add(_name);
        command.Add(_follow);
        command.Add(_dryRun);
        _cluster = new ClusterArguments(command);
    }

    public static Command Create()
    {
        var command = new Command(
            "submit", "Have a cluster train a job. Example: job submit hocon/digits.conf");
        var verb = new JobSubmitCommand(command);
        command.SetAction(verb.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var job = JobConfiguration.ToSubmit(Load(parsed));
        using var client = _cluster.Connect(parsed);
        var query = parsed.GetValue(_name) is { } name ? $"name={Uri.EscapeDataString(name)}" : "";
        if (parsed.GetValue(_dryRun))
        {
            await CheckAsync(parsed, client, job, query, cancellation);
            return ExitCode.Done;
        }

        var path = ApiRoutes.Root + "/jobs";
        var taken = await client.PostAsync<JobJson>($"{path}?{query}", job, cancellation);
        return await ShowAsync(parsed, client, taken, cancellation);
    }

    private LayeredConfig Load(ParseResult parsed) => new ConfigLayers()
        .Module(typeof(TrainingJobOptions).Assembly)
        .NodeFile(_cluster.NodeFile(parsed))
        .JobFile(parsed.GetRequiredValue(_file))
        .ProcessEnvironment()
        .CommandLine(parsed.GetRequiredValue(_set))
        .Build();

    private async Task CheckAsync(
        ParseResult parsed, ApiClient client, string job, string query,
        CancellationToken cancellation)
    {
        var report = await client.PostAsync<ValidateReport>(
            $"{ApiRoutes.Root}/jobs?dryRun=true&{query}", job, cancellation);
        var output = parsed.InvocationConfiguration.Output;
        if (_cluster.IsJson(parsed))
        {
            CommandOutput.Json(output, report);
        }
        else
        {
            ValidateText.Write(report, output);
        }
    }

    private async Task<int> ShowAsync(
        ParseResult parsed, ApiClient client, JobJson job, CancellationToken cancellation)
    {
        var streams = parsed.InvocationConfiguration;
        var isJson = _cluster.IsJson(parsed);
        if (!isJson)
        {
            streams.Output.WriteLine($"{job.Id}: {job.Summary}");
        }

        if (!parsed.GetValue(_follow))
        {
            if (isJson)
            {
                CommandOutput.Json(streams.Output, job);
            }

            return ExitCode.Done;
        }

        // With --json standard output holds the job alone.
        var people = isJson ? streams.Error : streams.Output;
        var end = await new LogFollower(client, streams.Error, TimeProvider.System).FollowAsync(
            job.Id, 0, line => people.WriteLine(line.ToText()), cancellation);
        if (isJson)
        {
            CommandOutput.Json(streams.Output, end);
        }

        return LogFollower.ExitCodeOf(end);
    }
}
