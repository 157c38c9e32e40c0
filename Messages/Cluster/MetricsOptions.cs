using AkkaCoded.Codes;
using AkkaCoded.Messages.Configuration;

namespace AkkaCoded.Messages.Cluster;

/// <summary>How figures are sent to an OpenTelemetry collector.</summary>
public enum OtlpKind
{
    /// <summary>Over HTTP/2.</summary>
    Grpc,

    /// <summary>Over HTTP/1.1, in protobuf.</summary>
    HttpProtobuf,
}

/// <summary>Section <c>coded.metrics</c>: figures sent elsewhere. Its defaults stand in
/// reference.conf only.</summary>
public sealed record MetricsOptions
{
    private const string Section = "coded.metrics";

    private static readonly Dictionary<string, OtlpKind> Kinds = new()
    {
        ["grpc"] = OtlpKind.Grpc,
        ["http-protobuf"] = OtlpKind.HttpProtobuf,
    };

    /// <summary>Address of the collector; null: nothing is sent.</summary>
    public required Uri? Endpoint { get; init; }

    /// <summary>How it is spoken to.</summary>
    public required OtlpKind Protocol { get; init; }

    /// <summary>Time between two messages.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Reads the section.</summary>
    /// <exception cref="InvalidInputException">CDL-0105, CDL-0771: a value is out of range.
    /// </exception>
    public static MetricsOptions Read(LayeredConfig config) => Read(config.Reader(Section));

    internal static MetricsOptions Read(ConfigReader reader)
    {
        return new MetricsOptions
        {
            Endpoint = reader.OptionalText("otlp-endpoint") is { } text ? Address(text) : null,
            Protocol = reader.Choice("otlp-protocol", Kinds),
            Interval = reader.Duration(
                "interval", TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)),
        };

        Uri Address(string text) =>
            Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri is { Scheme: "http" or "https" }
                ? uri
                : throw reader.Error(
                    "CDL-0771", "otlp-endpoint", "an http or https address",
                    "Write it as http://127.0.0.1:4318");
    }
}
