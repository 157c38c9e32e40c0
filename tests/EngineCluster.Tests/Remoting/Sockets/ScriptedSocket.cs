using System.Net.WebSockets;

namespace AkkaCoded.EngineCluster.Tests.Remoting.Sockets;

/// <summary>A socket without a net: it brings given bytes in pieces, then closes, and forgets what
/// it is given.</summary>
internal sealed class ScriptedSocket(byte[] bytes, int pieceMax) : WebSocket
{
    private int _at;
    private WebSocketState _state = WebSocketState.Open;

    public override WebSocketCloseStatus? CloseStatus => null;

    public override string? CloseStatusDescription => null;

    public override WebSocketState State => _state;

    public override string? SubProtocol => null;

    public override void Abort() => _state = WebSocketState.Aborted;

    public override Task CloseAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken ct) =>
        Task.CompletedTask;

    public override Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken ct) =>
        Task.CompletedTask;

    public override void Dispose()
    {
    }

    public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(
        Memory<byte> buffer, CancellationToken ct)
    {
        if (_state == WebSocketState.Aborted)
        {
            throw new WebSocketException("aborted");
        }

        var count = Math.Min(pieceMax, Math.Min(buffer.Length, bytes.Length - _at));
        bytes.AsSpan(_at, count).CopyTo(buffer.Span);
        _at += count;
        var type = count > 0 ? WebSocketMessageType.Binary : WebSocketMessageType.Close;
        return ValueTask.FromResult(new ValueWebSocketReceiveResult(count, type, true));
    }

    public override async Task<WebSocketReceiveResult> ReceiveAsync(
        ArraySegment<byte> buffer, CancellationToken ct)
    {
        var result = await ReceiveAsync(buffer.AsMemory(), ct);
        return new WebSocketReceiveResult(result.Count, result.MessageType, true);
    }

    public override Task SendAsync(
        ArraySegment<byte> buffer,
        WebSocketMessageType messageType,
        bool endOfMessage,
        CancellationToken ct) =>
        Task.CompletedTask;
}
