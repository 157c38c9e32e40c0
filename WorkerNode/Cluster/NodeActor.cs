using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training;
using AkkaCoded.WorkerNode.Actors;

namespace AkkaCoded.WorkerNode.Cluster;

/// <summary>
/// A node of a cluster, /user/node: runs the workers that partitions call for, by job.
/// Who talks to it: the partitions of this member (ServePartition with the job as sender,
/// ReleasePartition), coordinators (PlacementRules). It tells a child per job, a
/// <see cref="WorkerNodeActor"/> under the job's name, which workers are to be there; jobs talk to
/// that child and to its workers directly.
/// State it owns: which job is here under which reign, whom its workers answer to, and the channel
/// to that coordinator.
/// If it dies: its workers die with it; partitions are called again and fill the next one.
/// </summary>
internal sealed class NodeActor : ReceiveActor
{
    private readonly PlacementBoard _board;
    private readonly Func<Uri, INodeChannel> _open;
    private readonly WorkerIncarnations _incarnations = new(1);
    private readonly Dictionary<JobId, HostedJob> _jobs = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public NodeActor(PlacementBoard board, Func<Uri, INodeChannel> open)
    {
        (_board, _open) = (board, open);
        Receive<ServePartition>(call => Serve(call, Sender));
        Receive<ReleasePartition>(Release);
        Receive<PlacementRules>(rules => _board.Apply(rules));
        Receive<Terminated>(Bury);
    }

    /// <summary>How to start it.</summary>
    /// <param name="board">Takes rules of placement for this member.</param>
    /// <param name="open">Makes the channel to a data plane.</param>
    public static Props Of(PlacementBoard board, Func<Uri, INodeChannel> open) =>
        Props.Create(() => new NodeActor(board, open));

    protected override void PostStop()
    {
        foreach (var hosted in _jobs.Values)
        {
            hosted.Channel.Dispose();
        }
    }

    private void Serve(ServePartition call, IActorRef job)
    {
        if (!_jobs.TryGetValue(call.Job, out var hosted))
        {
            hosted = Host(call, job);
        }
        else if (hosted.IsEnding)
        {
            hosted.Waiting[call.Worker] = (call, job);
            return;
        }
        else if (call.JobEpoch < hosted.Epoch)
        {
            return;
        }
        else if (call.JobEpoch > hosted.Epoch || !job.Equals(hosted.Job))
        {
            hosted.Waiting[call.Worker] = (call, job);
            End(hosted);
            return;
        }

        if (hosted is not null)
        {
            hosted.Workers.Add(call.Worker);
            hosted.Node.Tell(
                new EnsureWorker(call.Worker, call.Incarnation, call.FirstStep), Self);
        }
    }

    /// <returns>Null where the job cannot be read, which its coordinator knows how to mend.
    /// </returns>
    private HostedJob? Host(ServePartition call, IActorRef job)
    {
        try
        {
            var config = ConfigurationFactory.ParseString(call.Configuration);
            var options = JobOptions.Read(config);
            var training = TrainingJobOptions.FromText(call.Configuration);
            var workers = training.Code.Parameters.Workers + options.Spares;
            var channel = _open(new Uri(call.DataPlane));
            var node = Context.ActorOf(
                WorkerNodeActor.Create(
                    OptionsOf(options, training), job, channel.Exchange,
                    new FaultLedger(options.Chaos, workers), channel.Setups, _incarnations),
                call.Job.Value);
            Context.Watch(node);
            Context.Watch(job);
            _log.Info("job {0} is here, reign {1}", call.Job, call.JobEpoch);
            return _jobs[call.Job] = new HostedJob(call.Job, call.JobEpoch, job, node, channel);
        }
        catch (Exception refusal) when (refusal is not OutOfMemoryException)
        {
            _log.Error("job {0} cannot be served: {1}", call.Job, refusal.Message);
            return null;
        }
    }

    private static NodeOptions OptionsOf(JobOptions options, TrainingJobOptions training) => new()
    {
        FirstWorker = 0,
        Workers = 0,
        Device = training.Training.Device,
        FirstIncarnation = 1,
        Supervision = options.Supervision,
    };

    private void Release(ReleasePartition release)
    {
        if (!_jobs.TryGetValue(release.Job, out var hosted) || release.JobEpoch < hosted.Epoch)
        {
            return;
        }

        hosted.Waiting.Remove(release.Worker);
        hosted.Workers.Remove(release.Worker);
        hosted.Node.Tell(new StopWorker(release.Worker), Self);
        if (hosted.Workers.Count == 0)
        {
            End(hosted);
        }
    }

    private void End(HostedJob hosted)
    {
        if (!hosted.IsEnding)
        {
            hosted.IsEnding = true;
            Context.Unwatch(hosted.Job);
            Context.Stop(hosted.Node);
        }
    }

    /// <summary>A job is gone, or what it had here is.</summary>
    private void Bury(Terminated terminated)
    {
        foreach (var hosted in _jobs.Values)
        {
            if (terminated.ActorRef.Equals(hosted.Node))
            {
                Bury(hosted);
                return;
            }

            if (terminated.ActorRef.Equals(hosted.Job))
            {
                End(hosted);
                return;
            }
        }
    }

    private void Bury(HostedJob hosted)
    {
        _jobs.Remove(hosted.Id);
        Context.Unwatch(hosted.Job);
        hosted.Channel.Dispose();
        _log.Info("job {0} has left, reign {1}", hosted.Id, hosted.Epoch);
        foreach (var (call, job) in hosted.Waiting.Values)
        {
            Serve(call, job);
        }
    }

    /// <summary>A job that has workers here.</summary>
    private sealed class HostedJob(
        JobId id, long epoch, IActorRef job, IActorRef node, INodeChannel channel)
    {
        public JobId Id => id;

        public long Epoch => epoch;

        public IActorRef Job => job;

        public IActorRef Node => node;

        public INodeChannel Channel => channel;

        public HashSet<WorkerId> Workers { get; } = [];

        /// <summary>Its workers are being stopped; another reign may come after it.</summary>
        public bool IsEnding { get; set; }

        /// <summary>Calls that came meanwhile.</summary>
        public Dictionary<WorkerId, (ServePartition Call, IActorRef Job)> Waiting { get; } = [];
    }
}
