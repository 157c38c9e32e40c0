using Akka.Actor;
using Akka.Configuration;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>Where a proxy looks for the singleton, and how much it keeps meanwhile.</summary>
public sealed class ClusterSingletonProxySettings : INoSerializationVerificationNeeded
{
    public ClusterSingletonProxySettings(
        string singletonName,
        string role,
        TimeSpan singletonIdentificationInterval,
        int bufferSize,
        bool considerAppVersion)
    {
        if (string.IsNullOrEmpty(singletonName))
        {
            throw new ArgumentNullException(nameof(singletonName));
        }

        if (bufferSize is < 0 or > 10000)
        {
            throw new ArgumentException(
                "bufferSize must be >= 0 and <= 10000", nameof(bufferSize));
        }

        if (singletonIdentificationInterval <= TimeSpan.Zero)
        {
            throw new ArgumentException(
                "singletonIdentificationInterval must be positive",
                nameof(singletonIdentificationInterval));
        }

        SingletonName = singletonName;
        Role = role;
        SingletonIdentificationInterval = singletonIdentificationInterval;
        BufferSize = bufferSize;
        ConsiderAppVersion = considerAppVersion;
    }

    public string SingletonName { get; }

    public string Role { get; }

    public TimeSpan SingletonIdentificationInterval { get; }

    public int BufferSize { get; }

    public bool ConsiderAppVersion { get; }

    public static ClusterSingletonProxySettings Create(ActorSystem system)
    {
        system.Settings.InjectTopLevelFallback(ClusterSingletonProxy.DefaultConfig());
        return Create(system.Settings.Config.GetConfig("akka.cluster.singleton-proxy"), false);
    }

    public static ClusterSingletonProxySettings Create(Config config, bool considerAppVersion) =>
        new(
            config.GetString("singleton-name"),
            SingletonRules.RoleOf(config.GetString("role")),
            config.GetTimeSpan("singleton-identification-interval"),
            config.GetInt("buffer-size"),
            considerAppVersion);

    public ClusterSingletonProxySettings WithSingletonName(string singletonName) =>
        new(singletonName, Role, SingletonIdentificationInterval, BufferSize, ConsiderAppVersion);

    public ClusterSingletonProxySettings WithRole(string role) =>
        new(SingletonName, SingletonRules.RoleOf(role), SingletonIdentificationInterval,
            BufferSize, ConsiderAppVersion);

    public ClusterSingletonProxySettings WithSingletonIdentificationInterval(
        TimeSpan singletonIdentificationInterval) =>
        new(SingletonName, Role, singletonIdentificationInterval, BufferSize, ConsiderAppVersion);

    public ClusterSingletonProxySettings WithBufferSize(int bufferSize) =>
        new(SingletonName, Role, SingletonIdentificationInterval, bufferSize, ConsiderAppVersion);
}
