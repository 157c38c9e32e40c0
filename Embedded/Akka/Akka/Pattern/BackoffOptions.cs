using Akka.Actor;

namespace Akka.Pattern;

/// <summary>Restart with growing pauses: after a failure, or after any stop.</summary>
public static class Backoff
{
    public static BackoffOptions OnFailure(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor,
        int maxNrOfRetries) =>
        new Options(
            false, childProps, childName, minBackoff, maxBackoff, randomFactor, maxNrOfRetries);

    [Obsolete("Use the overloaded one which accepts maxNrOfRetries instead.")]
    public static BackoffOptions OnFailure(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor) =>
        OnFailure(childProps, childName, minBackoff, maxBackoff, randomFactor, -1);

    public static BackoffOptions OnStop(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor,
        int maxNrOfRetries) =>
        new Options(
            true, childProps, childName, minBackoff, maxBackoff, randomFactor, maxNrOfRetries);

    [Obsolete("Use the overloaded one which accepts maxNrOfRetries instead.")]
    public static BackoffOptions OnStop(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor) =>
        OnStop(childProps, childName, minBackoff, maxBackoff, randomFactor, -1);

    private sealed record Options(
        bool OnAnyStop,
        Props ChildProps,
        string ChildName,
        TimeSpan MinBackoff,
        TimeSpan MaxBackoff,
        double RandomFactor,
        OneForOneStrategy Strategy,
        IBackoffReset Reset,
        object Reply,
        Func<object, bool> FinalStop)
    {
        public Options(
            bool onAnyStop,
            Props childProps,
            string childName,
            TimeSpan minBackoff,
            TimeSpan maxBackoff,
            double randomFactor,
            int retriesMax)
            : this(
                onAnyStop, childProps, childName, minBackoff, maxBackoff, randomFactor,
                new OneForOneStrategy(retriesMax, -1, SupervisorStrategy.DefaultDecider),
                null, null, null)
        {
        }

        public static implicit operator BackoffOptions(Options options) => new Impl(options);

        public Props ToProps()
        {
            if (MinBackoff <= TimeSpan.Zero)
            {
                throw new ArgumentException("MinBackoff must be greater than 0");
            }

            if (MaxBackoff < MinBackoff)
            {
                throw new ArgumentException("MaxBackoff must be greater than MinBackoff");
            }

            if (RandomFactor is < 0.0 or > 1.0)
            {
                throw new ArgumentException("RandomFactor must be between 0.0 and 1.0");
            }

            var type = OnAnyStop ? typeof(BackoffSupervisor) : typeof(BackoffOnFailureSupervisor);
            return Props.Create(
                type, ChildProps, ChildName, MinBackoff, MaxBackoff,
                Reset ?? new AutoReset(MinBackoff), RandomFactor, Strategy, Reply, FinalStop);
        }
    }

    private sealed class Impl(Options options) : BackoffOptions
    {
        internal override Props Props => options.ToProps();

        public override BackoffOptions WithAutoReset(TimeSpan resetBackoff) =>
            options with { Reset = new AutoReset(resetBackoff) };

        public override BackoffOptions WithManualReset() =>
            options with { Reset = new ManualReset() };

        public override BackoffOptions WithSupervisorStrategy(
            OneForOneStrategy supervisorStrategy) =>
            options with { Strategy = supervisorStrategy };

        public override BackoffOptions WithDefaultStoppingStrategy() =>
            options with
            {
                Strategy = new OneForOneStrategy(
                    options.Strategy.MaxNumberOfRetries, -1,
                    SupervisorStrategy.StoppingStrategy.Decider),
            };

        public override BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries) =>
            options with { Strategy = options.Strategy.WithMaxNrOfRetries(maxNrOfRetries) };

        public override BackoffOptions WithReplyWhileStopped(object replyWhileStopped) =>
            options with { Reply = replyWhileStopped };

        public override BackoffOptions WithFinalStopMessage(
            Func<object, bool> isFinalStopMessage) =>
            options with { FinalStop = isFinalStopMessage };
    }
}

public abstract class BackoffOptions
{
    internal abstract Props Props { get; }

    /// <summary>The count starts anew once the child has run that long.</summary>
    public abstract BackoffOptions WithAutoReset(TimeSpan resetBackoff);

    /// <summary>The count starts anew when the child tells its parent Reset.</summary>
    public abstract BackoffOptions WithManualReset();

    public abstract BackoffOptions WithSupervisorStrategy(OneForOneStrategy supervisorStrategy);

    public abstract BackoffOptions WithDefaultStoppingStrategy();

    public abstract BackoffOptions WithMaxNrOfRetries(int maxNrOfRetries);

    /// <summary>Answers while there is no child; without it those messages are dead letters.
    /// </summary>
    public abstract BackoffOptions WithReplyWhileStopped(object replyWhileStopped);

    /// <summary>After such a message the child's stop is the end, not a failure.</summary>
    public abstract BackoffOptions WithFinalStopMessage(Func<object, bool> isFinalStopMessage);
}

public interface IBackoffReset
{
}

internal sealed class ManualReset : IBackoffReset
{
}

internal sealed class AutoReset(TimeSpan resetBackoff) : IBackoffReset
{
    public TimeSpan ResetBackoff { get; } = resetBackoff;
}
