using Akka.Configuration;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Configuration;
using Serilog.Events;

namespace AkkaCoded.Messages.Logging;

/// <summary>The section <c>coded.logging</c>. Its defaults stand in reference.conf only.</summary>
public sealed record LoggingOptions
{
    private const string Section = "coded.logging";

    private static readonly Dictionary<string, LogEventLevel?> Levels = new()
    {
        ["off"] = null,
        ["error"] = LogEventLevel.Error,
        ["warning"] = LogEventLevel.Warning,
        ["info"] = LogEventLevel.Information,
        ["debug"] = LogEventLevel.Debug,
    };

    /// <summary>Least level on the console; null switches it off.</summary>
    public required LogEventLevel? ConsoleLevel { get; init; }

    /// <summary>File of JSON lines; null for none.</summary>
    public required string? FilePath { get; init; }

    /// <summary>Least level in the file; null switches it off.</summary>
    public required LogEventLevel? FileLevel { get; init; }

    /// <summary>Bytes after which a new file is begun.</summary>
    public required long FileSizeMax { get; init; }

    /// <summary>Files that are kept.</summary>
    public required int FilesMax { get; init; }

    /// <summary>The least level that goes anywhere; null if nothing does.</summary>
    public LogEventLevel? LeastLevel
    {
        get
        {
            var fileLevel = FilePath is null ? null : FileLevel;
            return ConsoleLevel is { } console && fileLevel is { } file
                ? (LogEventLevel)Math.Min((int)console, (int)file)
                : ConsoleLevel ?? fileLevel;
        }
    }

    /// <summary>Reads the section; what it lacks comes from reference.conf.</summary>
    /// <exception cref="InvalidInputException">CDL-0105: a value is out of range.</exception>
    public static LoggingOptions Read(Config config) => Read(new ConfigReader(
        config.SafeWithFallback(new ConfigLayers().Build().Config), Section));

    /// <summary>Reads the section and names the sources of values in errors.</summary>
    /// <exception cref="InvalidInputException">CDL-0105: a value is out of range.</exception>
    public static LoggingOptions Read(LayeredConfig config) => Read(config.Reader(Section));

    internal static LoggingOptions Read(ConfigReader reader) => new()
    {
        ConsoleLevel = reader.Choice("console.level", Levels),
        FilePath = reader.OptionalText("file.path"),
        FileLevel = reader.Choice("file.level", Levels),
        FileSizeMax = reader.Bytes("file.size-max", 1L << 16, 1L << 40),
        FilesMax = reader.Int("file.files-max", 1, 10_000),
    };
}
