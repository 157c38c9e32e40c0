using Akka.Actor;
using AkkaCoded.Codes.Baselines;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Simulation.Time;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>
/// A worker that takes time instead of computing. Who talks to it: the job (OpenJob, Compute,
/// Cancel, Upload, StepClosed, CloseJob), which it answers as a real one does, and the cluster,
/// which lets it fail. State it owns: the row it is at, and the newest one it was asked for
/// meanwhile. If it dies: the job is told by its watch; the cluster starts it anew later.
/// </summary>
internal sealed class SimulatedWorker : UntypedActor, IDue
{
    private readonly SimulatedCluster _cluster;
    private readonly int _number;
    private readonly long _incarnation;
    private IActorRef? _job;
    private IActorRef _self = ActorRefs.Nobody;
    private Compute? _row;
    private Compute? _next;
    private double _load;
    private TimeSpan _begun;
    private TimeSpan _free;
    private long _awaited = -1;
    private IParametersLease? _lease;
    private float[]? _vector;
    private AnswerKey? _answered;
    private bool _isSilent;

    public SimulatedWorker(SimulatedCluster cluster, int number, long incarnation)
    {
        (_cluster, _number, _incarnation) = (cluster, number, incarnation);
    }

    /// <inheritdoc/>
    public bool Awaits(long number) => number == _awaited;

    /// <inheritdoc/>
    public void OnDue()
    {
        var row = _row!;
        (_row, _awaited) = (null, -1);
        _answered = row.Key;
        _cluster.Worked(_load * (row.Local?.LearningRates.Length ?? 1));
        _job!.Tell(_cluster.Answer(row, _lease, ref _vector), _self);
        Release();
        if (_next is { } next)
        {
            _next = null;
            Begin(next);
        }
    }

    /// <summary>It stops without a word, and hears nothing any more.</summary>
    public void Fall()
    {
        Stop();
        (_next, _isSilent) = (null, true);
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _self = Self;
        _free = _cluster.Now + _cluster.ColdTime(_number, _incarnation);
        _cluster.Started(_number, this);
        _cluster.Jobs.Tell(
            new WorkerJoined(
                new WorkerId(_number), _incarnation, WireLimits.ProtocolVersion, "simulated"),
            _self);
    }

    /// <inheritdoc/>
    protected override void PostStop() => Stop();

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        if (_isSilent)
        {
            return;
        }

        switch (message)
        {
            case Compute compute:
                Take(compute);
                break;
            case Cancel cancel:
                Cancel(cancel.Key);
                break;
            case Upload upload when _vector is not null && upload.Key == _answered:
                _cluster.Post(upload.Key, _vector);
                break;
            case Upload upload:
                Sender.Tell(new AnswerMissing(upload.Key), _self);
                break;
            case OpenJob open:
                _job = Sender;
                _job.Tell(
                    new JobOpened(
                        open.Job, open.JobEpoch, new WorkerId(_number), _cluster.VectorLength),
                    _self);
                break;
            case CloseJob:
                Stop();
                _next = null;
                break;
            default:
                break;
        }
    }

    private void Take(Compute compute)
    {
        if (_row is null)
        {
            Begin(compute);
        }
        else if (_cluster.Options.Late == LateWorkers.CarryOver)
        {
            _next = compute;
        }
        else
        {
            Stop();
            Begin(compute);
        }
    }

    private void Cancel(AnswerKey key)
    {
        if (_next?.Key == key)
        {
            _next = null;
        }

        if (_row?.Key == key && _cluster.Options.Late == LateWorkers.Cancel)
        {
            Stop();
        }
    }

    private void Begin(Compute compute)
    {
        _row = compute;
        _lease = _cluster.Lease(compute);
        _load = (double)compute.RowChunks.Length / compute.Chunks;
        var now = _cluster.Now;
        _begun = now > _free ? now : _free;
        var step = StepDelays.StepOf(compute.Key);
        var seconds = compute.Local is { } local
            ? _cluster.Delays.LocalSeconds(step, local.LearningRates.Length, _number, _load)
            : _cluster.Delays.Seconds(step, _number, _load);
        _awaited = _cluster.At(_begun - now + TimeSpan.FromSeconds(seconds), this);
    }

    /// <summary>Leaves the row it is at; what it did of it was work.</summary>
    private void Stop()
    {
        if (_row is { } row)
        {
            _cluster.Worked(_load * _cluster.ShareDone(
                StepDelays.StepOf(row.Key), _number, _load,
                (_cluster.Now - _begun).TotalSeconds));
        }

        (_row, _awaited) = (null, -1);
        Release();
    }

    private void Release()
    {
        _lease?.Dispose();
        _lease = null;
    }
}
