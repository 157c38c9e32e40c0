using AkkaCoded.Codes;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Security;
using Microsoft.AspNetCore.Routing;

namespace AkkaCoded.Coordinator.Cluster;

/// <summary>What a <see cref="CoordinatorHost"/> is given.</summary>
internal sealed record CoordinatorSettings
{
    /// <summary>All layers: logging and whatever of <c>akka</c> they hold.</summary>
    public required LayeredConfig Config { get; init; }

    /// <summary>Section <c>coded.cluster</c>.</summary>
    public required ClusterOptions Options { get; init; }

    /// <summary>Bearer token of all requests; null: none.</summary>
    public string? Token { get; init; }

    /// <summary>Mutual TLS; null: in the clear.</summary>
    public PlaneIdentity? Identity { get; init; }

    /// <summary>Its name among coordinators; null: the address that it advertises.</summary>
    public string? Name { get; init; }

    /// <summary>Adds endpoints of the same port, such as the API. They are mapped before the actor
    /// system is there, and asked only when it listens.</summary>
    public Action<IEndpointRouteBuilder, CoordinatorHost>? Also { get; init; }

    /// <summary>Told when the job manager's reign begins in this process, on its thread.</summary>
    public Action<CoordinatorHost>? ReignBegan { get; init; }

    /// <summary>Limits of the data plane.</summary>
    public DataPlaneLimits Limits { get; init; } = DataPlaneLimits.Default;

    /// <summary>Clock of presence and of exclusions.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told what people should know, one line each.</summary>
    public Action<string> Log { get; init; } = _ => { };

    /// <summary>The settings that a configuration and the environment describe.</summary>
    /// <param name="config">All layers.</param>
    /// <param name="token">Value of the environment's <see cref="ClusterNames.TokenVariable"/>,
    /// or null.</param>
    /// <exception cref="InvalidInputException">A value of <c>coded.cluster</c> or the folder of
    /// certificates is wrong.</exception>
    public static CoordinatorSettings Of(LayeredConfig config, string? token)
    {
        var options = ClusterOptions.Read(config);
        return new CoordinatorSettings
        {
            Config = config,
            Options = options,
            Token = string.IsNullOrEmpty(token) ? options.Token : token,
            Identity = CertificateFolder.LoadIfNamed(options.Certificates),
        };
    }
}
