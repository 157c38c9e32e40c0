using AkkaCoded.Messages.Chaos;

namespace AkkaCoded.WorkerNode.Computing;

/// <summary>Thrown on the compute thread where the worker has to die without a word.</summary>
internal sealed class InjectedCrash() : Exception("injected crash");

/// <summary>Thrown on the compute thread where the worker has to leave in good order.</summary>
internal sealed class InjectedLeave() : Exception("injected leave");

/// <summary>Thrown on the compute thread as any failing computation would.</summary>
internal sealed class InjectedFailure(long step)
    : Exception($"injected failure in step {step}");

/// <summary>The injected faults of one worker, suffered on its compute thread.</summary>
internal sealed class InjectedFaults(WorkerContext context)
{
    private int Worker => context.Id.Number;

    private ChaosPlan Plan => context.Faults.Plan;

    /// <summary>Suffers the faults that happen once and are due in this step.</summary>
    public void Strike(long step)
    {
        while (context.Faults.Take(step, Worker) is { } fault)
        {
            switch (fault.Kind)
            {
                case FaultKind.Hang:
                    // Deaf to everything but the end of the node, as a real hang would be.
                    context.NodeStopped.WaitHandle.WaitOne(
                        fault.Duration ?? Timeout.InfiniteTimeSpan);
                    break;
                case FaultKind.Crash:
                    throw new InjectedCrash();
                case FaultKind.Leave:
                    throw new InjectedLeave();
                default:
                    throw new InjectedFailure(step);
            }
        }
    }

    /// <summary>How many times longer computing takes in this step; at least 1.</summary>
    public double SlowFactor(long step) => Plan.SlowFactor(step, Worker);

    /// <summary>Delay after the row's chunks of this step, in seconds.</summary>
    public double DelaySeconds(RowWork row) => Plan.DelaySeconds(
        row.Step, Worker, (double)row.Request.RowChunks.Length / row.Request.Chunks);

    /// <summary>
    /// Turns the answer around, which replicas notice and the training feels; loss and right
    /// answers stay, so that nothing else gives it away.
    /// </summary>
    public void Falsify(RowWork row, int weightsLength)
    {
        for (var step = row.Key.Step.Step; step < row.Key.Step.Step + row.Steps; step++)
        {
            if (Plan.IsWrong(step, Worker))
            {
                foreach (ref var value in row.Sum.AsSpan(0, weightsLength))
                {
                    value = -value;
                }

                return;
            }
        }
    }
}
