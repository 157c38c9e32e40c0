using Akka.Actor;
using Akka.Configuration;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>Which nodes may host a singleton, and its name.</summary>
public sealed class ClusterSingletonManagerSettings : INoSerializationVerificationNeeded
{
    public ClusterSingletonManagerSettings(
        string singletonName,
        string role,
        TimeSpan removalMargin,
        TimeSpan handOverRetryInterval,
        bool considerAppVersion)
    {
        if (string.IsNullOrWhiteSpace(singletonName))
        {
            throw new ArgumentNullException(nameof(singletonName));
        }

        if (considerAppVersion)
        {
            throw new ConfigurationException(
                "akka.cluster.singleton.consider-app-version = on: the embedded engine's cluster "
                + "knows no versions of members; build with -p:Engine=Packages");
        }

        SingletonName = singletonName;
        Role = role;
        RemovalMargin = removalMargin;
        HandOverRetryInterval = handOverRetryInterval;
    }

    public string SingletonName { get; }

    public string Role { get; }

    public TimeSpan RemovalMargin { get; }

    public TimeSpan HandOverRetryInterval { get; }

    public static ClusterSingletonManagerSettings Create(ActorSystem system)
    {
        system.Settings.InjectTopLevelFallback(ClusterSingletonManager.DefaultConfig());
        return Create(system.Settings.Config.GetConfig("akka.cluster.singleton"));
    }

    public static ClusterSingletonManagerSettings Create(Config config)
    {
        SingletonRules.RefuseLease(config, "akka.cluster.singleton");
        return new ClusterSingletonManagerSettings(
            config.GetString("singleton-name"),
            SingletonRules.RoleOf(config.GetString("role")),
            TimeSpan.Zero,
            config.GetTimeSpan("hand-over-retry-interval"),
            config.GetBoolean("consider-app-version"));
    }

    public ClusterSingletonManagerSettings WithSingletonName(string singletonName) =>
        new(singletonName, Role, RemovalMargin, HandOverRetryInterval, false);

    public ClusterSingletonManagerSettings WithRole(string role) =>
        new(SingletonName, SingletonRules.RoleOf(role), RemovalMargin, HandOverRetryInterval,
            false);

    public ClusterSingletonManagerSettings WithRemovalMargin(TimeSpan removalMargin) =>
        new(SingletonName, Role, removalMargin, HandOverRetryInterval, false);

    public ClusterSingletonManagerSettings WithHandOverRetryInterval(
        TimeSpan handOverRetryInterval) =>
        new(SingletonName, Role, RemovalMargin, handOverRetryInterval, false);
}

internal static class SingletonRules
{
    public static string RoleOf(string role) => string.IsNullOrEmpty(role) ? null : role;

    public static void RefuseLease(Config config, string section)
    {
        var lease = config.GetString("use-lease", "");
        if (!string.IsNullOrEmpty(lease))
        {
            throw new ConfigurationException(
                $"{section}.use-lease = {lease}: the embedded engine has no leases; the one seed "
                + "is the authority. Build with -p:Engine=Packages");
        }
    }
}
