using System.CommandLine;
using System.CommandLine.Help;
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

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var parsed = Root().Parse(arguments);
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
        if (parsed.Action is HelpAction)
        {
            // Usage names the program's file; users know the launcher.
            using var help = new StringWriter();
            parsed.Invoke(new InvocationConfiguration { Output = help, Error = error });
            output.Write(help.ToString().Replace(
                RootCommand.ExecutableName, "./akkacoded", StringComparison.Ordinal));
            return ExitCode.Done;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
            });
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
            // A broken invariant, here or in a class of the user's own: where it broke helps.
            error.WriteLine($"akkacoded: unexpected {problem}");
            return ExitCode.Failed;
        }
    }

    /// <summary>A native library that could not be loaded, however deep it is wrapped.</summary>
    private static DllNotFoundException? MissingNative(Exception? problem) => problem switch
    {
        null => null,
        DllNotFoundException missing => missing,
        _ => MissingNative(problem.InnerException),
    };

    private static RootCommand Root()
    {
        var root = new RootCommand(
            "AkkaCoded: distributed training that does not wait for slow or dead workers.")
        {
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            CheckpointCommands.Create(),
            ValidateCommand.Create(),
            ConfigCommands.Create(),
            CodeCommands.Create(),
            DoctorCommand.Create(),
        };
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
