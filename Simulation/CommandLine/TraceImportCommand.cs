using System.CommandLine;
using AkkaCoded.Coordinator.CommandLine;

namespace AkkaCoded.Simulation.CommandLine;

/// <summary><c>trace import</c>: times of other shapes, or of a run, as a trace.</summary>
internal static class TraceImportCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--output", "-o")
        {
            Description = "CSV to write: a row per step, a column per worker, seconds.",
            Required = true,
        };
        var force = new Option<bool>("--force")
        {
            Description = "Replace a file that exists.",
        };
        var json = Options.Json();
        var command = new Command(
            "import",
            "Write measured times as a trace. Example: trace import times.csv --shape long "
                + "--unit ms -o trace.csv; trace import runs/digits-20260101-120000 -o trace.csv")
        {
            output, force, json,
        };
        var source = new TraceSource(command);
        command.SetAction(parsed =>
        {
            var (grid, missing, leftOut) = source.Read(parsed);
            var file = parsed.GetRequiredValue(output);
            OutputFile.Write("--output", file, grid.ToCsv(), parsed.GetValue(force));
            var result = new Imported(
                file, grid.Shape, grid.Rows.Count, grid.Workers, missing, leftOut);
            if (parsed.GetValue(json))
            {
                CommandOutput.Json(parsed.InvocationConfiguration.Output, result);
            }
            else
            {
                Write(parsed.InvocationConfiguration.Output, result);
            }
        });
        return command;
    }

    private static void Write(TextWriter output, Imported result)
    {
        output.WriteLine($"{result.File}: {result.Steps} steps of {result.Workers} workers "
            + $"({result.Shape})");
        if (result.MissingAnswers > 0)
        {
            output.WriteLine($"{result.MissingAnswers} answers had no time: "
                + (result.StepsLeftOut > 0
                    ? $"{result.StepsLeftOut} steps left out"
                    : "drawn from those that took at least as long as they were waited for"));
        }
    }

    /// <summary>The JSON; keys in docs/command-line.md.</summary>
    private sealed record Imported(
        string File, string Shape, int Steps, int Workers, int MissingAnswers, int StepsLeftOut);
}
