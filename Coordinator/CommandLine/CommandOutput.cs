using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>
/// Tables for people and JSON for programs, on the writer the host was given. Colour and the
/// terminal's width only where the writer is a terminal; otherwise plain text, wide enough that no
/// figure is cut.
/// </summary>
internal static class CommandOutput
{
    private const int PlainColumns = 140;

    private static readonly JsonSerializerOptions JsonFormat = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // JSON has no infinity; a set that never decodes has one as its amplification.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes one JSON value; keys are the property names in camelCase.</summary>
    public static void Json<T>(TextWriter output, T value) =>
        output.WriteLine(JsonSerializer.Serialize(value, JsonFormat));

    /// <summary>A console over <paramref name="output"/> that is plain unless a terminal.</summary>
    public static IAnsiConsole Console(TextWriter output)
    {
        var isTerminal = ReferenceEquals(output, System.Console.Out)
            && !System.Console.IsOutputRedirected
            && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
        });
        if (!isTerminal)
        {
            console.Profile.Width = PlainColumns;
            console.Profile.Capabilities.Unicode = false;
        }

        return console;
    }

    /// <summary>An empty table in the house's look; numbers go in right-aligned columns.</summary>
    public static Table Table(params (string Header, bool IsNumber)[] columns)
    {
        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false };
        foreach (var (header, isNumber) in columns)
        {
            var column = new TableColumn(Markup.Escape(header)).NoWrap();
            table.AddColumn(isNumber ? column.RightAligned() : column);
        }

        return table;
    }
}
