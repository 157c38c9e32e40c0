using System.CommandLine;
using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Simulation.Report;
using Spectre.Console;

namespace AkkaCoded.Simulation.CommandLine;

/// <summary><c>simulate compare</c>: how much redundancy, family by family.</summary>
internal static class SimulateCompareCommand
{
    /// <summary>Characters of the longest bar.</summary>
    private const int BarLength = 40;

    public static Command Create()
    {
        var families = new Option<string>("--families")
        {
            Description = "Exact code families, with commas; code list names all.",
            DefaultValueFactory = _ => "fractional-repetition,cyclic-mds",
        };
        var most = new Option<int?>("--stragglers-max")
        {
            Description = "Largest s. Default: n - 1 for up to 16 workers, n / 2 for more.",
        };
        var options = new SimulateOptions();
        var command = new Command(
            "compare",
            "Sweep redundancy for each family and draw time against it. Example: simulate compare "
                + "--law \"shifted-exponential(rate=10, load=additive)\" --workers 24")
        {
            families, most,
        };
        var job = new JobArguments(command, isJobRequired: false);
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var input = SimulateInput.Read(options, job, parsed);
            var sweep = DefaultPolicies.Sweep(
                input.Cluster.Workers,
                parsed.GetRequiredValue(families).Split(',', StringSplitOptions.TrimEntries),
                parsed.GetValue(most));
            var result = SimulateCommand.Run(input, sweep, parsed);
            SimulateCommand.WriteReport(
                options, parsed, result, SimulateCommand.Again(input, sweep, parsed));
            Write(parsed, result, parsed.GetValue(options.Json));
        });
        return command;
    }

    private static void Write(ParseResult parsed, SimulationResult result, bool isJson)
    {
        var output = parsed.InvocationConfiguration.Output;
        var points = FrontierPoint.Of(result);
        if (isJson)
        {
            CommandOutput.Json(output, new
            {
                Simulation = SimulationJson.Of(result),
                Frontier = points,
            });
            return;
        }

        output.WriteLine(result.Source);
        output.WriteLine($"{result.Workers} workers, {result.Steps} steps, seed {result.Seed}");
        CommandOutput.Console(output).Write(Draw(points));
        output.WriteLine("* nothing that takes less work is faster");
        foreach (var sentence in SimulationVerdict.Sentences(result))
        {
            output.WriteLine(sentence);
        }
    }

    private static Table Draw(IReadOnlyList<FrontierPoint> points)
    {
        var table = CommandOutput.Table(
            ("family", false), ("s", true), ("work per step", true), ("mean step", true),
            ("against wait-all", true), ("time", false));
        var text = new TotalText(points.Select(point => point.MeanStepSeconds));
        var longest = points.Max(point => point.MeanStepSeconds);
        foreach (var point in points)
        {
            var bar = (int)Math.Round(BarLength * point.MeanStepSeconds / longest);
            table.AddRow(
                Markup.Escape(point.Family), $"{point.Stragglers}", $"{point.WorkPerStep:0.00}",
                text.Of(point.MeanStepSeconds), $"{point.Gain:0.00}x",
                new string('=', Math.Max(bar, 1)) + (point.IsFrontier ? " *" : ""));
        }

        return table;
    }
}

/// <summary>A redundancy of a family; keys of the JSON's <c>frontier</c>.</summary>
/// <param name="Family">Family, or uncoded.</param>
/// <param name="Stragglers">s.</param>
/// <param name="WorkPerStep">Work of all workers; computing the step once is 1.</param>
/// <param name="MeanStepSeconds">Mean time of a step.</param>
/// <param name="Gain">How many times faster than waiting for all.</param>
/// <param name="IsFrontier">Whether nothing with less work is as fast.</param>
internal sealed record FrontierPoint(
    string Family, int Stragglers, double WorkPerStep, double MeanStepSeconds, double Gain,
    bool IsFrontier)
{
    public static IReadOnlyList<FrontierPoint> Of(SimulationResult result)
    {
        var figures = PolicyFigures.Of(result);
        return
        [
            .. figures.Select(one => new FrontierPoint(
                one.Policy.Stragglers == 0
                    ? "uncoded"
                    : FrontierPlot.FamilyOf(one.Policy)
                        .Replace("exact:", "", StringComparison.Ordinal),
                one.Policy.Stragglers ?? 0, one.WorkPerStep, one.MeanStepSeconds, one.Gain,
                !figures.Any(other => other.MeanStepSeconds <= one.MeanStepSeconds
                    && other.WorkPerStep < one.WorkPerStep))),
        ];
    }
}
