using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;

namespace AkkaCoded.Engine.Tests;

public sealed class LoggingSpec : EngineSpec
{
    public LoggingSpec()
        : base($$"""
            akka.loggers = ["{{typeof(RecordingLogger).FullName}}, {{AssemblyName}}"]
            akka.loglevel = INFO
            """)
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Recorded));
    }

    private static string AssemblyName => typeof(LoggingSpec).Assembly.GetName().Name!;

    [Fact]
    public void Logger_named_in_the_configuration_must_get_what_actors_log()
    {
        var actor = Start((message, context) => context.GetLogger().Info("got {0}", message), "a");

        actor.Tell("hello");

        var logged = ExpectLogged<Info>();
        Assert.Equal("got hello", logged.Message.ToString());
        Assert.Equal(LogLevel.InfoLevel, logged.LogLevel());
        Assert.Contains("/user/a", logged.LogSource, StringComparison.Ordinal);
        Assert.Null(logged.Cause);
    }

    [Fact]
    public void Log_must_carry_its_cause()
    {
        var cause = new InvalidOperationException("boom");

        Sys.Log.Error(cause, "step {0} of {1} failed", 3, 5);

        var logged = ExpectLogged<Error>();
        Assert.Same(cause, logged.Cause);
        Assert.Equal("step 3 of 5 failed", logged.Message.ToString());
    }

    [Fact]
    public void Log_below_the_level_must_be_dropped()
    {
        Sys.Log.Debug("not seen");
        Sys.Log.Info("seen");

        Assert.Equal("seen", ExpectLogged<Info>().Message.ToString());
        var log = Logging.GetLogger(Sys, "data plane");
        Assert.False(log.IsDebugEnabled);
        Assert.True(log.IsInfoEnabled);
        Assert.True(log.IsWarningEnabled);
        Assert.True(log.IsEnabled(LogLevel.ErrorLevel));
    }

    [Fact]
    public void Log_must_have_an_event_type_of_its_own_for_each_level()
    {
        Sys.Log.Warning("w");
        Sys.Log.Error("e");
        Sys.Log.Log(LogLevel.InfoLevel, "i");

        Assert.Equal("w", ExpectLogged<Warning>().Message.ToString());
        Assert.Equal("e", ExpectLogged<Error>().Message.ToString());
        Assert.Equal("i", ExpectLogged<Info>().Message.ToString());
    }

    [Fact]
    public void Log_must_name_the_source_it_was_made_for()
    {
        var log = Logging.GetLogger(Sys, "data plane");

        log.Info("ready");

        Assert.Contains("data plane", ExpectLogged<Info>().LogSource, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_must_keep_template_and_arguments_apart_for_structured_loggers()
    {
        Sys.Log.Info("job {0} step {1}", "mnist", 7);

        var message = Assert.IsAssignableFrom<LogMessage>(ExpectLogged<Info>().Message);
        Assert.Equal("job {0} step {1}", message.Format);
        Assert.Equal(["mnist", 7], message.Parameters());
    }

    [Fact]
    public void Failure_of_an_actor_must_be_logged_with_its_cause_and_path()
    {
        var actor = Start((_, _) => throw new InvalidOperationException("boom"), "failing");

        actor.Tell("x");

        var logged = ExpectLogged<Error>();
        Assert.IsType<InvalidOperationException>(logged.Cause);
        Assert.Contains("/user/failing", logged.LogSource, StringComparison.Ordinal);
    }

    [Fact]
    public void Dead_letter_must_be_logged_as_information()
    {
        Sys.DeadLetters.Tell("lost", ActorRefs.NoSender);

        var logged = ExpectLogged<Info>();
        Assert.Contains("String", logged.Message.ToString(), StringComparison.Ordinal);
    }

    private T ExpectLogged<T>()
        where T : LogEvent
    {
        // The engine itself may say something while it starts; only the wanted kind counts.
        return (T)FishForMessage<Recorded>(recorded => recorded.Event is T).Event;
    }

    /// <summary>Wraps what was logged, because log events themselves have their own bus.</summary>
    private sealed record Recorded(LogEvent Event);

    private sealed class RecordingLogger
        : ReceiveActor, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
    {
        public RecordingLogger()
        {
            Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
            Receive<LogEvent>(logged =>
                Context.System.EventStream.Publish(new Recorded(logged)));
        }
    }
}
