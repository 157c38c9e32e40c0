using AkkaCoded.Messages.Job;

namespace AkkaCoded.WorkerNode;

/// <summary>What becomes of a worker that has died.</summary>
/// <param name="Pause">Time until it is started again.</param>
/// <param name="IsQuarantined">Whether it died too often, and the pause is the cool-down.</param>
public readonly record struct RestartDecision(TimeSpan Pause, bool IsQuarantined);

/// <summary>
/// How long a dead worker pauses: each death within the window doubles the pause; one death more
/// than the window allows is quarantine, after which it starts with a clean slate. Also counts the
/// failed computations after which a restart on the spot no longer helps. Pure: time comes from
/// outside.
/// </summary>
public sealed class RestartBackoff(SupervisionOptions options)
{
    private readonly Queue<TimeSpan> _deaths = [];
    private readonly Queue<TimeSpan> _failures = [];

    /// <summary>Deaths within the window now counted.</summary>
    public int Deaths => _deaths.Count;

    /// <summary>A computation has thrown; says whether the worker has to start from scratch.
    /// </summary>
    public bool IsFailureTooMany(TimeSpan now)
    {
        Forget(_failures, now - options.FailureWindow);
        _failures.Enqueue(now);
        if (_failures.Count < options.FailuresMax)
        {
            return false;
        }

        _failures.Clear();
        return true;
    }

    /// <summary>The worker has died.</summary>
    public RestartDecision OnDeath(TimeSpan now)
    {
        Forget(_deaths, now - options.RestartWindow);
        if (_deaths.Count >= options.RestartsMax)
        {
            _deaths.Clear();
            _failures.Clear();
            return new RestartDecision(options.CoolDown, IsQuarantined: true);
        }

        var pause = options.RestartPauseMin * Math.Pow(2, _deaths.Count);
        _deaths.Enqueue(now);
        return new RestartDecision(
            pause < options.RestartPauseMax ? pause : options.RestartPauseMax,
            IsQuarantined: false);
    }

    private static void Forget(Queue<TimeSpan> times, TimeSpan until)
    {
        while (times.TryPeek(out var time) && time <= until)
        {
            times.Dequeue();
        }
    }
}
