using System.Net.Sockets;
using System.Text;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>Serves parameters: the bare values, with their hash in a header.</summary>
internal sealed class ParametersEndpoint(
    HttpExchangeHost exchange, TimeSpan slowGrace, RefusalLedger refusals,
    TransferLedger transfers)
{
    /// <summary>Copied into the connection's buffers at a time, while those before are sent.
    /// </summary>
    private const int PieceBytes = 256 * 1024;

    /// <summary>Sent by one call of the system.</summary>
    private const int DirectPieceBytes = 4 * 1024 * 1024;

    /// <summary>From here on copying costs more than a new connection.</summary>
    private const int DirectBytesMin = 1024 * 1024;

    public async Task HandleAsync(HttpContext http)
    {
        if (await http.FindJobAsync(exchange, refusals) is null)
        {
            return;
        }

        var key = new ParametersKey(
            new JobId(http.Text("job")), http.Number("epoch"), http.Number("version"));
        if (exchange.Find(key) is not { } found)
        {
            await http.RefuseAsync(
                refusals, Refusal.Version, StatusCodes.Status410Gone,
                $"version {key.Version} is not published");
            return;
        }

        using var lease = found.Lease;
        var bytes = FloatBytes.Of(lease.Values);
        if (bytes.Length >= DirectBytesMin && !http.Request.IsHttps
            && http.Features.Get<IConnectionSocketFeature>() is { } connection)
        {
            await SendDirectlyAsync(http, connection.Socket, bytes, found.Hash);
            return;
        }

        http.Response.ContentType = "application/octet-stream";
        http.Response.ContentLength = bytes.Length;
        http.Response.Headers[DataPlanePaths.HashHeader] = found.Hash.ToString("x16");
        await SendAsync(http, bytes);
    }

    /// <summary>
    /// Writes response and values to the socket itself. By way of Kestrel they would be copied into
    /// its buffers first, which costs about as much as sending. Kestrel then knows of no response,
    /// so the connection ends with it: by the worker, as an abort before would throw away what the
    /// system has not sent yet.
    /// </summary>
    private async Task SendDirectlyAsync(
        HttpContext http, Socket socket, ReadOnlyMemory<byte> bytes, ulong hash)
    {
        var head = Encoding.ASCII.GetBytes(
            "HTTP/1.1 200 OK\r\nConnection: close\r\n"
            + "Content-Type: application/octet-stream\r\n"
            + $"Content-Length: {bytes.Length}\r\n"
            + $"{DataPlanePaths.HashHeader}: {hash:x16}\r\n\r\n");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        try
        {
            await WriteAsync(socket, head, end);
            await WriteAsync(socket, bytes, end);
            transfers.Count(Transfer.Parameters, bytes.Length);
            await ClosedByPeerAsync(http, socket);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            refusals.Count(Refusal.Broken, "parameters were not taken to their end");
        }

        http.Abort();
    }

    /// <summary>Whoever does not take a piece in time is cut off, as Kestrel would.</summary>
    private async ValueTask WriteAsync(
        Socket socket, ReadOnlyMemory<byte> bytes, CancellationTokenSource end)
    {
        while (!bytes.IsEmpty)
        {
            end.CancelAfter(slowGrace);
            var piece = bytes[..Math.Min(DirectPieceBytes, bytes.Length)];
            bytes = bytes[await socket.SendAsync(piece, SocketFlags.None, end.Token)..];
        }
    }

    private async Task ClosedByPeerAsync(HttpContext http, Socket socket)
    {
        socket.Shutdown(SocketShutdown.Send);
        var closed = Task.Delay(slowGrace, http.RequestAborted);
        await closed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SendAsync(HttpContext http, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length; sent += PieceBytes)
            {
                var piece = bytes.Slice(sent, Math.Min(PieceBytes, bytes.Length - sent));
                await http.Response.BodyWriter.WriteAsync(piece, http.RequestAborted);
            }

            transfers.Count(Transfer.Parameters, bytes.Length);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Who asked is gone; there is nobody to tell.
        }
    }
}
