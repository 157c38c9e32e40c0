using Akka.Configuration;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Logging;
using AkkaCoded.Messages.Security;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.WorkerNode.Cluster;

/// <summary>What a <see cref="NodeHost"/> is given.</summary>
internal sealed record NodeHostSettings
{
    /// <summary>Section <c>coded.cluster</c>.</summary>
    public required ClusterOptions Cluster { get; init; }

    /// <summary>Section <c>coded.node</c>.</summary>
    public required NodeSettings Node { get; init; }

    /// <summary>What is logged.</summary>
    public required LoggingOptions Logging { get; init; }

    /// <summary>Settings of the engine, or null.</summary>
    public Config? Engine { get; init; }

    /// <summary>Bearer token of all requests; null: none.</summary>
    public string? Token { get; init; }

    /// <summary>Mutual TLS; null: in the clear.</summary>
    public PlaneIdentity? Identity { get; init; }

    /// <summary>Clock of pauses and of the node's incarnation.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What others may see of it, such as its health.</summary>
    public NodeSight Sight { get; init; } = new();

    /// <summary>Told what people should know, one line each, on any thread.</summary>
    public Action<string> Log { get; init; } = _ => { };

    /// <summary>The settings that a configuration and the environment describe.</summary>
    /// <param name="config">All layers.</param>
    /// <param name="machine">Name of this machine.</param>
    /// <param name="token">Value of the environment's <see cref="ClusterNames.TokenVariable"/>,
    /// or null.</param>
    /// <exception cref="InvalidInputException">A value of <c>coded.cluster</c> or
    /// <c>coded.node</c>, or the folder of certificates, is wrong.</exception>
    public static NodeHostSettings Of(LayeredConfig config, string machine, string? token)
    {
        var cluster = ClusterOptions.Read(config);
        if (cluster.Coordinators.Count == 0)
        {
            throw config.Reader("coded.cluster").Error(
                "CDL-0700", "coordinators", "at least one address",
                "Name the coordinator with --coordinator http://10.0.0.5:7400");
        }

        return new NodeHostSettings
        {
            Cluster = cluster,
            Node = NodeSettings.Read(config, machine),
            Logging = LoggingOptions.Read(config),
            Engine = config.Config,
            Token = string.IsNullOrEmpty(token) ? cluster.Token : token,
            Identity = CertificateFolder.LoadIfNamed(cluster.Certificates),
        };
    }

    /// <summary>A coordinator as this node talks to it.</summary>
    /// <exception cref="InvalidInputException">CDL-0766, CDL-0767: in the clear off loopback, or
    /// http with certificates, or https without.</exception>
    public DataPlaneTarget TargetOf(Uri coordinator)
    {
        ReachRules.CheckTarget(coordinator, Identity is not null, Cluster.IsInsecure);
        return new DataPlaneTarget(coordinator, Identity) { Token = Token };
    }
}
