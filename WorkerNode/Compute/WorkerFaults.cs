using AkkaCoded.Messages.Chaos;

namespace AkkaCoded.WorkerNode.Compute;

/// <summary>What holds for one worker during one step.</summary>
/// <param name="DelaySeconds">Delay besides the computing, the factor included.</param>
/// <param name="Factor">How many times longer computing takes; at least 1.</param>
/// <param name="IsWrong">Whether the answer's values are wrong.</param>
internal readonly record struct StepFaults(double DelaySeconds, double Factor, bool IsWrong)
{
    public static readonly StepFaults None = new(0, 1, false);
}

/// <summary>What goes wrong on purpose. Safe for several threads.</summary>
internal interface IWorkerFaults
{
    /// <summary>
    /// A fault that happens once and is due for this worker in this step; it is used up, also for
    /// the worker that follows after a restart. Null where there is none.
    /// </summary>
    Fault? Strike(int worker, long step);

    /// <summary>What holds for this step.</summary>
    /// <param name="worker">Number of the worker.</param>
    /// <param name="step">The step.</param>
    /// <param name="load">Share of the step that the worker computes.</param>
    StepFaults During(int worker, long step, double load);
}

/// <summary>Thrown on the compute thread where the worker has to die without a word.</summary>
internal sealed class InjectedCrash() : Exception("injected crash");

/// <summary>Thrown on the compute thread where the worker has to leave in good order.</summary>
internal sealed class InjectedLeave() : Exception("injected leave");

/// <summary>Thrown on the compute thread as any failing computation would.</summary>
internal sealed class InjectedFailure(long step)
    : Exception($"injected failure in step {step}");
