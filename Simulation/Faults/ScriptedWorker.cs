using Akka.Actor;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode;

namespace AkkaCoded.Simulation.Faults;

/// <summary>
/// One life of a worker: speaks the protocol as the real one does (its actor and its compute
/// thread), with the real filter of stale messages, and really adds up chunks.
/// </summary>
internal sealed partial class ScriptedWorker
{
    private readonly FaultNode _node;
    private readonly FaultWorld _world;
    private readonly StaleFilter _stale = new();
    private readonly List<Action> _waking = [];
    private (OpenJob Request, IActorRef Coordinator)? _job;
    private TimeSpan _hungUntil;
    private bool _isOver;

    public ScriptedWorker(
        FaultNode node, long incarnation, (OpenJob Request, IActorRef Coordinator)? job)
    {
        (_node, _world, Incarnation, _job) = (node, node.World, incarnation, job);
        LastHeard = _world.Now;
    }

    public long Incarnation { get; }

    /// <summary>When the coordinator was last heard of.</summary>
    public TimeSpan LastHeard { get; private set; }

    /// <summary>Whether its next computation throws.</summary>
    public bool Throws { get; set; }

    /// <summary>Whether its next answer is wrong.</summary>
    public bool IsWrongNext { get; set; }

    /// <summary>Whether its next upload breaks off.</summary>
    public bool BreaksUpload { get; set; }

    /// <summary>Delay of its next upload.</summary>
    public TimeSpan UploadDelay { get; set; }

    public double SlowFactor { get; set; } = 1;

    /// <summary>The process is gone.</summary>
    public void End() => _isOver = true;

    /// <summary>The thread makes no progress.</summary>
    public void Hang(TimeSpan until)
    {
        if (until > _hungUntil)
        {
            _hungUntil = until;
            if (until < TimeSpan.MaxValue)
            {
                After(until - _world.Now, Wake);
            }
        }
    }

    /// <summary>After a start on the spot: the job that was open is opened by itself.</summary>
    public void OpenKept()
    {
        if (_job is var (request, coordinator))
        {
            _stale.Open(request.Job, request.JobEpoch);
            After(_world.Draw(TimeSpan.FromMilliseconds(50)), () => OnThread(
                () => TellOpened(request, coordinator)));
        }
    }

    /// <summary>A message of a coordinator.</summary>
    public void Hear(IWireMessage message, IActorRef from)
    {
        LastHeard = _world.Now;
        switch (message)
        {
            case OpenJob open:
                Open(open, from);
                break;
            case Compute compute:
                Accept(compute, from);
                break;
            case Cancel cancel when _stale.IsCurrent(cancel.Key.Step):
                Stop(cancel.Key);
                break;
            case Upload upload when _stale.IsCurrent(upload.Key.Step):
                OnThread(() => HandOver(upload.Key, from));
                break;
            case StepClosed closed when _stale.Close(closed.Key):
                Close(closed.Key.Step);
                break;
            case CloseJob close when _job is var (job, _) && close.JobEpoch >= job.JobEpoch:
                _job = null;
                _stale.Close();
                StopAll();
                break;
        }
    }

    private void Open(OpenJob open, IActorRef from)
    {
        if (_job is var (job, coordinator))
        {
            if (open.JobEpoch < job.JobEpoch && _world.Sabotage != Sabotage.IgnoreEpoch)
            {
                return;
            }

            _world.Findings.Require(
                open.JobEpoch >= job.JobEpoch, _world.Now, "epochs only grow",
                $"worker {_node.Number} opened {open.JobEpoch} after {job.JobEpoch}");
            if (open.JobEpoch == job.JobEpoch && coordinator.Equals(from))
            {
                OnThread(() => TellOpened(open, from));
                return;
            }
        }

        _job = (open, from);
        _stale.Open(open.Job, open.JobEpoch);
        StopAll();
        After(_world.Draw(TimeSpan.FromMilliseconds(100)), () => OnThread(() =>
        {
            if (_job is var (now, _) && now.JobEpoch == open.JobEpoch)
            {
                TellOpened(open, from);
            }
        }));
    }

    private void TellOpened(OpenJob open, IActorRef to) => Tell(to, new JobOpened(
        open.Job, open.JobEpoch, new WorkerId(_node.Number), _world.Plan.VectorLength));

    private void Accept(Compute compute, IActorRef from)
    {
        if (_world.Sabotage == Sabotage.IgnoreEpoch && _job is var (job, _)
            && compute.Key.Step.JobEpoch < job.JobEpoch)
        {
            _world.Findings.Fail(
                _world.Now, "epochs only grow",
                $"worker {_node.Number} computes for {compute.Key.Step.JobEpoch} "
                + $"in {job.JobEpoch}");
        }

        if (_stale.Accepts(compute.Key))
        {
            Enqueue(new Item(compute, from));
        }
    }

    private void HandOver(AnswerKey key, IActorRef from)
    {
        if (Answer(key) is not { } row)
        {
            Tell(from, new AnswerMissing(key));
            return;
        }

        var vector = row.Sum.ToArray();
        var isBroken = BreaksUpload;
        var delay = _world.Network.DrawDelay(_node.Number) + UploadDelay;
        (BreaksUpload, UploadDelay) = (false, TimeSpan.Zero);
        After(delay, () => Post(key, vector, isBroken, from));
    }

    private void Post(AnswerKey key, float[] vector, bool isBroken, IActorRef from)
    {
        if (!_world.Network.IsOpen(_node.Number))
        {
            Tell(from, new AnswerMissing(key));
            return;
        }

        var length = isBroken ? vector.Length / 2 : vector.Length;
        if (_world.ReignOf(key.Step.JobEpoch) is { IsAlive: true } reign && length > 0)
        {
            reign.Exchange.Post(key, vector.AsMemory(0, length));
        }
    }

    private void Tell(IActorRef to, IWireMessage message)
    {
        var inbox = _node.Inbox!;
        _world.Network.FromWorker(
            _node.Number, message, arrived => _world.ToJob(to, arrived, inbox));
    }

    /// <summary>Something that only happens while this life lasts.</summary>
    private void After(TimeSpan delay, Action action) => _world.At(delay, () =>
    {
        if (!_isOver)
        {
            action();
        }
    });

    private void OnThread(Action action)
    {
        if (_isOver)
        {
            return;
        }

        if (_world.Now < _hungUntil)
        {
            _waking.Add(action);
            return;
        }

        action();
    }

    private void Wake()
    {
        if (_world.Now < _hungUntil)
        {
            return;
        }

        var waiting = _waking.ToList();
        _waking.Clear();
        waiting.ForEach(OnThread);
    }
}
