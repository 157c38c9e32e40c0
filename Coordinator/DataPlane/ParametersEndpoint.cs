using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using Microsoft.AspNetCore.Http;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>Serves parameters: the bare values, with their hash in a header.</summary>
internal sealed class ParametersEndpoint(HttpExchangeHost exchange, RefusalLedger refusals)
{
    /// <summary>Copied into the connection's buffers at a time, while those before are sent.
    /// </summary>
    private const int PieceBytes = 256 * 1024;

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
        http.Response.ContentType = "application/octet-stream";
        http.Response.ContentLength = bytes.Length;
        http.Response.Headers[DataPlanePaths.HashHeader] = found.Hash.ToString("x16");
        await SendAsync(http, bytes);
    }

    private static async Task SendAsync(HttpContext http, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            for (var sent = 0; sent < bytes.Length; sent += PieceBytes)
            {
                var piece = bytes.Slice(sent, Math.Min(PieceBytes, bytes.Length - sent));
                await http.Response.BodyWriter.WriteAsync(piece, http.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Who asked is gone; there is nobody to tell.
        }
    }
}
