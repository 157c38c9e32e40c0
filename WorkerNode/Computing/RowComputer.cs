using System.Diagnostics;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Metrics;

namespace AkkaCoded.WorkerNode.Computing;

/// <summary>
/// Computes a row chunk by chunk into its kept sum, looking between two chunks whether it is still
/// wanted, and suffers the injected faults. The sum starts from zeros and takes the chunks in the
/// order of the row, whatever happened in between, so its bits never tell of it.
/// </summary>
internal sealed class RowComputer(WorkerContext context, ComputeThread thread)
{
    /// <summary>Shorter waits are put off: the clock of a wait counts milliseconds.</summary>
    private const double ShortestWaitSeconds = 5e-4;

    private readonly InjectedFaults _faults = new(context);

    /// <summary>Computes what is missing of a row.</summary>
    /// <returns>Whether the row is done and still wanted.</returns>
    public bool Run(JobSession session, RowWork row, ComputeItem item)
    {
        session.UseChunks(row.Request.Chunks);
        if (!TryBegin(session, row, item))
        {
            return false;
        }

        while (row.StepIndex < row.Steps)
        {
            _faults.Strike(row.Step);
            if (!TryComputeStep(session, row, item) || !TryServeDelay(row, item))
            {
                return false;
            }

            if (row.Request.Local is { } local)
            {
                session.Local.Step(row, local);
            }

            row.NextStep();
        }

        Finish(session, row);
        return true;
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
            // Where other work has moved the model meanwhile, local steps cannot be taken up again.
            row.Reset();
            session.Local.Begin(row);
        }

        row.ParametersSeconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
        return true;
    }

    private bool TryComputeStep(JobSession session, RowWork row, ComputeItem item)
    {
        var chunks = row.Request.RowChunks;
        var slower = _faults.SlowFactor(row.Step) - 1;
        while (row.ChunksInStep < chunks.Length)
        {
            if (item.IsEnded)
            {
                return false;
            }

            var start = Stopwatch.GetTimestamp();
            session.Gradients.Accumulate(
                row.Step, chunks[row.ChunksInStep], row.NextCoefficient, row.Sum);
            row.ChunksInStep++;
            NodeMetrics.Computed(row.Key.Step, context.Id);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            row.ComputeSeconds += seconds;
            row.OwedSeconds += slower * seconds;
            if (!TryPay(row, item))
            {
                return false;
            }

            TellProgress(row, item);
            thread.ServeUrgent();
        }

        return true;
    }

    private bool TryServeDelay(RowWork row, ComputeItem item)
    {
        if (!row.IsDelayDrawn && !row.IsDelayWaived)
        {
            row.OwedSeconds += _faults.DelaySeconds(row);
        }

        row.IsDelayDrawn = true;
        return TryPay(row, item) && !item.IsEnded;
    }

    /// <summary>Waits for the delay that is owed so far.</summary>
    private bool TryPay(RowWork row, ComputeItem item)
    {
        if (row.OwedSeconds < ShortestWaitSeconds)
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
        context.OnChunk?.Invoke(item, row.ChunksDone);
        // The end of a row is told by Ready.
        if (row.ChunksDone < row.Steps * row.Request.RowChunks.Length && !item.IsEnded)
        {
            var done = Math.Min(row.ChunksDone, WireLimits.RowChunksMax);
            item.ReplyTo.Tell(new Progress(item.Key, done), context.Worker);
        }
    }

    private void Finish(JobSession session, RowWork row)
    {
        if (row.Request.Local is not null)
        {
            session.Local.Answer(row);
        }

        _faults.Falsify(row, session.Layout.WeightsLength);
        row.Finish(ContentHash.Of(row.Sum));
        NodeMetrics.Done(row.Key.Step, row.Timings);
    }
}
