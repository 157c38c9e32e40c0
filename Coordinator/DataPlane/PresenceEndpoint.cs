using System.Net.WebSockets;
using AkkaCoded.Messages.Exchange;
using Microsoft.AspNetCore.Http;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>
/// Holds the presence connections: a WebSocket on which a node sends a heartbeat of one byte now
/// and then and gets it back, so that either end knows whether the other lives.
/// </summary>
internal sealed class PresenceEndpoint(
    PresenceBoard board, RefusalLedger refusals, CancellationToken stopping)
{
    /// <summary>Longest heartbeat; more is somebody else's protocol.</summary>
    private const int HeartbeatBytesMax = 16;

    public async Task HandleAsync(HttpContext http)
    {
        var node = http.Text("node");
        if (!http.WebSockets.IsWebSocketRequest || !DataPlanePaths.IsNode(node))
        {
            await http.RefuseAsync(
                refusals, Refusal.Presence, StatusCodes.Status400BadRequest,
                "a WebSocket of a node with a valid name is expected");
            return;
        }

        // Not the abort of the request: who cuts may come too late, and its context may then
        // belong to another request.
        var cut = new CancellationTokenSource();
        var ticket = board.Appear(
            node, http.Number("incarnation"), () => _ = cut.CancelAsync());
        if (ticket is null)
        {
            await http.RefuseAsync(
                refusals, Refusal.Presence, StatusCodes.Status409Conflict,
                "a later start of this node is there");
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping, cut.Token);
        try
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync(
                new WebSocketAcceptContext { KeepAliveInterval = Timeout.InfiniteTimeSpan });
            await ListenAsync(socket, ticket, over.Token);
        }
        catch (Exception e) when (e is WebSocketException or IOException
            or OperationCanceledException)
        {
            // The connection is over, which is told below.
        }
        finally
        {
            board.Close(ticket);
        }
    }

    private async Task ListenAsync(
        WebSocket socket, PresenceBoard.Ticket ticket, CancellationToken over)
    {
        var buffer = new byte[HeartbeatBytesMax];
        while (true)
        {
            var heard = await socket.ReceiveAsync(buffer.AsMemory(), over);
            if (heard.MessageType == WebSocketMessageType.Close)
            {
                // Told before the farewell, which takes a round trip.
                board.Close(ticket);
                await socket.CloseOutputAsync(
                    WebSocketCloseStatus.NormalClosure, null, over);
                return;
            }

            if (!heard.EndOfMessage || heard.MessageType != WebSocketMessageType.Binary)
            {
                refusals.Count(Refusal.Presence, $"{ticket.Node} sent no heartbeat");
                return;
            }

            board.Heard(ticket);
            await socket.SendAsync(
                buffer.AsMemory(0, heard.Count), WebSocketMessageType.Binary, true, over);
        }
    }
}
