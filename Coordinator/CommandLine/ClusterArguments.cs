using System.CommandLine;
using AkkaCoded.Coordinator.Api;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Security;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>Arguments of the verbs that talk to a coordinator: where it is, and <c>--json</c>.
/// </summary>
internal sealed class ClusterArguments
{
    /// <summary>Where the coordinators are, instead of <c>coded.cluster.coordinators</c>.</summary>
    public const string AddressVariable = "AKKACODED_COORDINATOR";

    private readonly Option<string[]> _coordinators = new("--coordinator")
    {
        Description = "Address of a coordinator, such as http://10.0.0.5:7400 (default: "
            + $"{AddressVariable}, else coded.cluster.coordinators).",
    };

    private readonly Option<bool> _json = Options.Json();

    private readonly Option<string?> _node = new("--node")
    {
        Description = "Configuration of this machine, such as hocon/cluster.conf.",
    };

    /// <summary>Adds them to commands.</summary>
    public ClusterArguments(params IEnumerable<Command> commands)
    {
        foreach (var command in commands)
        {
            command.Add(_coordinators);
            command.Add(_json);
            command.Add(_node);
        }
    }

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_json);

    /// <summary>This machine's file, or null.</summary>
    public string? NodeFile(ParseResult parsed) => parsed.GetValue(_node);

    /// <summary>The way to the coordinators, as this machine is configured.</summary>
    public ApiClient Connect(ParseResult parsed)
    {
        var options = ClusterOptions.Read(new ConfigLayers()
            .Module(typeof(TrainingJobOptions).Assembly)
            .NodeFile(NodeFile(parsed))
            .ProcessEnvironment()
            .Build());
        var token = Environment.GetEnvironmentVariable(ClusterNames.TokenVariable);
        return new ApiClient(
            Addresses(parsed) ?? options.Coordinators,
            string.IsNullOrEmpty(token) ? options.Token : token,
            CertificateFolder.LoadIfNamed(options.Certificates), options.IsInsecure);
    }

    private List<Uri>? Addresses(ParseResult parsed)
    {
        var given = parsed.GetValue(_coordinators) is { Length: > 0 } named
            ? named
            : Environment.GetEnvironmentVariable(AddressVariable) is { Length: > 0 } variable
                ? variable.Split(',', StringSplitOptions.TrimEntries)
                : null;
        return given is null ? null : [.. given.Select(AddressOf)];
    }

    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri is { Scheme: "http" or "https", AbsolutePath: "/" }
            ? uri
            : throw new Codes.InvalidInputException(
                "CDL-0700", "--coordinator", text, "an http or https address",
                "Write it as http://127.0.0.1:7400");
}
