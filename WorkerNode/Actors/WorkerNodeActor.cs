using Akka.Actor;
using Akka.Event;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.Actors;

/// <summary>
/// A node: starts the workers of this process and supervises them.
/// Entry points: <c>system.ActorOf(WorkerNodeActor.Create(...), "node")</c>. Its workers, children
/// <c>worker-{number}</c>, tell the coordinator <see cref="WorkerJoined"/> with themselves as
/// sender; all further talk is between a job and the worker (OpenJob, JobOpened or JobRefused,
/// Compute, Progress, Ready, Upload, Cancel, StepClosed, ComputeFailed, AnswerMissing, CloseJob).
/// After a failed computation the same worker says ComputeFailed, WorkerJoined (higher
/// incarnation) and JobOpened, in this order; Compute is welcome from ComputeFailed on.
/// Who talks to it: the coordinator (RestartWorker, InjectFault: answered by Status.Success or
/// Status.Failure, so ask for it; nothing where the asker is in another process), the process
/// (AddWorker, RemoveWorker, DescribeNode; the node of a cluster: EnsureWorker, StopWorker), its
/// workers (WorkerLeft). It tells the coordinator WorkerQuarantined.
/// State it owns: number, incarnation, deaths and failures of each worker.
/// If it dies: its workers die with it, hanging threads are released, and its supervisor starts
/// another one.
/// </summary>
public sealed class WorkerNodeActor : ReceiveActor, IWithTimers
{
    private readonly NodeOptions _options;
    private readonly NodeContext _context;
    private readonly WorkerIncarnations _incarnations;
    private readonly CancellationTokenSource _stopped = new();
    private readonly SortedDictionary<int, WorkerRecord> _workers = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();

    /// <summary>Used by <c>Create</c>: Akka.NET wants it public.</summary>
    public WorkerNodeActor(
        NodeOptions options,
        IActorRef coordinator,
        ITensorExchange exchange,
        FaultLedger faults,
        IJobSetups setups,
        WorkerIncarnations incarnations)
    {
        _options = options;
        _incarnations = incarnations;
        _context = new NodeContext(
            coordinator, exchange, setups, faults, options.Device, _stopped.Token);
        Receive<StartWorker>(start => Start(start.Number));
        Receive<Terminated>(Bury);
        Receive<WorkerLeft>(left => Dismiss(left.Number));
        Receive<RestartWorker>(Restart);
        Receive<InjectFault>(Inject);
        Receive<AddWorker>(Add);
        Receive<RemoveWorker>(Remove);
        Receive<EnsureWorker>(Ensure);
        Receive<StopWorker>(stop => Dismiss(stop.Worker.Number));
        Receive<DescribeNode>(_ => Sender.Tell(Describe()));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Now => Context.System.Scheduler.HighResMonotonicClock;

    /// <summary>How to start a node.</summary>
    /// <param name="options">Its workers and how they are supervised.</param>
    /// <param name="coordinator">Whom workers join: the job manager.</param>
    /// <param name="exchange">Where vectors travel.</param>
    /// <param name="faults">Faults to inject; the node takes in those that come at run time.
    /// </param>
    /// <param name="setups">Where the data of jobs come from: <see cref="JobSetups"/> opens what
    /// OpenJob describes; a coordinator of the same process hands out what it has opened.</param>
    public static Props Create(
        NodeOptions options,
        IActorRef coordinator,
        ITensorExchange exchange,
        FaultLedger faults,
        IJobSetups setups) =>
        Create(
            options, coordinator, exchange, faults, setups,
            new WorkerIncarnations(options.FirstIncarnation));

    /// <summary>As above, where one node follows another one in the same process.</summary>
    internal static Props Create(
        NodeOptions options,
        IActorRef coordinator,
        ITensorExchange exchange,
        FaultLedger faults,
        IJobSetups setups,
        WorkerIncarnations incarnations) =>
        Props.Create(() => new WorkerNodeActor(
            options, coordinator, exchange, faults, setups, incarnations));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        for (var i = 0; i < _options.Workers; i++)
        {
            Enroll(_options.FirstWorker + i);
        }
    }

    /// <inheritdoc/>
    protected override void PostStop() => _stopped.Cancel();

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(Decide);

    private Directive Decide(Exception failure)
    {
        // What is thrown elsewhere than in a computation is no better after a restart on the spot.
        if (failure is not ComputationFailedException { Worker: var number }
            || !_workers.TryGetValue(number, out var worker))
        {
            return Directive.Stop;
        }

        return worker.Backoff.IsFailureTooMany(Now) ? Directive.Stop : Directive.Restart;
    }

    private void Enroll(int number)
    {
        var slot = new WorkerSlot(new WorkerId(number), _incarnations);
        _workers.Add(number, new WorkerRecord(slot, new RestartBackoff(_options.Supervision)));
        Start(number);
    }

    private void Start(int number)
    {
        if (_workers.TryGetValue(number, out var worker) && worker.Ref is null)
        {
            var props = WorkerActor.Of(worker.Slot, _context);
            worker.Ref = Context.Watch(Context.ActorOf(props, $"worker-{number}"));
            worker.State = WorkerState.Running;
        }
    }

    private void Bury(Terminated terminated)
    {
        foreach (var (number, worker) in _workers)
        {
            if (terminated.ActorRef.Equals(worker.Ref))
            {
                worker.Ref = null;
                AfterDeath(number, worker);
                return;
            }
        }
    }

    private void AfterDeath(int number, WorkerRecord worker)
    {
        if (worker.State == WorkerState.Leaving)
        {
            _workers.Remove(number);
            return;
        }

        var decision = worker.Backoff.OnDeath(Now);
        worker.State = decision.IsQuarantined ? WorkerState.Quarantined : WorkerState.Pausing;
        Timers.StartSingleTimer(number, new StartWorker(number), decision.Pause);
        _log.Warning(
            "{0} has stopped; it is {1} and starts again in {2} s",
            worker.Slot.Id, worker.State, decision.Pause.TotalSeconds);
        if (decision.IsQuarantined)
        {
            var supervision = _options.Supervision;
            _context.Coordinator.Tell(new WorkerQuarantined(
                worker.Slot.Id,
                $"it stopped more than {supervision.RestartsMax} times "
                + $"in {supervision.RestartWindow.TotalSeconds} s",
                decision.Pause.TotalSeconds));
        }
    }

    private void Restart(RestartWorker restart)
    {
        if (_workers.TryGetValue(restart.Worker.Number, out var worker)
            && worker is { Ref: { } actor, State: WorkerState.Running })
        {
            _log.Warning("{0} is restarted: {1}", restart.Worker, restart.Reason);
            // The actor does not wait for its thread, so this also ends one that hangs.
            Context.Stop(actor);
        }
    }

    private void Inject(InjectFault inject)
    {
        try
        {
            var fault = _context.Faults.Inject(inject.Fault);
            _log.Warning("injected: {0}", inject.Fault);
            Answer(new Status.Success(fault));
        }
        catch (InvalidInputException refusal)
        {
            Answer(new Status.Failure(refusal));
        }
    }

    /// <summary>A job of another process has looked at the fault by itself, and what is answered
    /// here is no message of the wire.</summary>
    private void Answer(Status status)
    {
        if (Sender.Path.Address.HasLocalScope)
        {
            Sender.Tell(status);
        }
    }

    private void Ensure(EnsureWorker ensure)
    {
        var number = ensure.Worker.Number;
        if (!_workers.TryGetValue(number, out var worker))
        {
            _incarnations.Raise(number, ensure.LeastIncarnation);
            _context.Faults.Pass(number, ensure.FirstStep);
            Enroll(number);
        }
        else if (worker is { Ref: { } actor, State: WorkerState.Running })
        {
            actor.Tell(new Announce(ensure.LeastIncarnation));
        }
    }

    private void Add(AddWorker add)
    {
        var next = _workers.Count == 0 ? _options.FirstWorker : _workers.Keys.Max() + 1;
        var number = add.Worker?.Number ?? next;
        if (_workers.ContainsKey(number))
        {
            Sender.Tell(new Status.Failure(new InvalidInputException(
                "CDL-0402", "worker", number, "a number that no worker of the node has",
                "Leave the number out, or remove that worker first.")));
            return;
        }

        Enroll(number);
        Sender.Tell(new Status.Success(new WorkerId(number)));
    }

    private void Remove(RemoveWorker remove)
    {
        var number = remove.Worker.Number;
        if (!_workers.TryGetValue(number, out var worker))
        {
            Sender.Tell(new Status.Failure(new InvalidInputException(
                "CDL-0403", "worker", number,
                $"one of the node's workers: {string.Join(", ", _workers.Keys)}",
                "Name one of them.")));
            return;
        }

        if (worker.Ref is { } actor)
        {
            worker.State = WorkerState.Leaving;
            actor.Tell(new Leave(remove.Reason));
        }
        else
        {
            Timers.Cancel(number);
            _workers.Remove(number);
            _context.Coordinator.Tell(new Goodbye(remove.Worker, remove.Reason));
        }

        Sender.Tell(new Status.Success(remove.Worker));
    }

    private void Dismiss(int number)
    {
        if (!_workers.TryGetValue(number, out var worker))
        {
            return;
        }

        if (worker.Ref is { } actor)
        {
            worker.State = WorkerState.Leaving;
            Context.Stop(actor);
        }
        else
        {
            Timers.Cancel(number);
            _workers.Remove(number);
        }
    }

    private NodeDescription Describe() => new(
    [
        .. _workers.Values.Select(worker => new WorkerDescription(
            worker.Slot.Id, worker.State, worker.Slot.Incarnation, worker.Slot.StaleDropped)),
    ]);

    /// <summary>A worker as the node keeps it.</summary>
    private sealed class WorkerRecord(WorkerSlot slot, RestartBackoff backoff)
    {
        public WorkerSlot Slot => slot;

        public RestartBackoff Backoff => backoff;

        public IActorRef? Ref { get; set; }

        public WorkerState State { get; set; }
    }
}
