using System.CommandLine;
using AkkaCoded.Coordinator.Diagnostics;
using AkkaCoded.Messages.Configuration;
using Spectre.Console;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>doctor</c>: what this machine has, what it lacks, and the remedy.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var json = Options.Json();
        var command = new Command(
            "doctor", "Check this machine: SDK, libraries, BLAS, devices, ports, disk.")
        {
            json,
        };
        var job = new JobArguments(command, isJobRequired: false);
        command.SetAction(parsed =>
        {
            var findings = Doctor.Examine(Folders(job.Load(parsed)));
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                CommandOutput.Json(output, findings);
            }
            else
            {
                Write(output, findings);
            }

            return findings.Any(one => one.Status == Finding.Fail)
                ? ExitCode.Missing
                : ExitCode.Done;
        });
        return command;
    }

    /// <summary>Where a job leaves its record and checkpoints; else where the command is run.
    /// </summary>
    private static IEnumerable<string> Folders(LayeredConfig config)
    {
        string?[] named =
        [
            config.Reader("coded.record").OptionalText("folder"),
            config.Reader("coded.checkpoint").OptionalText("folder"),
        ];
        return named.OfType<string>().DefaultIfEmpty(".").Select(Path.GetFullPath);
    }

    private static void Write(TextWriter output, IReadOnlyList<Finding> findings)
    {
        var table = CommandOutput.Table(
            ("check", false), ("status", false), ("found", false), ("remedy", false));
        table.Columns[2].NoWrap = false;
        table.Columns[3].NoWrap = false;
        foreach (var finding in findings)
        {
            table.AddRow(
                Markup.Escape(finding.Check),
                $"[{Colour(finding.Status)}]{finding.Status}[/]",
                Markup.Escape(finding.Found),
                Markup.Escape(finding.Remedy ?? ""));
        }

        CommandOutput.Console(output).Write(table);
    }

    private static string Colour(string status) => status switch
    {
        Finding.Ok => "green",
        Finding.Warn => "yellow",
        _ => "red",
    };
}
