using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Internal;
using Akka.TestKit.Internal.StringMatcher;

namespace Akka.TestKit;

/// <summary>Makes filters for what a test expects to be logged.</summary>
public class EventFilterFactory
{
    private readonly TestKitBase _testkit;
    private readonly ActorSystem _system;
    private readonly IReadOnlyList<EventFilterBase> _filters;

    public EventFilterFactory(TestKitBase testkit)
        : this(testkit, testkit.Sys)
    {
    }

    public EventFilterFactory(TestKitBase testkit, ActorSystem system)
        : this(testkit, system, [])
    {
    }

    public EventFilterFactory(
        TestKitBase testkit, ActorSystem actorSystem, IReadOnlyList<EventFilterBase> filters)
    {
        _testkit = testkit;
        _system = actorSystem;
        _filters = filters ?? [];
    }

    public IEventFilterApplier Exception<TException>(Regex pattern, string source = null)
        where TException : Exception =>
        Exception(typeof(TException), pattern, source);

    public IEventFilterApplier Exception(
        Type exceptionType,
        Regex pattern,
        string source = null,
        bool checkInnerExceptions = false) =>
        CreateApplier(
            new ErrorFilter(
                exceptionType, new RegexMatcher(pattern), Source(source), checkInnerExceptions),
            _system);

    public IEventFilterApplier Exception<TException>(
        string message = null, string start = null, string contains = null, string source = null)
        where TException : Exception =>
        Exception(typeof(TException), message, start, contains, source);

    public IEventFilterApplier Exception(
        Type exceptionType,
        string message = null,
        string start = null,
        string contains = null,
        string source = null,
        bool checkInnerExceptions = false) =>
        CreateApplier(
            new ErrorFilter(
                exceptionType,
                CreateMessageMatcher(message, start, contains),
                Source(source),
                checkInnerExceptions),
            _system);

    public IEventFilterApplier Debug(
        string message = null, string start = null, string contains = null, string source = null) =>
        ForLogLevel(LogLevel.DebugLevel, message, start, contains, source);

    public IEventFilterApplier Debug(Regex pattern, string source = null) =>
        ForLogLevel(LogLevel.DebugLevel, pattern, source);

    public IEventFilterApplier Info(
        string message = null, string start = null, string contains = null, string source = null) =>
        ForLogLevel(LogLevel.InfoLevel, message, start, contains, source);

    public IEventFilterApplier Info(Regex pattern, string source = null) =>
        ForLogLevel(LogLevel.InfoLevel, pattern, source);

    public IEventFilterApplier Warning(
        string message = null, string start = null, string contains = null, string source = null) =>
        ForLogLevel(LogLevel.WarningLevel, message, start, contains, source);

    public IEventFilterApplier Warning(Regex pattern, string source = null) =>
        ForLogLevel(LogLevel.WarningLevel, pattern, source);

    public IEventFilterApplier Error(
        string message = null, string start = null, string contains = null, string source = null) =>
        ForLogLevel(LogLevel.ErrorLevel, message, start, contains, source);

    public IEventFilterApplier Error(Regex pattern, string source = null) =>
        ForLogLevel(LogLevel.ErrorLevel, pattern, source);

    public IEventFilterApplier ForLogLevel(
        LogLevel logLevel,
        string message = null,
        string start = null,
        string contains = null,
        string source = null) =>
        ForLogLevel(logLevel, CreateMessageMatcher(message, start, contains), Source(source));

    public IEventFilterApplier ForLogLevel(
        LogLevel logLevel, Regex pattern, string source = null) =>
        ForLogLevel(logLevel, new RegexMatcher(pattern), Source(source));

    public IEventFilterApplier DeadLetter() => DeadLetter((string)null, _ => true);

    public IEventFilterApplier DeadLetter<TMessage>(string source = null) =>
        DeadLetter(source, letter => letter.Message is TMessage);

    public IEventFilterApplier DeadLetter<TMessage>(
        Func<TMessage, bool> isMatch, string source = null) =>
        DeadLetter(source, letter => letter.Message is TMessage typed && isMatch(typed));

    public IEventFilterApplier DeadLetter(Type type, string source = null) =>
        DeadLetter(source, letter => type.IsInstanceOfType(letter.Message));

    public IEventFilterApplier DeadLetter(
        Type type, Func<object, bool> isMatch, string source = null) =>
        DeadLetter(
            source, letter => type.IsInstanceOfType(letter.Message) && isMatch(letter.Message));

    public IEventFilterApplier Custom(Predicate<LogEvent> predicate) =>
        CreateApplier(new CustomEventFilter(predicate), _system);

    public IEventFilterApplier Custom<TLogEvent>(Predicate<TLogEvent> predicate)
        where TLogEvent : LogEvent =>
        Custom(logged => logged is TLogEvent typed && predicate(typed));

    protected static IStringMatcher CreateMessageMatcher(
        string message, string start, string contains) =>
        message is not null ? new EqualsString(message)
        : start is not null ? new StartsWithString(start)
        : contains is not null ? new ContainsString(contains)
        : MatchesAll.Instance;

    protected IEventFilterApplier CreateApplier(EventFilterBase filter, ActorSystem system) =>
        new InternalEventFilterApplier(_testkit, system, [.. _filters, filter]);

    private static IStringMatcher Source(string source) =>
        source is null ? null : new EqualsStringAndPathMatcher(source);

    private IEventFilterApplier DeadLetter(string source, Predicate<DeadLetter> isMatch) =>
        CreateApplier(new DeadLettersFilter(null, Source(source), isMatch), _system);

    private IEventFilterApplier ForLogLevel(
        LogLevel logLevel, IStringMatcher message, IStringMatcher source) =>
        CreateApplier(
            logLevel switch
            {
                LogLevel.DebugLevel => new DebugFilter(message, source),
                LogLevel.InfoLevel => new InfoFilter(message, source),
                LogLevel.WarningLevel => new WarningFilter(message, source),
                LogLevel.ErrorLevel => new ErrorFilter(message, source),
                _ => throw new ArgumentOutOfRangeException(
                    nameof(logLevel), $"Unknown log level: {logLevel}"),
            },
            _system);
}
