using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Cluster.Sharding;

public sealed class ClusterShardingExtensionProvider : ExtensionIdProvider<ClusterSharding>
{
    public override ClusterSharding CreateExtension(ExtendedActorSystem system) => new(system);
}

/// <summary>
/// Entities by name, wherever they run. Started on each node, the seed included: there runs the
/// coordinator, with the strategy that was given to Start on the seed.
/// </summary>
public partial class ClusterSharding : IExtension
{
    private readonly ConcurrentDictionary<string, IActorRef> _regions = new();
    private readonly ConcurrentDictionary<string, IActorRef> _proxies = new();
    private readonly Lazy<IActorRef> _guardian;
    private readonly ExtendedActorSystem _system;
    private readonly Cluster _cluster;

    public ClusterSharding(ExtendedActorSystem system)
    {
        _system = system;
        _cluster = Cluster.Get(system);
        Settings = ClusterShardingSettings.Create(system);
        var name = system.Settings.Config.GetString("akka.cluster.sharding.guardian-name");
        _guardian = new Lazy<IActorRef>(() => system.SystemActorOf(
            Props.Create(() => new ClusterShardingGuardian())
                .WithDispatcher("akka.actor.internal-dispatcher"), name));
    }

    public ClusterShardingSettings Settings { get; }

    public ImmutableHashSet<string> ShardTypeNames => [.. _regions.Keys];

    public static ClusterSharding Get(ActorSystem system) =>
        system.WithExtension<ClusterSharding, ClusterShardingExtensionProvider>();

    public static Config DefaultConfig() => ClusterActorRefProvider.Defaults();

    public IActorRef ShardRegion(string typeName) =>
        _regions.TryGetValue(typeName, out var region)
            || _proxies.TryGetValue(typeName, out region)
            ? region
            : throw new ArgumentException(
                $"Shard type [{typeName}] must be started first. Started regions "
                + $"[{string.Join(", ", _regions.Keys)}] proxies "
                + $"[{string.Join(", ", _proxies.Keys)}]");

    public IActorRef ShardRegionProxy(string typeName) =>
        _proxies.TryGetValue(typeName, out var proxy)
            ? proxy
            : throw new ArgumentException($"Shard type [{typeName}] must be started first");

    public IShardAllocationStrategy DefaultShardAllocationStrategy(
        ClusterShardingSettings settings)
    {
        var tuning = settings.TuningParameters;
        return tuning.LeastShardAllocationAbsoluteLimit > 0
            ? ShardAllocationStrategy.LeastShardAllocationStrategy(
                tuning.LeastShardAllocationAbsoluteLimit,
                tuning.LeastShardAllocationRelativeLimit)
            : new LeastShards(
                _ => tuning.LeastShardAllocationMaxSimultaneousRebalance,
                tuning.LeastShardAllocationRebalanceThreshold);
    }

    /// <summary>A node without the role takes part as a proxy.</summary>
    private async Task<IActorRef> StartRegion(
        ShardRegionSetup setup, IShardAllocationStrategy strategy)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(setup.StopMessage);
        var hosts = setup.Settings.ShouldHostShard(_cluster);
        var own = hosts ? setup : setup with { EntityProps = null };
        var region = await Start(own, strategy).ConfigureAwait(false);
        (hosts ? _regions : _proxies)[setup.TypeName] = region;
        return region;
    }

    private async Task<IActorRef> StartProxy(ShardRegionSetup setup)
    {
        var isSeed = _cluster.IsSeed
            || _cluster.Settings.SeedNodes.FirstOrDefault() == _cluster.SelfAddress;
        if (isSeed && !_regions.ContainsKey(setup.TypeName)
            && !_proxies.ContainsKey(setup.TypeName))
        {
            throw new NotSupportedException(
                $"StartProxy for [{setup.TypeName}] on the seed node: the embedded engine's shard "
                + "coordinator runs there and needs the strategy; call Start, with a role that "
                + "the seed lacks if it is to host no shards, or build with -p:Engine=Packages");
        }

        return _proxies[setup.TypeName] = await Start(setup, null).ConfigureAwait(false);
    }

    private async Task<IActorRef> Start(ShardRegionSetup setup, IShardAllocationStrategy strategy)
    {
        ArgumentNullException.ThrowIfNull(setup.Settings);
        ArgumentNullException.ThrowIfNull(setup.Extractor);
        return await _guardian.Value
            .Ask<IActorRef>(
                new StartRegion(setup, strategy), _system.Settings.CreationTimeout)
            .ConfigureAwait(false);
    }
}
