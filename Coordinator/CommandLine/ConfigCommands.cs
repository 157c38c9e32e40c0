using System.CommandLine;
using AkkaCoded.Messages.Configuration;
using Spectre.Console;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>config show</c>: every value and where it comes from.</summary>
internal static class ConfigCommands
{
    public static Command Create()
    {
        var json = Options.Json();
        var changed = new Option<bool>("--changed")
        {
            Description = "Only values that are not defaults.",
        };
        var show = new Command("show", "Show every configuration value and where it was set.")
        {
            changed, json,
        };
        var job = new JobArguments(show, isJobRequired: false);
        show.SetAction(parsed =>
        {
            var entries = job.Load(parsed).Entries
                .Where(entry => entry.Key.StartsWith("coded.", StringComparison.Ordinal))
                .Where(entry => !parsed.GetValue(changed) || !IsDefault(entry))
                .Select(entry => entry with { Value = Unquoted(entry.Value) });
            Write(parsed.InvocationConfiguration.Output, [.. entries], parsed.GetValue(json));
        });
        return new Command("config", "The configuration of a job, with all its layers.") { show };
    }

    /// <summary>A single value without the quotes that HOCON may need, as people write it.
    /// </summary>
    private static string Unquoted(string value) =>
        value.Length > 2 && value[0] == '"' && value.IndexOfAny(['"', '\\'], 1) == value.Length - 1
            ? value[1..^1]
            : value;

    private static bool IsDefault(ConfigEntry entry) =>
        entry.Source.Contains("reference.conf", StringComparison.Ordinal);

    private static void Write(TextWriter output, List<ConfigEntry> entries, bool asJson)
    {
        if (asJson)
        {
            CommandOutput.Json(output, entries);
            return;
        }

        var table = CommandOutput.Table(("key", false), ("value", false), ("set in", false));
        foreach (var entry in entries)
        {
            table.AddRow(
                Markup.Escape(entry.Key), Markup.Escape(entry.Value), Markup.Escape(entry.Source));
        }

        CommandOutput.Console(output).Write(table);
    }
}
