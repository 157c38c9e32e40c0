using System.Diagnostics;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.Compute;

/// <summary>
/// Computes a row chunk by chunk into its kept sum, looking between two chunks whether it is still
/// wanted, and suffers the injected faults. The sum starts from zeros and takes the chunks in the
/// order of the row, whatever happened in between, so its bits never tell of it.
/// </summary>
internal sealed class RowComputer(WorkerContext context, ComputeThread thread)
{
    /// <summary>Computes what is missing of a row.</summary>
    /// <returns>Whether the row is done and still wanted.</returns>
    public bool Run(JobSession session, RowWork row, ComputeItem item)
    {
        session.UseChunks(row.Request.Chunks);
        if (!TryBegin(session, row, item))
        {
            return false;
        }

        for (; row.StepIndex < row.Steps; FinishStep(session, row))
        {
            Strike(row.Step);
            var faults = Faults(row);
            if (item.IsEnded || !TryComputeStep(session, row, item, faults)
                || !TryServeDelay(row, item, faults))
            {
                return false;
            }
        }

        FinishRow(session, row);
        return !item.IsEnded;
    }

    private bool TryBegin(JobSession session, RowWork row, ComputeItem item)
    {
        var isLocal = row.Request.Local is not null;
        if (isLocal && session.Local.IsAt(row))
        {
            return true;
        }

        var start = Stopwatch.GetTimestamp();
        if (!session.TryUseParameters(item, thread, context.Exchange))
        {
            return false;
        }

        if (isLocal)
        {
            // Another row has moved the model meanwhile: local steps cannot be taken up again.
            row.Reset();
            session.Local.Begin(row);
        }

        row.ParametersSeconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
        return true;
    }

    private bool TryComputeStep(
        JobSession session, RowWork row, ComputeItem item, in StepFaults faults)
    {
        var chunks = row.Request.RowChunks;
        while (row.ChunksInStep < chunks.Length)
        {
            if (item.IsEnded)
            {
                return false;
            }

            var start = Stopwatch.GetTimestamp();
            session.Gradients.Accumulate(
                row.Step, chunks[row.ChunksInStep], row.NextCoefficient, row.Sum);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            row.ChunksInStep++;
            row.ComputeSeconds += seconds;
            row.OwedSeconds += (faults.Factor - 1) * seconds;
            thread.ServeUrgent();
            if (!TryPay(row, item))
            {
                return false;
            }

            TellProgress(row, item);
        }

        return true;
    }

    private bool TryServeDelay(RowWork row, ComputeItem item, in StepFaults faults)
    {
        if (!row.IsDelayDrawn && !row.IsDelayWaived)
        {
            row.OwedSeconds += faults.DelaySeconds;
        }

        row.IsDelayDrawn = true;
        return TryPay(row, item) && !item.IsEnded;
    }

    /// <summary>Waits for the delay that is owed; what is too short for a clock stays owed.
    /// </summary>
    private bool TryPay(RowWork row, ComputeItem item)
    {
        if (row.OwedSeconds < 5e-4)
        {
            return true;
        }

        var waited = thread.Wait(row.OwedSeconds, item);
        row.DelaySeconds += waited;
        row.OwedSeconds = item.IsCancelled ? 0 : Math.Max(0, row.OwedSeconds - waited);
        row.IsDelayWaived |= item.IsCancelled;
        return !item.IsEnded;
    }

    private void TellProgress(RowWork row, ComputeItem item)
    {
        // The end of a row is told by Ready, which follows at once where no delay is injected.
        if (row.ChunksDone < row.Steps * row.Request.RowChunks.Length && !item.IsEnded)
        {
            item.ReplyTo.Tell(new Progress(item.Key, row.ChunksDone), context.Worker);
        }
    }

    private StepFaults Faults(RowWork row) => context.Faults is null
        ? StepFaults.None
        : context.Faults.During(
            context.Id.Number, row.Step, (double)row.Request.RowChunks.Length / row.Request.Chunks);

    private void Strike(long step)
    {
        while (context.Faults?.Strike(context.Id.Number, step) is { } fault)
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

    private static void FinishStep(JobSession session, RowWork row)
    {
        if (row.Request.Local is { } local)
        {
            session.Local.Step(row, local);
            row.NextStep();
        }
        else
        {
            row.NextStep();
        }
    }

    private void FinishRow(JobSession session, RowWork row)
    {
        row.Finish(0);
    }
}
