using AkkaCoded.Codes;
using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.WorkerNode.DataPlane;

/// <summary>Which coordinator a node talks to, and as whom.</summary>
public sealed record DataPlaneTarget
{
    /// <summary>Makes a target.</summary>
    /// <param name="address">Such as http://127.0.0.1:7400; https where the coordinator has
    /// certificates.</param>
    /// <param name="identity">This node's certificate, for https.</param>
    /// <exception cref="InvalidInputException">CDL-0423: neither http nor https, or https without
    /// a certificate, or the other way round.</exception>
    public DataPlaneTarget(Uri address, PlaneIdentity? identity = null)
    {
        var isSecure = address.IsAbsoluteUri && address.Scheme == Uri.UriSchemeHttps;
        var isPlain = address.IsAbsoluteUri && address.Scheme == Uri.UriSchemeHttp;
        if (isSecure ? identity is null : !isPlain || identity is not null)
        {
            throw new InvalidInputException(
                "CDL-0423", "coordinator", address,
                "an http address, or an https one and a certificate of this node",
                "Take the address from the coordinator's first line of output");
        }

        (Address, Identity) = (address, identity);
    }

    /// <summary>The coordinator's data plane.</summary>
    public Uri Address { get; }

    /// <summary>This node's certificate and the authority it believes, or null: in the clear.
    /// </summary>
    public PlaneIdentity? Identity { get; }

    /// <summary>Bearer token, or null.</summary>
    public string? Token { get; init; }

    /// <summary>What this end accepts.</summary>
    public DataPlaneLimits Limits { get; init; } = DataPlaneLimits.Default;

    /// <summary>How long a connection may take to open.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
