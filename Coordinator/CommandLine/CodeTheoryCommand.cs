using System.CommandLine;
using AkkaCoded.Codes.Latency;
using Spectre.Console;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>code theory</c>: expected step times under a latency law.</summary>
internal static class CodeTheoryCommand
{
    private static readonly Option<string> Law = new("--law")
    {
        Description = "Latency law, such as \"shifted-exponential(shift=1, rate=10, "
            + "load=multiplicative)\" or \"trace(file=times.csv, slope=0.5)\"; "
            + "see docs/latency-laws.md.",
        Required = true,
    };

    private static readonly Option<int> Workers = Options.Workers();

    private static readonly Option<bool> All = new("--all")
    {
        Description = "Print every number of stragglers, not only the best of each family.",
    };

    private static readonly Option<bool> Json = Options.Json();

    public static Command Create()
    {
        var command = new Command(
            "theory",
            "Expected step time of each family and the best redundancy under a latency law. "
                + "Example: code theory --law \"bimodal(fast=1, slow=8, slow-share=0.05, "
                + "load=additive)\" -n 24")
        {
            Law, Workers, All, Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        var law = LatencyLaw.Parse(parsed.GetRequiredValue(Law));
        var report = StepTimeTheory.Report(law, parsed.GetValue(Workers));
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Json))
        {
            CommandOutput.Json(output, TheoryJson.From(report));
            return;
        }

        output.WriteLine($"law {law}");
        output.WriteLine($"n = {report.Workers} workers; the whole step is load 1");
        CommandOutput.Console(output).Write(
            TimesTable(report, parsed.GetValue(All) ? report.All : report.BestOfEach));
        WriteVerdict(output, report);
    }

    private static Table TimesTable(StepTimeReport report, IReadOnlyList<StepTime> times)
    {
        var table = CommandOutput.Table(
            ("family", false), ("stragglers", true), ("load", true), ("mean step s", true),
            ("faster than uncoded", true));
        foreach (var time in times)
        {
            table.AddRow(
                Markup.Escape(time.Family),
                Number(time.Stragglers, "0"),
                Number(time.Load, "0.00%"),
                Number(time.MeanStepSeconds, "0.####"),
                Gain(report, time));
        }

        return table;
    }

    private static void WriteVerdict(TextWriter output, StepTimeReport report)
    {
        output.WriteLine(Verdict(report));
        output.WriteLine("mds is for linear work only (matrix products), not for gradients.");
    }

    private static string Verdict(StepTimeReport report)
    {
        var best = report.BestForTraining;
        var choice = $"Best for training: {best.Family} with s = {best.Stragglers}";
        if (report.Workers == 1)
        {
            return "One worker has nobody to stand in for it.";
        }

        if (double.IsPositiveInfinity(best.MeanStepSeconds))
        {
            return "The mean step time is infinite with every redundancy: the tail has no mean, "
                + "so means compare nothing here.";
        }

        if (double.IsPositiveInfinity(report.Uncoded.MeanStepSeconds))
        {
            return $"{choice}; uncoded, the mean step time is infinite under this law.";
        }

        return best.Stragglers == 0
            ? "Best for training: no redundancy. Under this law a code costs more than it saves."
            : $"{choice}, {Gain(report, best)} as fast as uncoded under this law.";
    }

    private static string Gain(StepTimeReport report, StepTime time) =>
        double.IsFinite(report.Gain(time)) ? $"{report.Gain(time):0.00x}" : "-";

    private static string Number(double value, string format) => double.IsPositiveInfinity(value)
        ? "infinite"
        : value.ToString(format);

    /// <summary>The JSON; keys in docs/command-line.md. Null seconds: the mean is infinite.
    /// </summary>
    private sealed record TheoryJson(
        string Law, int Workers, IReadOnlyList<Entry> Families, Entry Best)
    {
        public static TheoryJson From(StepTimeReport report) => new(
            report.Law.ToString(),
            report.Workers,
            [.. report.All.Select(Entry.From)],
            Entry.From(report.BestForTraining));
    }

    private sealed record Entry(
        string Family, int Stragglers, double Load, double? MeanStepSeconds)
    {
        public static Entry From(StepTime time) => new(
            time.Family,
            time.Stragglers,
            time.Load,
            double.IsFinite(time.MeanStepSeconds) ? time.MeanStepSeconds : null);
    }
}
