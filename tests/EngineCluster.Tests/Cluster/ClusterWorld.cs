using Akka.Actor;
using Akka.Cluster;
using AkkaCoded.EngineCluster.Tests.Support;

namespace AkkaCoded.EngineCluster.Tests.Cluster;

/// <summary>
/// A seed with role boss and workers with role worker. The packages are told to hurry: with their
/// own times a spec would take half a minute. Nobody is downed by itself there, specs do it, where
/// the embedded engine's seed does after down-after.
/// </summary>
internal sealed class ClusterWorld : IAsyncDisposable
{
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private const string Quick =
        """
        akka.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout = 3s
        akka.cluster {
          gossip-interval = 100ms
          leader-actions-interval = 100ms
          unreachable-nodes-reaper-interval = 100ms
          periodic-tasks-initial-delay = 100ms
          seed-node-timeout = 1s
          retry-unsuccessful-join-after = 500ms
          downing-provider-class = ""
          failure-detector {
            heartbeat-interval = 200ms
            acceptable-heartbeat-pause = 3s
            expected-response-after = 200ms
          }
          embedded {
            join-interval = 200ms
            down-after = 30s
          }
          singleton-proxy.singleton-identification-interval = 100ms
          sharding {
            retry-interval = 200ms
            rebalance-interval = 300ms
            handoff-timeout = 20s
            passivate-idle-entity-after = off
            waiting-for-state-timeout = 500ms
          }
        }
        """;

    private readonly RemoteWorld _world;

    private ClusterWorld(RemoteWorld world) => _world = world;

    public ActorSystem Seed => _world.Seed;

    public RemoteWorld Remote => _world;

    public static async Task<ClusterWorld> StartAsync(string config = "")
    {
        var world = new ClusterWorld(await RemoteWorld.StartAsync(
            "cluster", With(config, "boss", "[\"{seed}\"]")));
        await UpAsync(world.Seed);
        return world;
    }

    /// <summary>Nobody has joined anybody yet.</summary>
    public static async Task<ClusterWorld> StartApartAsync() =>
        new(await RemoteWorld.StartAsync("cluster", With("", "boss", "[]")));

    public async Task<ActorSystem> StartWorkerAsync(string config = "")
    {
        var worker = StartWorker(config);
        await UpAsync(worker);
        await UntilAsync(() => MemberOf(Seed, worker)?.Status is MemberStatus.Up);
        return worker;
    }

    public ActorSystem StartWorker(string config = "") =>
        _world.StartWorker(With(config, "worker", "[\"{seed}\"]"));

    public ActorSystem StartWorkerApart() =>
        _world.StartWorker(With("akka.remote.websocket.dial = []", "worker", "[]"));

    public ActorSystem StartSeed() =>
        _world.StartSeed(With("", "boss", "[\"{seed}\"]"));

    public static global::Akka.Cluster.Cluster Of(ActorSystem system) =>
        global::Akka.Cluster.Cluster.Get(system);

    /// <summary>What one node holds of another, of just that incarnation.</summary>
    public static Member? MemberOf(ActorSystem viewer, ActorSystem node) =>
        Of(viewer).State.Members.FirstOrDefault(
            member => member.UniqueAddress == Of(node).SelfUniqueAddress);

    public static Postbox Subscriber(
        ActorSystem system,
        ClusterEvent.SubscriptionInitialStateMode mode,
        params Type[] types)
    {
        var inbox = new Postbox(system);
        Of(system).Subscribe(inbox.Ref, mode, types);
        return inbox;
    }

    public static async Task UpAsync(ActorSystem system)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Of(system).RegisterOnMemberUp(() => up.TrySetResult());
        await up.Task.WaitAsync(Limit);
        await UntilAsync(() => Of(system).IsUp);
    }

    /// <summary>States change when messages arrive, and nothing tells a spec of it.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!isSo())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    internal static string With(string config, string role, string seeds) =>
        $"{Quick}\nakka.cluster.roles = [{role}]\nakka.cluster.seed-nodes = {seeds}\n{config}";
}
