using System.CommandLine;
using System.CommandLine.Parsing;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>Options that <c>train</c> and <c>resume</c> share, and the keys they stand for.
/// </summary>
internal sealed class TrainArguments
{
    private readonly Option<string?> _checkpoints = new("--checkpoints")
    {
        Description = "Folder of checkpoints (checkpoint.folder); an existing one is resumed.",
    };

    private readonly Option<long?> _steps = new("--steps")
    {
        Description = "Stop after so many steps (training.steps).",
    };

    private readonly Option<int?> _workers = new("--workers", "-n")
    {
        Description = "Number of workers (code.workers).",
    };

    private readonly Option<string?> _policy = new("--policy")
    {
        Description = "How a step ends (policy.name): exact, wait-all, approximate, backup, "
            + "async, ssp, local-sgd.",
    };

    private readonly Option<string?> _runs = new("--runs")
    {
        Description = "Folder in which the run gets one of its own (record.folder).",
    };

    private readonly Option<bool> _processes = new("--processes")
    {
        Description = "Each worker is a process of its own on this machine (docs/cluster.md).",
    };

    private readonly Option<bool> _json = Options.Json();

    /// <summary>Adds them to a command.</summary>
    public TrainArguments(Command command)
    {
        command.Add(_checkpoints);
        command.Add(_steps);
        command.Add(_workers);
        command.Add(_policy);
        command.Add(_runs);
        command.Add(_processes);
        command.Add(_json);
    }

    /// <summary>Whether one JSON object is wanted instead of the report.</summary>
    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>Whether each worker is to be a process of its own.</summary>
    public bool IsProcesses(CommandResult result) => result.GetValue(_processes);

    /// <summary>A training as it was asked for.</summary>
    public WorkersTraining Training(ParseResult parsed) => new(
        parsed.InvocationConfiguration, IsJson(parsed), parsed.GetValue(_processes));

    /// <summary>What was given, as settings.</summary>
    public IEnumerable<string> Overrides(ParseResult parsed)
    {
        if (parsed.GetValue(_checkpoints) is { } checkpoints)
        {
            yield return Setting("checkpoint.folder", checkpoints);
        }

        if (parsed.GetValue(_steps) is { } steps)
        {
            yield return $"training.steps={steps}";
        }

        if (parsed.GetValue(_workers) is { } workers)
        {
            yield return $"code.workers={workers}";
        }

        if (parsed.GetValue(_policy) is { } policy)
        {
            yield return Setting("policy.name", policy);
        }

        if (parsed.GetValue(_runs) is { } runs)
        {
            yield return Setting("record.folder", runs);
        }
    }

    /// <summary>A setting whose value is text, whatever is in it.</summary>
    public static string Setting(string key, string text) =>
        $"{key}=\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
