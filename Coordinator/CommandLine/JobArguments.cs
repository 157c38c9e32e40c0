using System.CommandLine;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>Arguments of the verbs that read a job: its file, the node's, overrides.</summary>
internal sealed class JobArguments
{
    private readonly Argument<string?> _job = new("job")
    {
        Description = "Job file, such as hocon/digits.conf.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _node = new("--node")
    {
        Description = "Configuration of this machine; the job file wins over it.",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Override a key: --set training.seed=7. Wins over everything.",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds them to a command.</summary>
    public JobArguments(Command command, bool isJobRequired)
    {
        if (isJobRequired)
        {
            _job.Arity = ArgumentArity.ExactlyOne;
        }

        command.Add(_job);
        command.Add(_node);
        command.Add(_set);
    }

    /// <summary>Reads all layers: command line, environment, job, node, defaults.</summary>
    public LayeredConfig Load(ParseResult parsed, params IEnumerable<string> overrides) =>
        new ConfigLayers()
            .Module(typeof(TrainingJobOptions).Assembly)
            .NodeFile(parsed.GetValue(_node))
            .JobFile(parsed.GetValue(_job))
            .ProcessEnvironment()
            .CommandLine([.. overrides, .. parsed.GetRequiredValue(_set)])
            .Build();
}
