namespace Akka.Event;

/// <summary>At a level known only at run time.</summary>
public static partial class LoggingExtensions
{
    public static void Log(this ILoggingAdapter log, LogLevel level, string format) =>
        Write(log, level, null, format);

    public static void Log(
        this ILoggingAdapter log,
        LogLevel level,
        string format,
        object[] args) =>
        Write(log, level, null, format, args);

    public static void Log(
        this ILoggingAdapter log,
        LogLevel level,
        Exception cause,
        string format,
        object[] args) =>
        Write(log, level, cause, format, args);

    public static void Log<T1>(
        this ILoggingAdapter log,
        LogLevel logLevel,
        Exception cause,
        string format,
        T1 arg1) =>
        Write(log, logLevel, cause, format, [arg1]);

    public static void Log<T1, T2>(
        this ILoggingAdapter log,
        LogLevel logLevel,
        Exception cause,
        string format,
        T1 arg1,
        T2 arg2) =>
        Write(log, logLevel, cause, format, [arg1, arg2]);

    public static void Log<T1, T2, T3>(
        this ILoggingAdapter log,
        LogLevel logLevel,
        Exception cause,
        string format,
        T1 arg1,
        T2 arg2,
        T3 arg3) =>
        Write(log, logLevel, cause, format, [arg1, arg2, arg3]);

    public static void Log<T1, T2, T3, T4>(
        this ILoggingAdapter log,
        LogLevel logLevel,
        Exception cause,
        string format,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4) =>
        Write(log, logLevel, cause, format, [arg1, arg2, arg3, arg4]);

    public static void Log<T1, T2, T3, T4, T5>(
        this ILoggingAdapter log,
        LogLevel logLevel,
        Exception cause,
        string format,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5) =>
        Write(log, logLevel, cause, format, [arg1, arg2, arg3, arg4, arg5]);

    public static void Log<T1, T2, T3, T4, T5, T6>(
        this ILoggingAdapter log,
        LogLevel logLevel,
        Exception cause,
        string format,
        T1 arg1,
        T2 arg2,
        T3 arg3,
        T4 arg4,
        T5 arg5,
        T6 arg6) =>
        Write(log, logLevel, cause, format, [arg1, arg2, arg3, arg4, arg5, arg6]);

    private static void Write(
        ILoggingAdapter log, LogLevel level, Exception cause, string format)
    {
        if (log.IsEnabled(level))
        {
            log.Log(level, cause, format);
        }
    }

    private static void Write(
        ILoggingAdapter log, LogLevel level, Exception cause, string format, object[] args)
    {
        if (log.IsEnabled(level))
        {
            log.Log(level, cause, new DefaultLogMessage(log.Formatter, format, args));
        }
    }
}
