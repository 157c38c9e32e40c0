using System.Text.Json;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Logging;
using AkkaCoded.Messages.Tests.Support;
using Serilog.Events;
using Serilog.Formatting;

namespace AkkaCoded.Messages.Tests.Logging;

/// <summary>The way of a message from an actor's logger to a line of text.</summary>
public sealed class LoggingSpec : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_must_hold_a_json_object_a_line_with_the_context()
    {
        var path = Path.Combine(_folder.Path, "logs", "node.jsonl");
        var layers = Layers($"logging.file.path={path}", "logging.console.level=off");
        await Run(layers, "hello");
        var lines = File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.TryGetProperty("actorPath", out var actor)
                && actor.GetString() == "/user/talker")
            .ToList();
        Assert.Equal(3, lines.Count);
        Assert.Equal("plain {0} hello", lines[0].GetProperty("message").GetString());
        Assert.False(lines[0].TryGetProperty("job", out _));

        Assert.Equal("step took 1.5 s, 3 of 4", lines[1].GetProperty("message").GetString());
        Assert.Equal(
            "step took {0} s, {1} of {2}", lines[1].GetProperty("template").GetString());
        Assert.Equal("info", lines[1].GetProperty("level").GetString());
        Assert.Equal("mnist", lines[1].GetProperty("job").GetString());
        Assert.Equal(17, lines[1].GetProperty("step").GetInt64());
        Assert.Equal("w3", lines[1].GetProperty("worker").GetString());
        Assert.Equal(DateTimeKind.Utc, lines[1].GetProperty("time").GetDateTime().Kind);

        Assert.Equal("error", lines[2].GetProperty("level").GetString());
        Assert.Contains(
            "it broke", lines[2].GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_must_leave_out_what_is_below_its_level()
    {
        var path = Path.Combine(_folder.Path, "node.jsonl");
        var layers = Layers(
            $"logging.file.path={path}", "logging.file.level=error", "logging.console.level=off");
        await Run(layers, "hello");
        var line = Assert.Single(File.ReadAllLines(path));
        Assert.Contains("\"level\":\"error\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Console_line_must_be_plain_and_name_the_context()
    {
        var log = new Recorder();
        log.With(new LogContext(Job: "mnist")).ForStep("mnist", 17, "w3")
            .Log(LogLevel.WarningLevel, new IOException("disk"), "slow by {0}", 2.5);
        Assert.Equal(
            $"06:07:08.009 warning  job mnist, step 17, worker w3: slow by 2.5{Environment.NewLine}"
            + $"System.IO.IOException: disk{Environment.NewLine}",
            Render(new ConsoleFormatter(), log.Last!));
    }

    [Fact]
    public void Console_line_must_name_the_actor_when_there_is_no_context()
    {
        var log = new Recorder();
        log.Info("no {braces} are touched");
        Assert.Equal(
            $"06:07:08.009 info     /user/a: no {{braces}} are touched{Environment.NewLine}",
            Render(new ConsoleFormatter(), log.Last!));
    }

    [Theory]
    [InlineData("[akka://sys/user/jobs/a#123]", "/user/jobs/a")]
    [InlineData("akka.tcp://sys@h:1/user/a", "/user/a")]
    [InlineData("akka://all-systems", null)]
    [InlineData("EventStream(sys)", null)]
    [InlineData(null, null)]
    public void Actor_path_must_be_taken_from_the_log_source(string? source, string? expected) =>
        Assert.Equal(expected, SerilogLogger.ActorPath(source));

    [Theory]
    [InlineData("info", "off", "INFO")]
    [InlineData("off", "off", "OFF")]
    [InlineData("warning", "debug", "DEBUG")]
    [InlineData("error", "warning", "WARNING")]
    [InlineData("error", "off", "ERROR")]
    public void Actor_system_must_get_the_least_level(string console, string file, string expected)
    {
        var options = LoggingOptions.Read(Layers(
            $"logging.console.level={console}", $"logging.file.level={file}",
            "logging.file.path=x.jsonl"));
        var config = LoggingSetup.ForActorSystem(options);
        Assert.Equal(expected, config.GetString("akka.loglevel"));
        Assert.Equal(
            typeof(SerilogLogger),
            Type.GetType(Assert.Single(config.GetStringList("akka.loggers"))));
    }

    [Theory]
    [InlineData("logging.console.level=verbose", "one of off, error, warning, info, debug")]
    [InlineData("logging.file.size-max=1kB", "a size from 65536")]
    [InlineData("logging.file.files-max=0", "from 1 to 10000")]
    public void Wrong_value_must_be_refused(string argument, string allowed)
    {
        var error = Assert.Throws<InvalidInputException>(
            () => LoggingOptions.Read(Layers(argument)));
        Assert.Equal("CDL-0105", error.Code);
        Assert.Contains(allowed, error.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_file_must_be_refused_at_start_when_it_cannot_be_written()
    {
        var options = LoggingOptions.Read(Layers($"logging.file.path={_folder.Path}"));
        var error = Assert.Throws<InvalidInputException>(() => LoggingSetup.CreateLogger(options));
        Assert.Equal("CDL-0106", error.Code);
    }

    private static LayeredConfig Layers(params string[] commandLine) =>
        new ConfigLayers().CommandLine(commandLine).Build();

    private static string Render(ITextFormatter formatter, Akka.Event.LogEvent logEvent)
    {
        var translated = SerilogLogger.Translate(logEvent);
        var fixedTime = new Serilog.Events.LogEvent(
            new DateTimeOffset(2026, 1, 2, 6, 7, 8, 9, TimeSpan.Zero),
            translated.Level,
            translated.Exception,
            translated.MessageTemplate,
            translated.Properties.Select(p => new LogEventProperty(p.Key, p.Value)));
        using var output = new StringWriter();
        formatter.Format(fixedTime, output);
        return output.ToString();
    }

    private static async Task Run(LayeredConfig layers, string message)
    {
        var config = LoggingSetup.ForActorSystem(LoggingOptions.Read(layers))
            .WithFallback(layers.Config);
        var system = ActorSystem.Create("logging", config);
        var talker = system.ActorOf(Props.Create(() => new Talker()), "talker");
        Assert.Equal("done", await talker.Ask<string>(message, TimeSpan.FromSeconds(30)));

        // A system that ends stops its logger at once: an answer out of the logger's mailbox says
        // that the lines before it are written.
        await system.ActorSelection("/system/log*").Ask<ActorIdentity>(
            new Identify(1), TimeSpan.FromSeconds(30));
        await system.Terminate();
    }

    private sealed class Talker : ReceiveActor
    {
        public Talker()
        {
            var log = Context.GetLogger();
            Receive<string>(text =>
            {
                log.Info($"plain {{0}} {text}");
                log.ForStep("mnist", 17, "w3").Info("step took {0} s, {1} of {2}", 1.5, 3, 4);
                log.Error(new InvalidOperationException("it broke"), "failed");
                Sender.Tell("done");
            });
        }
    }

    /// <summary>Keeps the event that a logger would publish.</summary>
    private sealed class Recorder() : LoggingAdapterBase(DefaultLogMessageFormatter.Instance)
    {
        public Akka.Event.LogEvent? Last { get; private set; }

        public override bool IsDebugEnabled => true;

        public override bool IsInfoEnabled => true;

        public override bool IsWarningEnabled => true;

        public override bool IsErrorEnabled => true;

        protected override void NotifyLog(LogLevel logLevel, object message, Exception? cause)
        {
            const string Source = "[akka://sys/user/a#1]";
            Last = logLevel == LogLevel.InfoLevel
                ? new Info(cause, Source, typeof(Recorder), message)
                : new Warning(cause, Source, typeof(Recorder), message);
        }
    }
}
