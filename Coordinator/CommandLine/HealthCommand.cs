using System.CommandLine;
using System.Net;
using System.Text.Json;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Health;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Security;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>health</c>: asks a coordinator or node how it is, for containers and scripts that
/// have no other client.</summary>
internal static class HealthCommand
{
    /// <summary>A process that needs longer to say how it is is not well.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static Command Create()
    {
        var address = new Argument<string?>("address")
        {
            Description = "Such as http://127.0.0.1:7400, with /health/live to ask only whether it "
                + "lives; left out: the coordinator or node of this machine.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var json = Options.Json();
        var command = new Command(
            "health", "Ask a coordinator or worker node whether it can serve. Exit code 0 or 1.")
        {
            address,
            json,
        };
        var machine = new MachineArguments(command);
        command.SetAction((parsed, cancellation) => AskAsync(
            machine.Load(parsed), parsed.GetValue(address), parsed.GetValue(json),
            parsed.InvocationConfiguration, cancellation));
        return command;
    }

    /// <summary>Where this machine's own program may tell its health: which of the two runs here
    /// does not follow from a configuration that both can have.</summary>
    internal static IReadOnlyList<Uri> OwnAddresses(LayeredConfig config)
    {
        var cluster = ClusterOptions.Read(config);
        var scheme = cluster.Certificates is null ? "http" : "https";
        var coordinator = new Uri($"{scheme}://{Reachable(cluster.Listen)}");
        return NodeSettings.Read(config, Environment.MachineName).Health is { } node
            ? [.. new[] { new Uri($"http://{Reachable(node)}"), coordinator }.Distinct()]
            : [coordinator];
    }

    private static async Task<int> AskAsync(
        LayeredConfig config, string? text, bool isJson, InvocationConfiguration streams,
        CancellationToken cancellation)
    {
        var addresses = text is null ? OwnAddresses(config) : [AddressOf(text)];
        var silent = new List<HealthCheck>();
        foreach (var address in addresses)
        {
            var (report, failure) = await TryReadAsync(config, address, cancellation);
            if (report is not null)
            {
                Write(report, isJson, streams.Output);
                return report.IsServing ? ExitCode.Done : ExitCode.Failed;
            }

            silent.Add(new HealthCheck("connection", false, $"{address}: {failure}"));
        }

        Write(HealthReport.Of(silent), isJson, streams.Output);
        return ExitCode.Failed;
    }

    /// <returns>The report, or why there is none.</returns>
    private static async Task<(HealthReport? Report, string Failure)> TryReadAsync(
        LayeredConfig config, Uri address, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return (await ReadAsync(config, address, patience.Token), "");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return (null, e.Message);
        }
    }

    private static async Task<HealthReport> ReadAsync(
        LayeredConfig config, Uri address, CancellationToken cancellation)
    {
        var isSecure = address.Scheme == Uri.UriSchemeHttps;
        var folder = isSecure ? ClusterOptions.Read(config).Certificates : null;
        var target = new DataPlaneTarget(address, CertificateFolder.LoadIfNamed(folder));
        using var client = DataPlaneHttp.Client(target);
        var path = address.AbsolutePath == "/"
            ? HealthEndpoints.ReadyPath
            : address.AbsolutePath;
        using var response = await client.GetAsync(path, cancellation);
        if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable))
        {
            throw new HttpRequestException($"status {(int)response.StatusCode}");
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        return await JsonSerializer.DeserializeAsync<HealthReport>(
            body, HealthEndpoints.Json, cancellation) ?? throw new JsonException("no report");
    }

    private static void Write(HealthReport report, bool isJson, TextWriter output)
    {
        if (isJson)
        {
            CommandOutput.Json(output, report);
            return;
        }

        output.WriteLine(report.Status);
        foreach (var check in report.Checks)
        {
            var word = check.IsOk ? "ok" : "MISSING";
            output.WriteLine($"  {word,-8} {check.Name}: {check.Detail}");
        }
    }

    private static Uri AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri is { Scheme: "http" or "https" }
            ? uri
            : throw new InvalidInputException(
                "CDL-0772", "address", text, "an http or https address",
                "Write it as http://127.0.0.1:7400");

    /// <summary>Who listens on all networks is reached on loopback.</summary>
    private static IPEndPoint Reachable(IPEndPoint listen) =>
        listen.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, listen.Port)
        : listen.Address.Equals(IPAddress.IPv6Any)
            ? new IPEndPoint(IPAddress.IPv6Loopback, listen.Port)
        : listen;
}
