using Akka.Actor;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>
/// The jobs of a coordinator. Who talks to it: whoever starts and stops jobs (StartJob, answered
/// with JobEnded when the job is over; StopJob, StopJobs, InjectInto), nodes and their workers
/// (WorkerJoined, Goodbye, WorkerQuarantined) and their watch (NodeLost), which it passes on to its
/// jobs as they are, and its jobs (JobEnded).
/// State it owns: which jobs run, who waits for them, and which workers have joined, so that a job
/// which starts later hears of them.
/// If it dies: its jobs die with it; see <see cref="TrainingJob"/>.
/// </summary>
internal sealed class JobManager : ReceiveActor
{
    private readonly string? _dispatcher;
    private readonly Dictionary<JobId, Entry> _jobs = [];
    private readonly Dictionary<IActorRef, WorkerJoined> _workers = [];
    private readonly Action<IActorRef>? _started;
    private bool _isEnding;

    /// <param name="dispatcher">Dispatcher of the jobs, or null.</param>
    /// <param name="started">Told itself when it has started, on its thread: in a cluster it is
    /// a singleton, which begins its reign at a time of the cluster's choosing.</param>
    public JobManager(string? dispatcher, Action<IActorRef>? started)
    {
        (_dispatcher, _started) = (dispatcher, started);
        Receive<StartJob>(Start);
        Receive<StopJob>(Stop);
        Receive<JobEnded>(End);
        Receive<WorkerJoined>(Join);
        Receive<Goodbye>(Leave);
        Receive<WorkerQuarantined>(PassOn);
        Receive<NodeLost>(PassOn);
        Receive<InjectInto>(Inject);
        Receive<StopJobs>(_ => StopAll());
        Receive<Terminated>(Forget);
    }

    /// <summary>How to start it, under the name <c>jobs</c>.</summary>
    public static Props Of(string? dispatcher = null, Action<IActorRef>? started = null) =>
        Props.Create(() => new JobManager(dispatcher, started));

    /// <inheritdoc/>
    protected override void PreStart() => _started?.Invoke(Self);

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(_ => Directive.Stop);

    private void Start(StartJob start)
    {
        var id = start.Spec.Options.Id;
        if (_isEnding || _jobs.ContainsKey(id))
        {
            var why = _isEnding ? "this coordinator is ending" : $"the job {id} runs already";
            Sender.Tell(new JobEnded(id, null, new InvalidOperationException(why)));
            return;
        }

        var props = TrainingJob.Of(start.Spec);
        var job = Context.ActorOf(
            _dispatcher is null ? props : props.WithDispatcher(_dispatcher), id.Value);
        _jobs.Add(id, new Entry(Context.Watch(job), Sender));
        foreach (var (worker, joined) in _workers)
        {
            job.Tell(joined, worker);
        }
    }

    private void Stop(StopJob stop)
    {
        if (_jobs.TryGetValue(stop.Job, out var entry))
        {
            entry.Job.Forward(stop);
        }
    }

    private void StopAll()
    {
        _isEnding = true;
        foreach (var (id, entry) in _jobs)
        {
            entry.Job.Tell(new StopJob(id));
        }

        EndWhenDone();
    }

    private void EndWhenDone()
    {
        if (_isEnding && _jobs.Count == 0)
        {
            Context.Stop(Self);
        }
    }

    private void Inject(InjectInto order)
    {
        if (_jobs.TryGetValue(order.Job, out var entry))
        {
            entry.Job.Forward(order.Fault);
        }
        else
        {
            Sender.Tell(new Status.Failure(
                new InvalidOperationException($"the job {order.Job} does not run")));
        }
    }

    /// <summary>Told on when the job's actor is gone, and with it all that it held.</summary>
    private void End(JobEnded ended)
    {
        if (_jobs.TryGetValue(ended.Job, out var entry))
        {
            entry.Ended = ended;
        }
    }

    private void Join(WorkerJoined joined)
    {
        if (!_workers.TryGetValue(Sender, out var known)
            || known.Incarnation <= joined.Incarnation)
        {
            _workers[Context.Watch(Sender)] = joined;
        }

        PassOn(joined);
    }

    private void Leave(Goodbye goodbye)
    {
        if (_workers.Remove(Sender))
        {
            Context.Unwatch(Sender);
        }

        PassOn(goodbye);
    }

    private void PassOn(object message)
    {
        foreach (var entry in _jobs.Values)
        {
            entry.Job.Forward(message);
        }
    }

    private void Forget(Terminated terminated)
    {
        if (_workers.Remove(terminated.ActorRef))
        {
            return;
        }

        foreach (var (id, entry) in _jobs)
        {
            if (entry.Job.Equals(terminated.ActorRef))
            {
                _jobs.Remove(id);
                entry.Waiting.Tell(entry.Ended ?? new JobEnded(
                    id, null, new InvalidOperationException($"the actor of job {id} has died")));
                EndWhenDone();
                return;
            }
        }
    }

    private sealed class Entry(IActorRef job, IActorRef waiting)
    {
        public IActorRef Job { get; } = job;

        public IActorRef Waiting { get; } = waiting;

        public JobEnded? Ended { get; set; }
    }
}
