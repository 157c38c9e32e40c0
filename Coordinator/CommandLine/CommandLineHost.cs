using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>
/// The command line as a function of its arguments and two writers, so that tests run it in
/// process. Errors go to the second writer, one line each; the exit code tells their kind.
/// </summary>
internal static class CommandLineHost
{
    /// <summary>What the launcher does without this program.</summary>
    private static readonly string[] LauncherVerbs =
        ["build", "test", "bench", "completion", "help"];

    /// <param name="arguments">Verb and options.</param>
    /// <param name="output">For results.</param>
    /// <param name="error">For everything else.</param>
    /// <param name="further">Verbs of projects that build on this one.</param>
    public static int Run(
        IReadOnlyList<string> arguments,
        TextWriter output,
        TextWriter error,
        IReadOnlyList<Command>? further = null)
    {
        var parsed = Root(further ?? []).Parse(arguments);
        var isCompletion = arguments.Count > 0 && arguments[0].StartsWith('[');
        if (parsed.Errors.Count > 0 && !isCompletion)
        {
            WriteErrors(parsed, error);

            var path = string.Join(' ', CommandPath(parsed.CommandResult));
            error.WriteLine($"See ./akkacoded {path}{(path.Length > 0 ? " " : "")}--help");
            return ExitCode.BadInput;
        }

        return Invoke(parsed, output, error);
    }

    /// <summary>A misspelled verb is named alone: that a verb is missing only follows from it.
    /// </summary>
    private static void WriteErrors(ParseResult parsed, TextWriter error)
    {
        var verbs = parsed.CommandResult.Command.Subcommands.Select(verb => verb.Name).ToList();
        if (verbs.Count > 0 && parsed.UnmatchedTokens.FirstOrDefault() is { } name
            && !name.StartsWith('-'))
        {
            IEnumerable<string> known = parsed.CommandResult.Command is RootCommand
                ? [.. verbs, .. LauncherVerbs]
                : verbs;
            var nearest = EditDistance.Nearest(name, known).First();
            error.WriteLine($"akkacoded: {name} is unknown; did you mean {nearest}?");
            return;
        }

        foreach (var problem in parsed.Errors)
        {
            error.WriteLine($"akkacoded: {problem.Message}");
        }
    }

    private static int Invoke(ParseResult parsed, TextWriter output, TextWriter error)
    {
        try
        {
            // Only verbs that take a token can stop by themselves; signals end the others at once.
            using var signals = parsed.Action is AsynchronousCommandLineAction
                ? new StopSignals(IsChild(parsed))
                : null;
            var configuration = new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return parsed.InvokeAsync(configuration, signals?.Token ?? CancellationToken.None)
                .GetAwaiter().GetResult();
        }
        catch (InvalidInputException problem)
        {
            error.WriteLine($"akkacoded: {problem.Message}");
            error.WriteLine($"See docs/errors.md#{problem.Code.ToLowerInvariant()}");
            return ExitCode.BadInput;
        }
        catch (Exception problem) when (MissingNative(problem) is { } missing)
        {
            error.WriteLine($"akkacoded: {missing.Message}");
            error.WriteLine("./akkacoded doctor says what this machine lacks.");
            return ExitCode.Missing;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Stopped;
        }
        catch (Exception problem)
        {
            // The machine's own refusals (disk, permissions, libtorch) say enough in a line; what
            // is left is a broken invariant, here or in a class of the user's own: where helps.
            var isOutside = problem is IOException or UnauthorizedAccessException
                or ExternalException;
            error.WriteLine(isOutside
                ? $"akkacoded: {problem.Message}"
                : $"akkacoded: unexpected {problem}");
            return ExitCode.Failed;
        }
    }

    private static bool IsChild(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.Any(option => option.Name == Options.Child)
        && parsed.GetValue<bool>(Options.Child);

    /// <summary>A native library that could not be loaded, however deep it is wrapped.</summary>
    private static DllNotFoundException? MissingNative(Exception? problem) => problem switch
    {
        null => null,
        DllNotFoundException missing => missing,
        _ => MissingNative(problem.InnerException),
    };

    private static RootCommand Root(IReadOnlyList<Command> further)
    {
        var root = new RootCommand(
            "AkkaCoded: distributed training that does not wait for slow or dead workers.")
        {
            TrainCommand.Create(),
            ResumeCommand.Create(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            CheckpointCommands.Create(),
            ValidateCommand.Create(),
            ConfigCommands.Create(),
            CodeCommands.Create(),
            ChaosCommand.Create(),
            HealthCommand.Create(),
            DoctorCommand.Create(),
            CoordinatorCommand.Create(),
            JobCommands.Create(),
            ClusterCommands.Create(),
            WorkerCommand.Create(),
        };
        foreach (var verb in further)
        {
            root.Add(verb);
        }

        return root;
    }

    private static IEnumerable<string> CommandPath(System.CommandLine.Parsing.CommandResult result)
    {
        var names = new Stack<string>();
        for (System.CommandLine.Parsing.SymbolResult? at = result; at is not null; at = at.Parent)
        {
            if (at is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } inner)
            {
                names.Push(inner.Command.Name);
            }
        }

        return names;
    }
}
