using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Configuration and kind of provider to start an actor system with.</summary>
public sealed class BootstrapSetup : Setup.Setup
{
    private BootstrapSetup(
        Option<Config> config, Option<ProviderSelection> actorRefProvider)
    {
        Config = config;
        ActorRefProvider = actorRefProvider;
    }

    public Option<Config> Config { get; }

    public Option<ProviderSelection> ActorRefProvider { get; }

    public static BootstrapSetup Create() =>
        new(Option<Config>.None, Option<ProviderSelection>.None);

    public BootstrapSetup WithConfig(Config config) => new(config, ActorRefProvider);

    public BootstrapSetup WithConfigFallback(Config config) =>
        new(Config.Select(own => own.WithFallback(config)).GetOrElse(config), ActorRefProvider);

    public BootstrapSetup WithActorRefProvider(ProviderSelection name) => new(Config, name);
}

public abstract class ProviderSelection
{
    private ProviderSelection(string identifier, string fqn, bool hasCluster)
    {
        Identifier = identifier;
        Fqn = fqn;
        HasCluster = hasCluster;
    }

    internal string Identifier { get; }

    internal string Fqn { get; }

    internal bool HasCluster { get; }

    internal static ProviderSelection Get(string name) =>
        name switch
        {
            null or "" or "local" => Local.Instance,
            "remote" => Remote.Instance,
            "cluster" => Cluster.Instance,
            _ when name == Local.Instance.Fqn => Local.Instance,
            _ when name == Remote.Instance.Fqn => Remote.Instance,
            _ when name == Cluster.Instance.Fqn => Cluster.Instance,
            _ => new Custom(name, name, name.Contains("Cluster", StringComparison.Ordinal)),
        };

    public sealed class Local : ProviderSelection
    {
        public static readonly Local Instance = new();

        private Local()
            : base("local", "Akka.Actor.LocalActorRefProvider", false)
        {
        }
    }

    public sealed class Remote : ProviderSelection
    {
        public static readonly Remote Instance = new();

        private Remote()
            : base("remote", "Akka.Remote.RemoteActorRefProvider, Akka.Remote", false)
        {
        }
    }

    public sealed class Cluster : ProviderSelection
    {
        public static readonly Cluster Instance = new();

        private Cluster()
            : base("cluster", "Akka.Cluster.ClusterActorRefProvider, Akka.Cluster", true)
        {
        }
    }

    public sealed class Custom(string fqn, string identifier = null, bool hasCluster = false)
        : ProviderSelection(identifier, fqn, hasCluster);
}
