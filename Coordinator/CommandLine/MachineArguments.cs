using System.CommandLine;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>Arguments of the verbs that belong to a machine, not to a job: its file and
/// overrides.</summary>
internal sealed class MachineArguments
{
    private readonly Option<string?> _node = new("--node")
    {
        Description = "Configuration of this machine, such as hocon/cluster.conf.",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Override a key: --set node.slots=2. Wins over everything.",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds them to a command.</summary>
    public MachineArguments(Command command)
    {
        command.Add(_node);
        command.Add(_set);
    }

    /// <summary>The machine's file, or null.</summary>
    public string? NodeFile(ParseResult parsed) => parsed.GetValue(_node);

    /// <summary>Reads all layers: command line, environment, the machine's file, defaults.
    /// </summary>
    public LayeredConfig Load(ParseResult parsed, params IEnumerable<string> overrides) =>
        new ConfigLayers()
            .Module(typeof(TrainingJobOptions).Assembly)
            .NodeFile(parsed.GetValue(_node))
            .ProcessEnvironment()
            .CommandLine([.. overrides, .. parsed.GetRequiredValue(_set)])
            .Build();
}
