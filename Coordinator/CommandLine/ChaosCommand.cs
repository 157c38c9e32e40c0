using System.CommandLine;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Control;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>chaos</c>: injects a fault into a training that runs.</summary>
internal static class ChaosCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly Argument<string> Run = new("run")
    {
        Description = "Folder of the run, such as runs/digits-20260101-120000.",
    };

    private static readonly Argument<string[]> Fault = new("fault")
    {
        Description = "The fault, such as: slow worker=2 factor=8 (docs/chaos.md).",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        var command = new Command(
            "chaos",
            "Inject a fault into a running training. Example: chaos runs/digits-20260101-120000 "
            + "crash worker=3")
        {
            Run, Fault,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = parsed.GetRequiredValue(Run);
            var fault = string.Join(' ', parsed.GetRequiredValue(Fault));
            var answer = await AskAsync(folder, fault, cancellation);
            if (!answer.StartsWith("ok ", StringComparison.Ordinal))
            {
                var text = answer.Split(' ', 2)[^1];
                parsed.InvocationConfiguration.Error.WriteLine($"akkacoded: {text}");
                return ExitCode.BadInput;
            }

            parsed.InvocationConfiguration.Output.WriteLine(answer[3..]);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<string> AskAsync(
        string folder, string fault, CancellationToken cancellation)
    {
        try
        {
            return await ControlPipe.AskAsync(folder, fault, Patience, cancellation);
        }
        catch (Exception problem)
            when (problem is TimeoutException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                "CDL-0194", "run", folder, "the folder of a training that runs now, yours",
                "Start one with chaos.enabled = on; its first line names its folder.");
        }
    }
}
