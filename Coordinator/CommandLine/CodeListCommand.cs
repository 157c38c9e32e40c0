using System.CommandLine;
using AkkaCoded.Codes;
using Spectre.Console;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>code list</c>: every built-in family in a line.</summary>
internal static class CodeListCommand
{
    public static Command Create()
    {
        var json = Options.Json();
        var command = new Command("list", "List the code families.") { json };
        command.SetAction(parsed =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var families = CodeFamilies.BuiltIn;
            if (parsed.GetValue(json))
            {
                CommandOutput.Json(output, families.Select(Describe));
            }
            else
            {
                WriteTable(output, families);
            }
        });
        return command;
    }

    private static void WriteTable(TextWriter output, IReadOnlyList<CodeFamily> families)
    {
        var table = CommandOutput.Table(("family", false), ("kind", false), ("what", false));
        table.Columns[2].NoWrap = false;
        foreach (var family in families)
        {
            var entry = Describe(family);
            table.AddRow(
                Markup.Escape(entry.Family), entry.Kind, Markup.Escape(entry.Summary));
        }

        CommandOutput.Console(output).Write(table);
        output.WriteLine("./akkacoded code show FAMILY -n WORKERS -s STRAGGLERS shows one.");
    }

    private static FamilyEntry Describe(CodeFamily family) => new(
        family.Name, family.IsExact ? "exact" : "approximate", family.Summary, family.Reference);

    /// <summary>One entry of the JSON list.</summary>
    private sealed record FamilyEntry(string Family, string Kind, string Summary, string Reference);
}
