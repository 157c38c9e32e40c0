using Akka.Actor;
using Akka.Event;

namespace Akka.Pattern;

/// <summary>Starts its child again whenever it stops, for whatever reason.</summary>
public sealed partial class BackoffSupervisor : BackoffSupervisorBase
{
    private readonly TimeSpan _minBackoff;
    private readonly TimeSpan _maxBackoff;
    private readonly double _randomFactor;
    private readonly SupervisorStrategy _strategy;

    public BackoffSupervisor(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor)
        : this(
            childProps, childName, minBackoff, maxBackoff, new AutoReset(minBackoff),
            randomFactor, Actor.SupervisorStrategy.DefaultStrategy)
    {
    }

    public BackoffSupervisor(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        IBackoffReset reset,
        double randomFactor,
        SupervisorStrategy strategy,
        object replyWhileStopped = null,
        Func<object, bool> finalStopMessage = null)
        : base(childProps, childName, reset, replyWhileStopped, finalStopMessage)
    {
        _minBackoff = minBackoff;
        _maxBackoff = maxBackoff;
        _randomFactor = randomFactor;
        _strategy = strategy;
    }

    public static Props Props(BackoffOptions options) => options.Props;

    public static Props Props(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor) =>
        PropsWithSupervisorStrategy(
            childProps, childName, minBackoff, maxBackoff, randomFactor,
            Actor.SupervisorStrategy.DefaultStrategy);

    public static Props Props(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor,
        int maxNrOfRetries) =>
        PropsWithSupervisorStrategy(
            childProps, childName, minBackoff, maxBackoff, randomFactor,
            new OneForOneStrategy(
                maxNrOfRetries, -1, Actor.SupervisorStrategy.DefaultStrategy.Decider));

    public static Props PropsWithSupervisorStrategy(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        double randomFactor,
        SupervisorStrategy strategy) =>
        Actor.Props.Create(
            typeof(BackoffSupervisor), childProps, childName, minBackoff, maxBackoff,
            new AutoReset(minBackoff), randomFactor, strategy, null, null);

    /// <summary>min * 2^restarts, at most max, plus up to a random share of itself.</summary>
    internal static TimeSpan CalculateDelay(
        int restartCount, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor)
    {
        var spread = 1.0 + (Random.Shared.NextDouble() * randomFactor);
        var ticks = Math.Min(maxBackoff.Ticks, minBackoff.Ticks * Math.Pow(2, restartCount));
        return ticks * spread >= long.MaxValue
            ? maxBackoff
            : TimeSpan.FromTicks((long)(ticks * spread));
    }

    protected override SupervisorStrategy SupervisorStrategy() => _strategy;

    protected override bool Receive(object message)
    {
        if (message is not Terminated terminated || !terminated.ActorRef.Equals(Child))
        {
            return HandleBackoff(message);
        }

        Child = null;
        var retriesMax = (_strategy as OneForOneStrategy)?.MaxNumberOfRetries ?? -1;
        if (FinalStopMessageReceived)
        {
            Context.Stop(Self);
        }
        else if (retriesMax == -1 || RestartCountN < retriesMax)
        {
            BackOff(_minBackoff, _maxBackoff, _randomFactor);
        }
        else
        {
            Log.Debug("Terminating: more than {0} restarts", retriesMax);
            Context.Stop(Self);
        }

        return true;
    }
}

/// <summary>
/// Starts its child again only where the strategy would restart it. It stops the child instead, so
/// that nothing is queued for it during the pause.
/// </summary>
internal sealed class BackoffOnFailureSupervisor(
    Props childProps,
    string childName,
    TimeSpan minBackoff,
    TimeSpan maxBackoff,
    IBackoffReset reset,
    double randomFactor,
    OneForOneStrategy strategy,
    object replyWhileStopped,
    Func<object, bool> finalStopMessage)
    : BackoffSupervisorBase(childProps, childName, reset, replyWhileStopped, finalStopMessage)
{
    private bool _failed;

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(
            strategy.MaxNumberOfRetries, strategy.WithinTimeRangeMilliseconds, Decide);

    protected override bool Receive(object message)
    {
        if (_failed && message is BackoffSupervisor.StartChild)
        {
            return true;
        }

        if (message is not Terminated terminated || !terminated.ActorRef.Equals(Child))
        {
            return HandleBackoff(message);
        }

        if (_failed)
        {
            _failed = false;
            Child = null;
            BackOff(minBackoff, maxBackoff, randomFactor);
        }
        else
        {
            Log.Debug("Terminating, because child {0} terminated itself", Child);
            Context.Stop(Self);
        }

        return true;
    }

    private Directive Decide(Exception cause)
    {
        var directive = strategy.Decider.Decide(cause);
        if (directive != Directive.Restart)
        {
            return directive;
        }

        if (strategy.WithinTimeRangeMilliseconds > 0 && RestartCountN == 0)
        {
            TellSelfAfter(
                TimeSpan.FromMilliseconds(strategy.WithinTimeRangeMilliseconds),
                new BackoffSupervisor.ResetRestartCount(RestartCountN));
        }

        if (strategy.MaxNumberOfRetries >= 0 && RestartCountN >= strategy.MaxNumberOfRetries)
        {
            Log.Debug("Terminating: more than {0} restarts", strategy.MaxNumberOfRetries);
            Context.Stop(Self);
        }
        else
        {
            _failed = true;
        }

        return Directive.Stop;
    }
}
