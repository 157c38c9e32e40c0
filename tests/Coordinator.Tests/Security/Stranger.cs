using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AkkaCoded.Coordinator.Tests.Security;

/// <summary>Somebody who asks with whatever certificate, or none, and believes every server.
/// </summary>
internal static class Stranger
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What comes back, decrypted; empty where nothing does.</summary>
    public static async Task<string> AskAsync(
        IPEndPoint target, string path, X509Certificate2? certificate)
    {
        using var tcp = await ConnectAsync(target);
        await using var tls = new SslStream(tcp.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = target.Address.ToString(),
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
                ClientCertificates = certificate is null ? [] : [certificate],
                LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!,
            });
            return await ExchangeAsync(tls, target, path);
        }
        catch (Exception e) when (e is IOException or AuthenticationException or SocketException)
        {
            return "";
        }
    }

    /// <summary>What comes back where no TLS is spoken.</summary>
    public static async Task<string> AskPlainlyAsync(IPEndPoint target, string path)
    {
        using var tcp = await ConnectAsync(target);
        try
        {
            return await ExchangeAsync(tcp.GetStream(), target, path);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task<TcpClient> ConnectAsync(IPEndPoint target)
    {
        var tcp = new TcpClient(target.AddressFamily);
        await tcp.ConnectAsync(target);
        return tcp;
    }

    private static async Task<string> ExchangeAsync(Stream stream, IPEndPoint target, string path)
    {
        using var limit = new CancellationTokenSource(Patience);
        var request = $"GET {path} HTTP/1.1\r\nHost: {target}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), limit.Token);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, limit.Token);
        return Encoding.Latin1.GetString(answer.ToArray());
    }
}
