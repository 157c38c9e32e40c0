using System.Net.WebSockets;

namespace AkkaCoded.EngineCluster.Tests.Support;

/// <summary>A socket that breaks after so many bytes, counted in both directions together, in the
/// middle of whatever goes through it, or that swallows what it is given.</summary>
internal sealed class FaultySocket(WebSocket inner, int? breakAfter) : WebSocket
{
    private int _left = breakAfter ?? int.MaxValue;

    public bool IsSwallowing { get; set; }

    public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;

    public override string? CloseStatusDescription => inner.CloseStatusDescription;

    public override WebSocketState State => inner.State;

    public override string? SubProtocol => inner.SubProtocol;

    public override void Abort() => inner.Abort();

    public override void Dispose() => inner.Dispose();

    public override Task CloseAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken ct) =>
        inner.CloseAsync(closeStatus, statusDescription, ct);

    public override Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken ct) =>
        inner.CloseOutputAsync(closeStatus, statusDescription, ct);

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(
        Memory<byte> buffer, CancellationToken ct)
    {
        while (true)
        {
            var result = await inner.ReceiveAsync(buffer, ct);
            if (IsSwallowing && result.MessageType != WebSocketMessageType.Close)
            {
                continue;
            }

            var passed = Pass(result.Count);
            return passed == result.Count
                ? result
                : new ValueWebSocketReceiveResult(passed, result.MessageType, false);
        }
    }

    public override async ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer,
        WebSocketMessageType messageType,
        bool endOfMessage,
        CancellationToken ct)
    {
        if (IsSwallowing)
        {
            return;
        }

        var left = Interlocked.Add(ref _left, -buffer.Length);
        if (left >= 0)
        {
            await inner.SendAsync(buffer, messageType, endOfMessage, ct);
            return;
        }

        var passed = Math.Max(0, left + buffer.Length);
        await inner.SendAsync(buffer[..passed], messageType, false, ct);
        inner.Abort();
    }

    public override async Task<WebSocketReceiveResult> ReceiveAsync(
        ArraySegment<byte> buffer, CancellationToken ct)
    {
        var result = await ReceiveAsync(buffer.AsMemory(), ct);
        return new WebSocketReceiveResult(result.Count, result.MessageType, result.EndOfMessage);
    }

    public override Task SendAsync(
        ArraySegment<byte> buffer,
        WebSocketMessageType messageType,
        bool endOfMessage,
        CancellationToken ct) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, ct).AsTask();

    private int Pass(int count)
    {
        var left = Interlocked.Add(ref _left, -count);
        if (left >= 0)
        {
            return count;
        }

        inner.Abort();
        return Math.Max(0, left + count);
    }
}
