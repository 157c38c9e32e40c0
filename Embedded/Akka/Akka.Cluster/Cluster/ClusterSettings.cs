using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Cluster;

/// <summary>What akka.cluster says, as far as a star around one seed needs it.</summary>
public sealed class ClusterSettings
{
    public ClusterSettings(Config config, string systemName)
    {
        var cluster = config.GetConfig("akka.cluster");
        SeedNodes = [.. cluster.GetStringList("seed-nodes", []).Select(Address.Parse)];
        Roles = [.. cluster.GetStringList("roles", [])];
        MinNrOfMembers = Math.Max(cluster.GetInt("min-nr-of-members", 1), 1);
        MinNrOfMembersOfRole = ReadRoles(cluster);
        RunCoordinatedShutdownWhenDown =
            cluster.GetBoolean("run-coordinated-shutdown-when-down", true);
        LogInfo = cluster.GetBoolean("log-info", true);
        RetryUnsuccessfulJoinAfter =
            TimeOrOff(cluster, "retry-unsuccessful-join-after");
        ShutdownAfterUnsuccessfulJoinSeedNodes =
            TimeOrOff(cluster, "shutdown-after-unsuccessful-join-seed-nodes");
        JoinInterval = cluster.GetTimeSpan("embedded.join-interval");
        DownAfter = cluster.GetTimeSpan("embedded.down-after");
        Refuse(systemName, cluster);
    }

    public ImmutableList<Address> SeedNodes { get; }

    public ImmutableHashSet<string> Roles { get; }

    public int MinNrOfMembers { get; }

    public ImmutableDictionary<string, int> MinNrOfMembersOfRole { get; }

    public bool RunCoordinatedShutdownWhenDown { get; }

    public bool LogInfo { get; }

    public TimeSpan? RetryUnsuccessfulJoinAfter { get; }

    public TimeSpan? ShutdownAfterUnsuccessfulJoinSeedNodes { get; }

    /// <summary>How often a node asks to be let in until it is.</summary>
    internal TimeSpan JoinInterval { get; }

    /// <summary>How long a node may be silent before it is taken out.</summary>
    internal TimeSpan DownAfter { get; }

    /// <summary>A second seed would be a second authority, and there is one.</summary>
    internal static void RefuseSeveral(IReadOnlyCollection<Address> seedNodes)
    {
        if (seedNodes.Count > 1)
        {
            throw new ConfigurationException(
                $"akka.cluster.seed-nodes = [{string.Join(", ", seedNodes)}]: the embedded "
                + "engine's cluster is a star around one seed node; name one, or build with "
                + "-p:Engine=Packages");
        }
    }

    private static TimeSpan? TimeOrOff(Config config, string key) =>
        config.GetString(key, "off").ToLowerInvariant() is "off" or "false" or "undefined"
            ? null
            : config.GetTimeSpan(key);

    private static ImmutableDictionary<string, int> ReadRoles(Config cluster)
    {
        var least = ImmutableDictionary<string, int>.Empty;
        if (cluster.GetConfig("role") is not { } roles)
        {
            return least;
        }

        foreach (var (name, _) in roles.AsEnumerable())
        {
            least = least.Add(name, roles.GetInt($"\"{name}\".min-nr-of-members", 0));
        }

        return least;
    }

    private static void Refuse(string systemName, Config cluster)
    {
        var version = cluster.GetString("app-version", "assembly-version");
        if (version is not ("assembly-version" or ""))
        {
            throw new ConfigurationException(
                $"{systemName}: akka.cluster.app-version = {version}: the embedded engine's "
                + "cluster knows no versions of members; build with -p:Engine=Packages");
        }

        var several = cluster.GetStringList("seed-nodes", []);
        RefuseSeveral([.. several.Select(Address.Parse)]);
    }
}
