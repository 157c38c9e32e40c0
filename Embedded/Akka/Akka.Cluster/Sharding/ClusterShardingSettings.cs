using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;

namespace Akka.Cluster.Sharding;

/// <summary>Where the coordinator would keep its state. The embedded engine keeps none.</summary>
public enum StateStoreMode
{
    Persistence = 0,
    DData = 1,
    Custom = 2,
}

/// <summary>How a type of entity is sharded.</summary>
public sealed class ClusterShardingSettings : INoSerializationVerificationNeeded
{
    public readonly string Role;
    public readonly bool RememberEntities;
    public readonly TimeSpan PassivateIdleEntityAfter;
    public readonly StateStoreMode StateStoreMode;
    public readonly TuningParameters TuningParameters;

    private ClusterShardingSettings(
        string role, TimeSpan passivateIdle, StateStoreMode mode, TuningParameters tuning)
    {
        if (mode is StateStoreMode.Custom)
        {
            throw new NotSupportedException(
                "state-store-mode = custom: the embedded engine keeps no state of shards; build "
                + "with -p:Engine=Packages");
        }

        Role = role;
        RememberEntities = false;
        PassivateIdleEntityAfter = passivateIdle;
        StateStoreMode = mode;
        TuningParameters = tuning;
    }

    internal bool PassivatesIdle => PassivateIdleEntityAfter > TimeSpan.Zero;

    public static ClusterShardingSettings Create(ActorSystem system) =>
        Create(
            system.Settings.Config.GetConfig("akka.cluster.sharding"),
            system.Settings.Config.GetConfig("akka.cluster.singleton"));

    public static ClusterShardingSettings Create(Config config, Config singletonConfig)
    {
        SingletonRules.RefuseLease(config, "akka.cluster.sharding");
        if (config.GetBoolean("remember-entities"))
        {
            throw new ConfigurationException(
                "akka.cluster.sharding.remember-entities = on: the embedded engine does not "
                + "remember entities; build with -p:Engine=Packages");
        }

        var idle = config.GetString("passivate-idle-entity-after").ToLowerInvariant();
        return new ClusterShardingSettings(
            SingletonRules.RoleOf(config.GetString("role", null)),
            idle is "off" or "false" or "no"
                ? TimeSpan.Zero : config.GetTimeSpan("passivate-idle-entity-after"),
            Enum.Parse<StateStoreMode>(config.GetString("state-store-mode"), ignoreCase: true),
            new TuningParameters(config));
    }

    public ClusterShardingSettings WithRole(string role) =>
        new(SingletonRules.RoleOf(role), PassivateIdleEntityAfter, StateStoreMode,
            TuningParameters);

    public ClusterShardingSettings WithRememberEntities(bool rememberEntities) =>
        rememberEntities
            ? throw new NotSupportedException(
                "the embedded engine does not remember entities; build with -p:Engine=Packages")
            : this;

    public ClusterShardingSettings WithStateStoreMode(StateStoreMode mode) =>
        new(Role, PassivateIdleEntityAfter, mode, TuningParameters);

    public ClusterShardingSettings WithPassivateIdleAfter(TimeSpan duration) =>
        new(Role, duration, StateStoreMode, TuningParameters);

    public ClusterShardingSettings WithTuningParameters(TuningParameters tuningParameters)
    {
        ArgumentNullException.ThrowIfNull(tuningParameters);
        return new(Role, PassivateIdleEntityAfter, StateStoreMode, tuningParameters);
    }

    internal bool ShouldHostShard(Cluster cluster) =>
        Role is null || cluster.SelfRoles.Contains(Role);
}
