using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace AkkaCoded.Messages.Logging;

/// <summary>
/// One plain line: time, level, what it is about, text; the exception below. No colours, so that
/// it reads the same in a terminal, a file and a container's log.
/// </summary>
internal sealed class ConsoleFormatter : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(logEvent.Timestamp.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture));
        output.Write(Level(logEvent.Level));
        WriteContext(logEvent, output);
        output.WriteLine(logEvent.MessageTemplate.Text);
        if (logEvent.Exception is not null)
        {
            output.WriteLine(logEvent.Exception);
        }
    }

    /// <summary>`job a, step 7, worker w3: `, or the actor's path where there is no context.
    /// </summary>
    private static void WriteContext(LogEvent logEvent, TextWriter output)
    {
        string[] names = [LogProperties.Job, LogProperties.Step, LogProperties.Worker];
        var known = names
            .Where(logEvent.Properties.ContainsKey)
            .Select(name => $"{name} {Text(logEvent.Properties[name])}")
            .ToList();
        if (known.Count == 0 && logEvent.Properties.TryGetValue(LogProperties.ActorPath, out var p))
        {
            known.Add(Text(p));
        }

        if (known.Count > 0)
        {
            output.Write(string.Join(", ", known));
            output.Write(": ");
        }
    }

    private static string Text(LogEventPropertyValue value) =>
        (value as ScalarValue)?.Value is { } scalar
            ? Convert.ToString(scalar, CultureInfo.InvariantCulture) ?? ""
            : value.ToString();

    private static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose or LogEventLevel.Debug => " debug    ",
        LogEventLevel.Information => " info     ",
        LogEventLevel.Warning => " warning  ",
        _ => " error    ",
    };
}
