using Akka.Actor;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Simulation.Time;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>
/// The machines of a simulation: starts workers, lets them fail and come back, and knows how long
/// everything takes. On the world's thread only; memory is linear in workers.
/// </summary>
internal sealed class SimulatedCluster : IWorkerLinks
{
    private readonly VirtualWorld _world;
    private readonly FailureTimeline _failures;
    private readonly SimulatedWorker?[] _workers;
    private readonly IActorRef?[] _refs;
    private readonly long[] _incarnations;
    private readonly double[] _repaired;
    private readonly IGradientSource? _gradients;
    private readonly InMemoryExchange _exchange;
    private readonly float[] _vector;
    private bool _isOver;

    public SimulatedCluster(
        VirtualWorld world, SimulationOptions options, StepDelays delays,
        IGradientSource? gradients, InMemoryExchange exchange)
    {
        (_world, Options, Delays) = (world, options, delays);
        (_gradients, _exchange) = (gradients, exchange);
        _failures = new FailureTimeline(options);
        _workers = new SimulatedWorker?[options.Workers];
        _refs = new IActorRef?[options.Workers];
        _incarnations = new long[options.Workers];
        _repaired = new double[options.Workers];
        _vector = new float[InlineVector.Fits(VectorLength) ? VectorLength : 0];
    }

    public SimulationOptions Options { get; }

    public StepDelays Delays { get; }

    /// <summary>Where workers announce themselves.</summary>
    public IActorRef Jobs { get; private set; } = ActorRefs.Nobody;

    public TimeSpan Now => _world.Now;

    public int VectorLength => _gradients?.Length ?? 0;

    /// <summary>Work done so far; a whole step computed once is 1.</summary>
    public double Work { get; private set; }

    /// <summary>Starts all workers.</summary>
    public void Start(IActorRef jobs)
    {
        Jobs = jobs;
        for (var worker = 0; worker < _workers.Length; worker++)
        {
            StartWorker(worker);
        }
    }

    /// <summary>From now on nobody fails or is started.</summary>
    public void End() => _isOver = true;

    public long At(TimeSpan delay, IDue target) => _world.At(delay, target);

    public TimeSpan ColdTime(int worker, long incarnation) =>
        TimeSpan.FromSeconds(Delays.ColdSeconds(worker, incarnation));

    public void Started(int worker, SimulatedWorker actor) => _workers[worker] = actor;

    public void Worked(double load) => Work += load;

    /// <summary>Part of its row that a worker has done: nothing until its time at load 0, then
    /// evenly, which is exact for both load models.</summary>
    public double ShareDone(long step, int worker, double load, double seconds)
    {
        var zero = Delays.Seconds(step, worker, 0);
        var full = Delays.Seconds(step, worker, load);
        return full > zero ? Math.Clamp((seconds - zero) / (full - zero), 0, 1) : 0;
    }

    /// <summary>The parameters that a row is computed at, to be held until then; null where the
    /// time is all that is simulated.</summary>
    public IParametersLease? Lease(Compute row)
    {
        if (_gradients is not { NeedsParameters: true })
        {
            return null;
        }

        var key = new ParametersKey(
            row.Key.Step.Job, row.Key.Step.JobEpoch, row.ParametersVersion);
        var lease = _exchange.GetParametersAsync(key, CancellationToken.None);
        Contract.Require(lease.IsCompleted, "memory answers at once");
        return lease.Result;
    }

    /// <summary>Computes an answer.</summary>
    /// <param name="row">What was asked for.</param>
    /// <param name="lease">What <see cref="Lease"/> gave.</param>
    /// <param name="kept">The worker's own memory for an answer that is too long to ride along.
    /// </param>
    public Ready Answer(Compute row, IParametersLease? lease, ref float[]? kept)
    {
        if (_gradients is null)
        {
            return new Ready(row.Key, 0, 0, default, default);
        }

        var isInline = InlineVector.Fits(VectorLength);
        var vector = isInline ? _vector : kept ??= new float[VectorLength];
        var parameters = lease is null ? default : lease.Values.Span;
        _gradients.Compute(row, parameters, vector);
        return new Ready(
            row.Key, vector.Length, ContentHash.Of(vector), default,
            isInline ? InlineVector.Bytes(vector) : default);
    }

    /// <summary>Hands an answer over that did not ride along.</summary>
    public void Post(AnswerKey key, float[] vector)
    {
        var posted = _exchange.PostAnswerAsync(key, vector, CancellationToken.None);
        Contract.Require(posted.IsCompletedSuccessfully, "memory takes at once");
    }

    /// <inheritdoc/>
    public void Watch(IActorContext job, IActorRef worker) => job.Watch(worker);

    /// <inheritdoc/>
    public void Unwatch(IActorContext job, IActorRef worker) => job.Unwatch(worker);

    /// <inheritdoc/>
    public void Restart(IActorContext job, IActorRef worker, RestartWorker order)
    {
        var number = order.Worker.Number;
        var pause = Options.Supervision?.RestartPauseMin ?? TimeSpan.Zero;
        if (worker.Equals(_refs[number]))
        {
            Kill(number);
            if (!_failures.HasFailures || NextFailure(number).Down > Now.TotalSeconds)
            {
                var incarnation = _incarnations[number];
                _world.At(pause, () => UnlessOver(() => StartAgain(number, incarnation)));
            }
        }
    }

    private void StartWorker(int number)
    {
        var incarnation = ++_incarnations[number];
        _refs[number] = _world.System.ActorOf(
            Props.Create(() => new SimulatedWorker(this, number, incarnation)),
            $"worker-{number}-{incarnation}");
        if (_failures.HasFailures)
        {
            var (down, up) = NextFailure(number);
            After(down, () => Fail(number, incarnation, up));
        }
    }

    /// <summary>The clock counts in ticks and may stand a little before the end of a repair.
    /// </summary>
    private (double Down, double Up) NextFailure(int number) =>
        _failures.Next(number, Math.Max(Now.TotalSeconds, _repaired[number]));

    private void StartAgain(int number, long incarnation)
    {
        if (_refs[number] is null && _incarnations[number] == incarnation)
        {
            StartWorker(number);
        }
    }

    private void Fail(int number, long incarnation, double up)
    {
        if (_incarnations[number] != incarnation)
        {
            return;
        }

        if (Options.Failures!.IsSilent)
        {
            _workers[number]?.Fall();
        }
        else
        {
            Kill(number);
        }

        After(up, () =>
        {
            _repaired[number] = up;
            Kill(number);
            StartAgain(number, incarnation);
        });
    }

    private void UnlessOver(Action action)
    {
        if (!_isOver)
        {
            action();
        }
    }

    private void Kill(int number)
    {
        if (_refs[number] is { } worker)
        {
            (_refs[number], _workers[number]) = (null, null);
            _world.System.Stop(worker);
        }
    }

    private void After(double seconds, Action action) => _world.At(
        TimeSpan.FromSeconds(Math.Min(1e9, Math.Max(0, seconds - Now.TotalSeconds))),
        () => UnlessOver(action));
}
