using System.Net;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Configuration;

namespace AkkaCoded.Messages.Cluster;

/// <summary>How partitions are spread over nodes.</summary>
public enum PlacementKind
{
    /// <summary>As few on each node as possible, so that a node's failure costs little.</summary>
    Spread,

    /// <summary>A node is filled to its slots before the next one is used.</summary>
    Pack,
}

/// <summary>Section <c>coded.cluster</c>: what coordinators and nodes must agree upon, and where
/// they find each other. Its defaults stand in reference.conf only.</summary>
public sealed record ClusterOptions
{
    private const string Section = "coded.cluster";

    private static readonly Dictionary<string, PlacementKind> Placements = new()
    {
        ["spread"] = PlacementKind.Spread,
        ["pack"] = PlacementKind.Pack,
    };

    /// <summary>Where a coordinator listens: API, page, data plane, presence, and with the embedded
    /// engine the control plane.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>Host name or address under which nodes reach this coordinator; null: that of
    /// <see cref="Listen"/>.</summary>
    public required string? Advertise { get; init; }

    /// <summary>Packages build: the coordinator's port of the control plane; 0: any.</summary>
    public required int ControlPort { get; init; }

    /// <summary>Addresses of the coordinators, as nodes and the command line reach them.</summary>
    public required IReadOnlyList<Uri> Coordinators { get; init; }

    /// <summary>Bearer token that all requests bring; null: none.</summary>
    public required string? Token { get; init; }

    /// <summary>Folder with <c>ca.pem</c>, <c>node.pem</c> and <c>node.key</c>; null: no TLS.
    /// </summary>
    public required string? Certificates { get; init; }

    /// <summary>Whether off loopback everything goes in the clear.</summary>
    public required bool IsInsecure { get; init; }

    /// <summary>Folder of a coordinator's jobs and their checkpoints.</summary>
    public required string Folder { get; init; }

    /// <summary>Jobs that run at the same time; further ones wait for their turn.</summary>
    public required int JobsMax { get; init; }

    /// <summary>See <see cref="PlacementKind"/>.</summary>
    public required PlacementKind Placement { get; init; }

    /// <summary>How long a job waits for nodes before it places its partitions on those that are
    /// there, if they have fewer slots than it has partitions.</summary>
    public required TimeSpan Gather { get; init; }

    /// <summary>How long partitions of a node that has gone wait for it to come back.</summary>
    public required TimeSpan RehomeAfter { get; init; }

    /// <summary>Reads the section.</summary>
    /// <exception cref="InvalidInputException">CDL-0105, CDL-0700: a value is out of range.
    /// </exception>
    public static ClusterOptions Read(LayeredConfig config) => Read(config.Reader(Section));

    internal static ClusterOptions Read(ConfigReader reader)
    {
        return new ClusterOptions
        {
            Listen = reader.Parsed("listen", null, () => EndPoint(reader.Text("listen"))),
            Advertise = reader.OptionalText("advertise"),
            ControlPort = reader.Int("control-port", 0, 65535),
            Coordinators = Addresses(reader),
            Token = reader.OptionalText("token"),
            Certificates = reader.OptionalText("certificates"),
            IsInsecure = reader.Flag("insecure"),
            Folder = reader.Text("folder"),
            JobsMax = reader.Int("jobs-max", 1, 1024),
            Placement = reader.Choice("placement", Placements),
            Gather = reader.Duration("gather", TimeSpan.Zero, TimeSpan.FromHours(24)),
            RehomeAfter = reader.Duration("rehome-after", TimeSpan.Zero, TimeSpan.FromHours(24)),
        };
    }

    private static IPEndPoint EndPoint(string text) =>
        IPEndPoint.TryParse(text, out var found) && text.Contains(':', StringComparison.Ordinal)
            ? found
            : throw new InvalidInputException(
                "CDL-0700", "coded.cluster.listen", text, "an IP address and a port",
                "Write it as 127.0.0.1:7400, or 0.0.0.0:7400 for all networks");

    private static List<Uri> Addresses(ConfigReader reader)
    {
        var texts = reader.Texts("coordinators");
        return [.. texts.Select((text, index) => reader.Parsed("coordinators", index, () =>
            Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri is { Scheme: "http" or "https", AbsolutePath: "/" }
                ? uri
                : throw new InvalidInputException(
                    "CDL-0700", "coded.cluster.coordinators", text, "an http or https address",
                    "Write it as http://127.0.0.1:7400")))];
    }
}
