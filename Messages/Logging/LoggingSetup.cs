using Akka.Configuration;
using AkkaCoded.Codes;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace AkkaCoded.Messages.Logging;

/// <summary>Makes the Serilog logger that the options describe.</summary>
public static class LoggingSetup
{
    /// <summary>Console lines on standard error, JSON lines in the file. Dispose it to flush.
    /// </summary>
    /// <exception cref="InvalidInputException">CDL-0106: the log file cannot be written.
    /// </exception>
    public static Logger CreateLogger(LoggingOptions options)
    {
        var setup = new LoggerConfiguration()
            .MinimumLevel.Is(options.LeastLevel ?? LevelAlias.Maximum);
        if (options.ConsoleLevel is { } console)
        {
            // Standard output belongs to results, so that they can be piped.
            setup.WriteTo.Console(
                new ConsoleFormatter(), console, standardErrorFromLevel: LogEventLevel.Verbose);
        }

        if (options is { FilePath: { } path, FileLevel: { } level })
        {
            CheckWritable(path);
            setup.WriteTo.File(
                new JsonLineFormatter(), path, level,
                fileSizeLimitBytes: options.FileSizeMax, rollOnFileSizeLimit: true,
                retainedFileCountLimit: options.FilesMax);
        }

        return setup.CreateLogger();
    }

    /// <summary>
    /// The settings that make an actor system log through <see cref="SerilogLogger"/>: lay the
    /// system's own configuration below it with <c>WithFallback</c>.
    /// </summary>
    public static Config ForActorSystem(LoggingOptions options)
    {
        var level = options.LeastLevel switch
        {
            null => "OFF",
            LogEventLevel.Error => "ERROR",
            LogEventLevel.Warning => "WARNING",
            LogEventLevel.Information => "INFO",
            _ => "DEBUG",
        };
        return ConfigurationFactory.ParseString(
            $$"""
            akka {
              loggers = ["{{SerilogLogger.TypeName}}"]
              loglevel = {{level}}
              stdout-loglevel = OFF
            }
            """);
    }

    /// <summary>Serilog drops what it cannot write; a wrong path shall be known at start.</summary>
    private static void CheckWritable(string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path));
            Directory.CreateDirectory(folder!);
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException
            or ArgumentException or NotSupportedException)
        {
            throw new InvalidInputException(
                "CDL-0106", "coded.logging.file.path", path, "a file that can be written",
                error.Message);
        }
    }
}
