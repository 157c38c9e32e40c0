namespace Akka.TestKit.Internal;

public static class TimeSpanExtensions
{
    public static bool IsUndefined(this TimeSpan? timeSpan) => !timeSpan.HasValue;

    public static bool IsZero(this TimeSpan timeSpan) => timeSpan == TimeSpan.Zero;

    public static bool IsZero(this TimeSpan? timeSpan) => timeSpan == TimeSpan.Zero;

    public static bool IsPositiveFinite(this TimeSpan timeSpan) => timeSpan > TimeSpan.Zero;

    public static bool IsPositiveFinite(this TimeSpan? timeSpan) => timeSpan > TimeSpan.Zero;

    public static bool IsInfinite(this TimeSpan timeSpan) => timeSpan < TimeSpan.Zero;

    public static bool IsInfinite(this TimeSpan? timeSpan) => timeSpan < TimeSpan.Zero;

    public static bool IsInfiniteTimeout(this TimeSpan timeSpan) =>
        timeSpan == Timeout.InfiniteTimeSpan;

    public static bool IsInfiniteTimeout(this TimeSpan? timeSpan) =>
        timeSpan == Timeout.InfiniteTimeSpan;

    public static void EnsureIsPositiveFinite(this TimeSpan timeSpan, string parameterName)
    {
        if (!timeSpan.IsPositiveFinite())
        {
            throw new ArgumentException(
                $"The time-out must be greater than zero, got {timeSpan}.", parameterName);
        }
    }

    /// <summary>The smaller one, where a negative or missing span means for ever.</summary>
    public static TimeSpan Min(this TimeSpan a, TimeSpan? b)
    {
        if (b is not { } other || other.IsInfinite())
        {
            return a;
        }

        return a.IsInfinite() || a > other ? other : a;
    }
}
