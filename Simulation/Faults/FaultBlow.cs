namespace AkkaCoded.Simulation.Faults;

/// <summary>Has one fault of a plan happen to a worker.</summary>
internal sealed class FaultBlow(FaultWorld world, PlannedFault fault, FaultNode node)
{
    private const double NoticedSeconds = 0.5;

    private TimeSpan Until
    {
        get
        {
            var until = world.Now + fault.For;
            return until < world.Plan.FaultsEnd ? until : world.Plan.FaultsEnd;
        }
    }

    public void Strike()
    {
        switch (fault.Kind)
        {
            case FaultKind.Crash:
                node.Kill();
                break;
            case FaultKind.Leave:
                node.Leave(Until - world.Now);
                break;
            case FaultKind.CutBoth:
                Cut(toWorker: true, fromWorker: true);
                break;
            case FaultKind.CutToWorker:
                Cut(toWorker: true, fromWorker: false);
                break;
            case FaultKind.CutFromWorker:
                Cut(toWorker: false, fromWorker: true);
                break;
            default:
                StrikeWorker();
                break;
        }
    }

    private void StrikeWorker()
    {
        if (node.Worker is not { } worker)
        {
            return;
        }

        switch (fault.Kind)
        {
            case FaultKind.Hang:
                worker.Hang(Until);
                break;
            case FaultKind.HangForGood:
                worker.Hang(TimeSpan.MaxValue);
                break;
            case FaultKind.Throw:
                worker.Throws = true;
                break;
            case FaultKind.Slow:
                worker.SlowFactor = 3 + (20 * world.Draw());
                world.At(Until - world.Now, () => worker.SlowFactor = 1);
                break;
            case FaultKind.WrongAnswer:
                worker.IsWrongNext = true;
                break;
            case FaultKind.BrokenUpload:
                worker.BreaksUpload = true;
                break;
            case FaultKind.LateUpload:
                worker.UploadDelay = fault.For;
                break;
            default:
                throw new InvalidOperationException($"nobody does {fault.Kind}");
        }
    }

    /// <summary>Nobody notices a short cut; a long one ends the connection, and the worker, which
    /// may be none the wiser, is reached anew afterwards.</summary>
    private void Cut(bool toWorker, bool fromWorker)
    {
        var until = Until;
        world.Network.Cut(node.Number, toWorker, fromWorker, until);
        var process = node.Process;
        if ((until - world.Now).TotalSeconds <= NoticedSeconds)
        {
            return;
        }

        world.At(TimeSpan.FromSeconds(NoticedSeconds), () =>
        {
            if (process == node.Process)
            {
                node.Disconnect();
            }
        });
        world.At(until - world.Now, () =>
        {
            if (process == node.Process)
            {
                node.Reconnect();
            }
        });
    }
}
