using Akka.Actor;
using Akka.Event;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Computing;

namespace AkkaCoded.WorkerNode.Actors;

/// <summary>
/// A worker: serves the rows that a job's coordinator asks for, on a compute thread of its own.
/// Who talks to it: the coordinator of its job (OpenJob, Compute, Cancel, Upload, StepClosed,
/// CloseJob), its node (Leave, Announce), its compute thread (ThreadEnded, OpenFailed). The thread
/// tells the coordinator about rows directly, with this actor as sender: a hop less per step.
/// State it owns: which job is open, which messages are out of date, the compute thread. Rows,
/// model and vectors belong to the thread.
/// If it dies: its thread ends after the chunk it is at, and its rows are lost. An exception in a
/// computation restarts it on the spot: it joins under a higher incarnation and opens its job by
/// itself. Where it dies otherwise its node starts another one after a pause.
/// </summary>
internal sealed class WorkerActor : ReceiveActor
{
    private readonly WorkerSlot _slot;
    private readonly NodeContext _node;
    private readonly StaleFilter _stale = new();
    private ComputeThread? _thread;

    public WorkerActor(WorkerSlot slot, NodeContext node)
    {
        _slot = slot;
        _node = node;
        Receive<Compute>(Compute);
        Receive<Cancel>(cancel => WhenCurrent(cancel.Key.Step, () => _thread!.Cancel(cancel.Key)));
        Receive<Upload>(upload => WhenCurrent(
            upload.Key.Step, () => _thread!.Post(new UploadCommand(upload.Key, Sender))));
        Receive<StepClosed>(CloseStep);
        Receive<OpenJob>(Open);
        Receive<CloseJob>(Close);
        Receive<ThreadEnded>(ended => ended.Thread == _thread, End);
        Receive<ThreadEnded>(_ => { });
        Receive<OpenFailed>(FailToOpen);
        Receive<Announce>(announce => TellJoined(_slot.IncarnationFor(announce.LeastIncarnation)));
        Receive<Leave>(leave => SayGoodbye(leave.Reason));
        Receive<Terminated>(LoseCoordinator);
    }

    public static Props Of(WorkerSlot slot, NodeContext node) =>
        Props.Create(() => new WorkerActor(slot, node));

    protected override void PreStart()
    {
        _slot.Job = null;
        Join();
    }

    protected override void PostRestart(Exception reason)
    {
        Join();
        if (_slot.Job is var (job, coordinator))
        {
            _stale.Open(job.Job, job.JobEpoch);
            _thread!.Post(new OpenCommand(job, coordinator));
        }
    }

    protected override void PostStop() => _thread?.Stop();

    private void Join()
    {
        var self = Self;
        var context = new WorkerContext(
            _slot.Id, self, _node.Exchange, _node.Setups, _node.Faults, _node.Stopped);
        _thread = new ComputeThread(
            $"worker-{_slot.Id.Number}",
            thread => new WorkerCompute(context, thread),
            (thread, item, error) => self.Tell(new ThreadEnded(thread, item, error), self));
        TellJoined(_slot.NextIncarnation());
    }

    private void TellJoined(long incarnation) => _node.Coordinator.Tell(new WorkerJoined(
        _slot.Id, incarnation, WireLimits.ProtocolVersion, _node.Device));

    private void Open(OpenJob open)
    {
        if (_slot.Job is var (job, coordinator))
        {
            if (open.Job != job.Job)
            {
                Sender.Tell(new JobRefused(
                    open.Job, open.JobEpoch, _slot.Id, $"it works on job {job.Job}"));
                return;
            }

            if (open.JobEpoch < job.JobEpoch)
            {
                _slot.CountStale();
                return;
            }

            if (open.JobEpoch == job.JobEpoch && coordinator.Equals(Sender))
            {
                _thread!.Post(new AnnounceCommand(open, Sender));
                return;
            }

            Context.Unwatch(coordinator);
        }

        _slot.Job = (open, Sender);
        _stale.Open(open.Job, open.JobEpoch);
        Context.Watch(Sender);
        _thread!.Post(new OpenCommand(open, Sender));
    }

    /// <summary>The coordinator has been told; another job may be opened now.</summary>
    private void FailToOpen(OpenFailed failed)
    {
        if (failed.Thread == _thread && _slot.Job is var (job, coordinator)
            && ReferenceEquals(job, failed.Request))
        {
            Context.Unwatch(coordinator);
            Forget();
        }
    }

    private void Compute(Compute compute)
    {
        if (_stale.Accepts(compute.Key))
        {
            _thread!.Post(new ComputeItem(compute, Sender));
        }
        else
        {
            _slot.CountStale();
        }
    }

    private void CloseStep(StepClosed closed)
    {
        if (_stale.Close(closed.Key))
        {
            _thread!.Post(closed);
        }
        else
        {
            _slot.CountStale();
        }
    }

    private void Close(CloseJob close)
    {
        if (_slot.Job is not var (job, coordinator)
            || job.Job != close.Job || job.JobEpoch > close.JobEpoch)
        {
            _slot.CountStale();
            return;
        }

        Context.Unwatch(coordinator);
        Forget();
    }

    private void LoseCoordinator(Terminated terminated)
    {
        if (_slot.Job is var (_, coordinator) && coordinator.Equals(terminated.ActorRef))
        {
            Forget();
        }
    }

    private void Forget()
    {
        _slot.Job = null;
        _stale.Close();
        _thread!.Post(CloseCommand.Instance);
    }

    private void End(ThreadEnded ended)
    {
        switch (ended.Error)
        {
            case InjectedCrash:
                Context.Stop(Self);
                break;
            case InjectedLeave:
                SayGoodbye("injected leave");
                break;
            default:
                ended.Item?.ReplyTo.Tell(
                    new ComputeFailed(ended.Item.Key, ErrorText.Of(ended.Error)));
                throw new ComputationFailedException(_slot.Id.Number, ended.Error);
        }
    }

    private void SayGoodbye(string reason)
    {
        _thread!.Stop();
        _node.Coordinator.Tell(new Goodbye(_slot.Id, reason));
        Context.Parent.Tell(new WorkerLeft(_slot.Id.Number));
        Context.GetLogger().Info("{0} leaves: {1}", _slot.Id, reason);
    }

    private void WhenCurrent(StepKey key, Action action)
    {
        if (_stale.IsCurrent(key))
        {
            action();
        }
        else
        {
            _slot.CountStale();
        }
    }
}
