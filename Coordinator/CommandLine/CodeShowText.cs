using AkkaCoded.Codes;
using Spectre.Console;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>The tables of <c>code show</c>.</summary>
internal static class CodeShowText
{
    public static void Write(
        TextWriter output, CodeFamily family, GradientCode code, CodeReport report, bool withRows)
    {
        var console = CommandOutput.Console(output);
        output.WriteLine($"{code.Family}: {family.Summary}");
        output.WriteLine($"  {family.Reference}");
        console.Write(Figures(report));
        WriteVerdict(output, report);
        console.Write(Sizes(report));
        if (withRows)
        {
            console.Write(RowTable(code));
        }
    }

    private static Table Figures(CodeReport report)
    {
        var table = CommandOutput.Table(("figure", false), ("value", true), ("meaning", false));
        void Row(string figure, string value, string meaning) =>
            table.AddRow(figure, value, Markup.Escape(meaning));
        Row("workers", Text(report.Workers), "n: workers that answer");
        Row("stragglers", Text(report.Stragglers), "s: missing answers it is asked to survive");
        Row("load", Text(report.LoadChunks),
            $"chunks per worker at most, of {report.Chunks}: {report.Load:0.0%} of a step");
        Row("tolerance", Text(report.Tolerance), report.IsExact
            ? "any so many answers may be missing, in exact arithmetic"
            : "approximate: the sum is an estimate as a rule");
        Row("worst residual", Figure(report.WorstResidual), "|a^T B - 1| over these patterns");
        Row("worst amplification", Figure(report.WorstAmplification),
            "how much decoding multiplies rounding noise; 1 when uncoded");
        Row("mean amplification", Figure(report.MeanAmplification), "over those that decode");
        Row("subsets checked", Text(report.SubsetsChecked), report.IsExhaustive
            ? $"every pattern of {report.Stragglers} missing answers"
            : "a seeded sample and every run of neighbouring rows");
        return table;
    }

    private static void WriteVerdict(TextWriter output, CodeReport report)
    {
        var limit = Figure(report.MaxAmplification);
        var share = report.DecodableShare.ToString("0.0##%");
        output.WriteLine(
            $"{share} of these patterns decode with an amplification of at most {limit}.");
        if (report.SaferFamily is not null)
        {
            output.WriteLine(
                $"{report.SaferFamily} decodes them all: "
                + $"code show {report.SaferFamily} -n {report.Workers} -s {report.Stragglers}");
        }
    }

    private static Table Sizes(CodeReport report)
    {
        var table = CommandOutput.Table(
            ("answers", true), ("subsets", true), ("decodable", true), ("share", true));
        foreach (var size in report.SubsetSizes.Where(size => IsWorthARow(size, report)))
        {
            table.AddRow(
                Text(size.Answers),
                Text(size.Checked),
                Text(size.Decodable),
                $"{(double)size.Decodable / size.Checked:0.0%}");
        }

        return table;
    }

    /// <summary>Sizes at which nothing decodes yet say nothing; the last of them is kept.</summary>
    private static bool IsWorthARow(SubsetCount size, CodeReport report)
    {
        var first = report.SubsetSizes.FirstOrDefault(one => one.Decodable > 0)?.Answers
            ?? report.Workers;
        var allFrom = report.SubsetSizes.Last(one => one.Decodable < one.Checked).Answers + 1;
        return size.Answers >= first - 1 && size.Answers <= Math.Max(allFrom, first);
    }

    private static Table RowTable(GradientCode code)
    {
        var table = CommandOutput.Table(("worker", true), ("chunk x coefficient", false));
        table.Columns[1].NoWrap = false;
        for (var worker = 0; worker < code.Workers; worker++)
        {
            var row = code.Row(worker);
            var terms = row.Chunks.Zip(row.Coefficients, (chunk, coefficient) =>
                $"{chunk} x {coefficient:0.####}");
            table.AddRow(Text(worker), string.Join(", ", terms));
        }

        return table;
    }

    private static string Text(int value) => value.ToString();

    private static string Figure(double value) => double.IsNaN(value)
        ? "none"
        : value.ToString(value is 0 or (>= 0.01 and < 1e6) ? "0.###" : "0.0e+0");
}
