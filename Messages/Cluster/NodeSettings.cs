using System.Net;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.Messages.Cluster;

/// <summary>Section <c>coded.node</c>: what a worker node is. Its defaults stand in reference.conf
/// only.</summary>
public sealed record NodeSettings
{
    private const string Section = "coded.node";

    /// <summary>Its name, unique in the cluster and the same after a restart.</summary>
    public required string Name { get; init; }

    /// <summary>Partitions that it computes side by side without slowing them down.</summary>
    public required int Slots { get; init; }

    /// <summary>Host name or address under which the coordinator reaches this node (packages
    /// build), and that names it in actor addresses.</summary>
    public required string ControlHost { get; init; }

    /// <summary>Port of the control plane: with the packages it listens there, with the embedded
    /// engine it only names the node; 0: any.</summary>
    public required int ControlPort { get; init; }

    /// <summary>Folder of data sets that were fetched from the coordinator.</summary>
    public required string Cache { get; init; }

    /// <summary>Where it tells health and metrics; null: nowhere.</summary>
    public IPEndPoint? Health { get; init; }

    /// <summary>Bytes of the largest file that is fetched.</summary>
    public required long FileMax { get; init; }

    /// <summary>Reads the section.</summary>
    /// <param name="config">All layers.</param>
    /// <param name="machine">Name of this machine, for the node's where none is given.</param>
    /// <exception cref="InvalidInputException">CDL-0105, CDL-0701: a value is out of range.
    /// </exception>
    public static NodeSettings Read(LayeredConfig config, string machine) =>
        Read(config.Reader(Section), machine);

    internal static NodeSettings Read(ConfigReader reader, string machine)
    {
        var name = reader.OptionalText("name") ?? machine;
        if (!DataPlanePaths.IsNode(name))
        {
            throw reader.Error(
                "CDL-0701", "name", "1 to 128 letters, digits, dots, colons, hyphens, underscores",
                "Give the node a name with --name");
        }

        return new NodeSettings
        {
            Name = name,
            Slots = reader.Int("slots", 1, 4096),
            ControlHost = reader.Text("control-host"),
            ControlPort = reader.Int("control-port", 0, 65535),
            Cache = reader.Text("cache"),
            Health = HealthOf(reader),
            FileMax = reader.Bytes("file-max", 1L << 20, 1L << 44),
        };
    }

    private static IPEndPoint? HealthOf(ConfigReader reader)
    {
        var host = reader.Text("health-host");
        if (reader.OptionalInt("health-port", 0, 65535) is not { } port)
        {
            return null;
        }

        return IPAddress.TryParse(host, out var address)
            ? new IPEndPoint(address, port)
            : throw reader.Error(
                "CDL-0770", "health-host", "an IP address",
                "Write 127.0.0.1, or 0.0.0.0 for all networks");
    }
}
