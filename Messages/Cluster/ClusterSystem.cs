using System.Globalization;
using System.Net;
using Akka.Configuration;
using AkkaCoded.Messages.Hocon;
using AkkaCoded.Messages.Logging;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Messages.Cluster;

/// <summary>
/// Settings of a member's actor system, of a coordinator's as of a node's, for both engines: keys
/// that one of them does not know change nothing there. It joins no cluster by itself: who makes it
/// calls <c>JoinSeedNodes</c>.
/// </summary>
public sealed record ClusterSystem
{
    /// <summary>Files of a folder of certificates that the control plane takes: the node's
    /// certificate with its key and without a password, and the authority.</summary>
    public const string CertificateFile = "node.pfx", AuthorityFile = "ca.pem";

    private const string Resource = "cluster.conf";

    /// <summary>What the member says of itself (<see cref="NodeRoles"/>).</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>Name or address by which the other members reach this one.</summary>
    public required string Host { get; init; }

    /// <summary>Its port; 0: any.</summary>
    public required int Port { get; init; }

    /// <summary>Bearer token of the control plane's connection (embedded engine), or null.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>Folder of certificates, or null: in the clear.</summary>
    public string? Certificates { get; init; }

    /// <summary>Addresses of actor systems that this one connects to by itself: a node names the
    /// coordinators, these name nobody.</summary>
    public IReadOnlyList<string> Seeds { get; init; } = [];

    /// <summary>What is logged.</summary>
    public required LoggingOptions Logging { get; init; }

    /// <summary>Settings of the user's own below <c>akka</c>, or null. They win over the defaults,
    /// not over what makes this member one of the cluster.</summary>
    public Config? Settings { get; init; }

    /// <summary>The whole configuration.</summary>
    public Config ToConfig()
    {
        var config = Own()
            .WithFallback(RefusedSerializers.Config)
            .WithFallback(WireSerialization.Config)
            .WithFallback(LoggingSetup.ForActorSystem(Logging));
        config = Settings is null ? config : config.WithFallback(Settings);
        return config.WithFallback(Tunable()).WithFallback(Defaults);
    }

    private static Config Defaults { get; } = ConfigurationFactory.ParseString(
        """
        akka {
          # Whoever is told something after the end of a job, or of a node, has gone on purpose.
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          cluster.sharding {
            rebalance-interval = 1s
            retry-interval = 500ms
            handoff-timeout = 15s
            shard-start-timeout = 5s
            coordinator-failure-backoff = 2s
          }
          coordinated-shutdown.default-phase-timeout = 4s
          coordinated-shutdown.phases {
            cluster-sharding-shutdown-region.timeout = 4s
            cluster-exiting.timeout = 4s
          }
          remote.retry-gate-closed-for = 1s
        }
        """);

    /// <summary>Failure detection and downing: all members need the same.</summary>
    private static Config Tunable()
    {
        using var stream = typeof(ClusterSystem).Assembly.GetManifestResourceStream(Resource);
        if (stream is null)
        {
            return Config.Empty;
        }

        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }

    private Config Own() => ConfigurationFactory.ParseString(
        $$"""
        akka {
          actor.provider = cluster
          cluster {
            roles = {{List(Roles)}}
            seed-nodes = []
            sharding {
              # Where partitions are is known anew with each start: nothing is kept on disk.
              state-store-mode = ddata
              remember-entities = off
              passivate-idle-entity-after = off
              distributed-data.durable.keys = []
            }
            distributed-data.durable.keys = []
          }
          coordinated-shutdown {
            # Signals are this program's own business.
            run-by-clr-shutdown-hook = off
            exit-clr = off
            # Ending a system and leaving the cluster are two things.
            run-by-actor-system-terminate = off
          }
          remote {
            dot-netty.tcp {
              hostname = {{Text(BindHost(Host))}}
              public-hostname = {{Text(Host)}}
              port = {{Port.ToString(CultureInfo.InvariantCulture)}}
              # Control messages are small; whatever is larger is an error of somebody's.
              maximum-frame-size = 128000b
              enable-ssl = {{(Certificates is null ? "off" : "on")}}
              {{Certificate()}}
            }
            websocket {
              path = {{Text(ClusterNames.ControlPath)}}
              token = {{Text(Token ?? "")}}
              authority = {{Text(InFolder(AuthorityFile))}}
              dial = {{List(Seeds)}}
            }
          }
        }
        """);

    private string Certificate() => Certificates is null
        ? ""
        : $$"""
            ssl {
              # Whom to believe is said by ControlPlaneSetup; this is what it falls back to.
              suppress-validation = off
              require-mutual-authentication = on
              validate-certificate-hostname = off
              certificate { path = {{Text(InFolder(CertificateFile))}}, password = "" }
            }
            """;

    private string InFolder(string file) =>
        Certificates is null ? "" : Path.GetFullPath(Path.Combine(Certificates, file));

    /// <summary>A name that others know may belong to a machine in front of this one, so that it
    /// cannot be bound to; loopback stays loopback.</summary>
    private static string BindHost(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address)
            && IPAddress.IsLoopback(address))
            ? host
            : "0.0.0.0";

    private static string List(IEnumerable<string> texts) =>
        $"[{string.Join(", ", texts.Select(Text))}]";

    private static string Text(string text) => HoconText.Quote(text);
}
