using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.WorkerNode.Cluster;
using AkkaCoded.WorkerNode.Cluster.Placement;

namespace AkkaCoded.Coordinator.Cluster;

/// <summary>
/// A coordinator: one port for data plane, presence, API and page, an actor system that is a member
/// of the cluster, and the job manager while this process reigns. Safe for several threads.
/// </summary>
internal sealed class CoordinatorHost : IAsyncDisposable
{
    private readonly CoordinatorSettings _settings;
    private readonly ControlGate _gate = new();
    private readonly JoinEndpoints _joining = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource<IActorRef> _manager =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly PlacementBoard _placement = new();
    private readonly ExclusionList _exclusions;
    private readonly NodeBoard _nodes;
    private Task _joined = Task.CompletedTask;
    private IActorRef _watch = ActorRefs.Nobody;
    private int _disposed;

    private CoordinatorHost(CoordinatorSettings settings)
    {
        _settings = settings;
        _nodes = new NodeBoard(settings.Time);
        _exclusions = new ExclusionList(
            _placement, settings.Time, rules => _watch.Tell(rules, ActorRefs.NoSender));
    }

    /// <summary>Where nodes and clients reach it: the advertised host, and the port that was drawn
    /// for port 0.</summary>
    public Uri Address { get; private set; } = new("http://unbound");

    /// <summary>The data plane.</summary>
    public DataPlaneServer Server { get; private set; } = null!;

    /// <summary>The member of the cluster.</summary>
    public ActorSystem System { get; private set; } = null!;

    /// <summary>Which nodes are there.</summary>
    public IPresence Presence => Server.Presence;

    /// <summary>The job manager, as soon as it reigns in this process.</summary>
    public Task<IActorRef> Manager => _manager.Task;

    /// <summary>Ends with the actor system: when it was disposed of, or when the cluster has taken
    /// this coordinator out. It cannot come back then; another process can.</summary>
    public Task Ended => System.WhenTerminated;

    /// <summary>What it was started with.</summary>
    public CoordinatorSettings Settings => _settings;

    /// <summary>Starts to listen, then the actor system, and begins a cluster. Where there are
    /// other coordinators, it may have to join one of them, which is not waited for.</summary>
    /// <exception cref="InvalidInputException">CDL-0420, CDL-0422, CDL-0721 to CDL-0723, CDL-0768:
    /// an address is wrong, taken or unprotected.</exception>
    public static async Task<CoordinatorHost> StartAsync(CoordinatorSettings settings)
    {
        var options = settings.Options;
        if (ClusterEngine.CheckSafe(CoordinatorAddress.HostOf(options), options.IsInsecure) is
            { } warning)
        {
            settings.Log(warning);
        }

        var host = new CoordinatorHost(settings);
        try
        {
            await host.StartServerAsync();
            if (host.StartSystem())
            {
                await host._joined;
            }

            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Begins a job on the nodes of the cluster, as soon as the manager reigns here.
    /// </summary>
    /// <param name="opened">The job; the run gives it back.</param>
    /// <param name="observers">Told of every step and event, on a thread of the job.</param>
    public ClusterRun Begin(OpenedRun opened, IReadOnlyList<IJobObserver> observers) =>
        new(this, opened, observers);

    /// <summary>All nodes that are there, or were lately, by name.</summary>
    public IReadOnlyList<NodeView> Nodes() => _nodes.Views(_exclusions.Kinds());

    /// <summary>Keeps a node free of partitions; those that it has move to others.</summary>
    /// <param name="node">Its name; it need not be there.</param>
    /// <param name="kind">Why, for people.</param>
    /// <param name="coolDown">For how long; null: until <see cref="Include"/>.</param>
    public void Exclude(string node, ExclusionKind kind, TimeSpan? coolDown = null) =>
        _exclusions.Exclude(node, kind, coolDown);

    /// <summary>A node may have partitions again.</summary>
    public void Include(string node) => _exclusions.Include(node);

    /// <summary>Ends the jobs after their last whole step, leaves the cluster in order, and stops
    /// to listen.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _joined.ContinueWith(_ => { }, TaskScheduler.Default);
        _joining.Close();
        if (System is not null)
        {
            await CoordinatedShutdown.Get(System)
                .Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
            await System.WhenTerminated;
        }

        _gate.Close();
        _manager.TrySetCanceled();
        _exclusions.Dispose();
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        _stopping.Dispose();
    }

    /// <summary>How a job's workers are called, watched and restarted.</summary>
    internal IWorkerLinks NewLinks(OpenedRun opened) => new ClusterLinks(
        opened.JobOptions.Id,
        new PartitionCalls(
            opened.WorkerCount, _settings.Options.Gather, _settings.Options.RehomeAfter),
        _nodes, _placement,
        () => ClusterSharding.Get(System).ShardRegion(ClusterNames.Partitions),
        Address.GetLeftPart(UriPartial.Authority));

    private async Task StartServerAsync()
    {
        var options = _settings.Options;
        var host = CoordinatorAddress.HostOf(options);
        Server = await DataPlaneServer.StartAsync(
            new DataPlaneOptions
            {
                EndPoint = options.Listen,
                Advertise = options.Advertise,
                Identity = _settings.Identity,
                IsInsecure = options.IsInsecure,
                Token = _settings.Token,
                Limits = _settings.Limits,
                Time = _settings.Time,
                Log = _settings.Log,
            },
            routes =>
            {
                _gate.Map(routes);
                _joining.Map(routes);
                _settings.Also?.Invoke(routes, this);
            });
        Address = CoordinatorAddress.Of(host, Server.Address);
    }

    /// <returns>Whether nobody else is needed to be in a cluster.</returns>
    private bool StartSystem()
    {
        var (others, isFirst) = CoordinatorAddress.Place(
            _settings.Options.Coordinators, Address, ClusterEngine.IsEmbedded);
        System = CoordinatorSystem.Create(_settings, Address);
        _watch = System.ActorOf(
            NodeWatch.Of(_nodes, Presence, _exclusions, _settings.Options.RehomeAfter),
            NodeWatch.ActorName);
        CoordinatorSystem.StartJobs(System, BeginReign);
        CoordinatorSystem.StopJobsAtShutdown(System, Manager);
        var cluster = Akka.Cluster.Cluster.Get(System);
        // No worker, so that no partition comes here; but whoever is oldest places them.
        PartitionRegion.Start(
            System, ActorRefs.Nobody,
            new PartitionPlacement(System, _settings.Options.Placement, _placement));
        _gate.Open(System);
        _joining.Open(cluster);
        _joined = new ClusterEntry(_settings, others, isFirst).EnterAsync(cluster, _stopping.Token);
        return others.Count == 0;
    }

    /// <summary>On the manager's thread.</summary>
    private void BeginReign(IActorRef manager)
    {
        _watch.Tell(new Reign(manager), ActorRefs.NoSender);
        if (_manager.TrySetResult(manager))
        {
            _settings.ReignBegan?.Invoke(this);
        }
    }
}
