using Akka.Actor;
using Akka.Configuration;

namespace Akka.Remote;

/// <summary>The section akka.remote, as far as this build has it.</summary>
public class RemoteSettings
{
    public static readonly string AkkaScheme = "akka";

    public RemoteSettings(Config config)
    {
        Config = config;
        FlushWait = config.GetTimeSpan("akka.remote.flush-wait-on-shutdown");
        RetryGateClosedFor = config.GetTimeSpan("akka.remote.retry-gate-closed-for");
        Socket = new WebSocketSettings(config);
    }

    public Config Config { get; }

    public TimeSpan FlushWait { get; set; }

    public TimeSpan RetryGateClosedFor { get; set; }

    internal WebSocketSettings Socket { get; }
}

/// <summary>What the connections need to know, read once.</summary>
internal sealed class WebSocketSettings
{
    public WebSocketSettings(Config config)
    {
        var tcp = config.GetConfig("akka.remote.dot-netty.tcp");
        var socket = config.GetConfig("akka.remote.websocket");
        Hostname = FirstOf(
            tcp.GetString("public-hostname", ""), tcp.GetString("hostname", ""),
            Environment.MachineName);
        PublicPort = tcp.GetInt("public-port");
        Port = tcp.GetInt("port");
        IsSecure = tcp.GetBoolean("enable-ssl");
        CertificatePath = tcp.GetString("ssl.certificate.path", "");
        CertificatePassword = tcp.GetString("ssl.certificate.password", "");
        ConnectTimeout = tcp.GetTimeSpan("connection-timeout");
        FrameMax = (int)(tcp.GetByteSize("maximum-frame-size", null) ?? 128_000);
        Path = socket.GetString("path", "");
        Token = socket.GetString("token", "");
        Authority = socket.GetString("authority", "");
        HandshakeTimeout = socket.GetTimeSpan("handshake-timeout");
        BufferMax = socket.GetInt("buffer-max");
        BufferBytes = socket.GetByteSize("buffer-bytes", null) ?? long.MaxValue;
        RetryFirst = socket.GetTimeSpan("retry-first");
        RetryLast = socket.GetTimeSpan("retry-last");
        Heartbeat = Milliseconds(socket, "heartbeat-interval");
        SilentAfter = Milliseconds(socket, "silent-after");
        GiveUpAfter = Milliseconds(socket, "give-up-after");
        Dialled = [.. Addresses(socket, "dial"), .. Addresses(config, "akka.cluster.seed-nodes")];
        if (Heartbeat <= 0 || SilentAfter <= Heartbeat || GiveUpAfter <= SilentAfter)
        {
            throw new ConfigurationException(
                "akka.remote.websocket: heartbeat-interval has to be shorter than silent-after, "
                + "and that shorter than give-up-after");
        }
    }

    public string Hostname { get; }

    public int Port { get; }

    public int PublicPort { get; }

    public bool IsSecure { get; }

    public string CertificatePath { get; }

    public string CertificatePassword { get; }

    public TimeSpan ConnectTimeout { get; }

    public int FrameMax { get; }

    public string Path { get; }

    public string Token { get; }

    public string Authority { get; }

    public TimeSpan HandshakeTimeout { get; }

    public int BufferMax { get; }

    public long BufferBytes { get; }

    public TimeSpan RetryFirst { get; }

    public TimeSpan RetryLast { get; }

    public long Heartbeat { get; }

    public long SilentAfter { get; }

    public long GiveUpAfter { get; }

    public IReadOnlyList<Address> Dialled { get; }

    private static string FirstOf(params string[] names) =>
        names.First(name => !string.IsNullOrWhiteSpace(name));

    private static long Milliseconds(Config config, string key) =>
        (long)config.GetTimeSpan(key).TotalMilliseconds;

    private static IEnumerable<Address> Addresses(Config config, string key) =>
        config.GetStringList(key).Select(text =>
            Address.TryParse(text, out var address)
                ? address
                : throw new ConfigurationException(
                    $"{key}: [{text}] is no address such as akka.tcp://system@host:port"));
}
