using System.Net.WebSockets;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.WorkerNode.DataPlane;

/// <summary>How a node stands with its coordinator.</summary>
public enum PresenceLink
{
    /// <summary>The connection is open.</summary>
    Connected,

    /// <summary>It is closed or the coordinator has fallen silent; tried again with pauses.
    /// </summary>
    Lost,

    /// <summary>The coordinator refuses this node: wrong token, or a later start of the node is
    /// there. Not tried again.</summary>
    Refused,
}

/// <summary>
/// Holds a node's one presence connection: says every second that the node is there, and connects
/// anew with growing pauses when the connection ends.
/// </summary>
public sealed class PresenceClient : IAsyncDisposable
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    /// <summary>A coordinator that answers none of so many heartbeats is not there.</summary>
    private const int UnansweredMax = 10;

    private readonly DataPlaneTarget _target;
    private readonly Uri _address;
    private readonly TimeProvider _time;
    private readonly Action<PresenceLink> _changed;
    private readonly HttpMessageInvoker _invoker;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _running;
    private int _unanswered;

    /// <summary>Begins to connect.</summary>
    /// <param name="target">The coordinator.</param>
    /// <param name="node">The node's name (<see cref="DataPlanePaths.IsNode"/>).</param>
    /// <param name="incarnation">Which start of the node; a later one replaces an earlier.</param>
    /// <param name="time">Clock of heartbeats and pauses.</param>
    /// <param name="changed">Told changes in their order, on any thread; must not throw.</param>
    public PresenceClient(
        DataPlaneTarget target,
        string node,
        long incarnation,
        TimeProvider time,
        Action<PresenceLink> changed)
    {
        Contract.Require(DataPlanePaths.IsNode(node), "a node's name can stand in paths");
        (_target, _time, _changed) = (target, time, changed);
        var scheme = target.Identity is null ? "ws" : "wss";
        var path = DataPlanePaths.Presence(node, incarnation);
        _address = new Uri($"{scheme}://{target.Address.Authority}{path}");
        _invoker = new HttpMessageInvoker(DataPlaneHttp.Handler(target));
        _running = Task.Run(RunAsync);
    }

    /// <summary>Closes the connection: the coordinator knows at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _invoker.Dispose();
    }

    private async Task RunAsync()
    {
        var pause = PauseMin;
        while (!_ending.IsCancellationRequested)
        {
            using var socket = new ClientWebSocket();
            socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
            socket.Options.CollectHttpResponseDetails = true;
            if (_target.Token is { } token)
            {
                socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            }

            var wasConnected = await HoldAsync(socket).ConfigureAwait(false);
            if ((int)socket.HttpStatusCode is 401 or 409)
            {
                _changed(PresenceLink.Refused);
                return;
            }

            pause = wasConnected ? PauseMin : TimeSpan.FromTicks(
                Math.Min(PauseMax.Ticks, 2 * pause.Ticks));
            await Task.Delay(pause, _time, _ending.Token).ConfigureAwait(false);
        }
    }

    /// <returns>Whether the connection came about, before it ended.</returns>
    private async Task<bool> HoldAsync(ClientWebSocket socket)
    {
        try
        {
            await socket.ConnectAsync(_address, _invoker, _ending.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEnd(e))
        {
            return false;
        }

        _unanswered = 0;
        _changed(PresenceLink.Connected);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        // Either one ends the other.
        await Task.WhenAll(
            UntilEndAsync(BeatAsync(socket, over.Token), over),
            UntilEndAsync(ListenAsync(socket, over.Token), over)).ConfigureAwait(false);
        _changed(PresenceLink.Lost);
        return true;
    }

    private async Task BeatAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        var beat = new byte[1];
        using var timer = new PeriodicTimer(_target.Limits.HeartbeatInterval, _time);
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false)
            && Interlocked.Increment(ref _unanswered) <= UnansweredMax)
        {
            await socket.SendAsync(
                beat, WebSocketMessageType.Binary, true, cancellation).ConfigureAwait(false);
        }
    }

    private async Task ListenAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        var buffer = new byte[16];
        while (true)
        {
            var heard = await socket.ReceiveAsync(buffer.AsMemory(), cancellation)
                .ConfigureAwait(false);
            if (heard.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            Interlocked.Exchange(ref _unanswered, 0);
        }
    }

    private static async Task UntilEndAsync(Task task, CancellationTokenSource over)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception e) when (IsEnd(e))
        {
            // How the connection ended makes no difference.
        }

        await over.CancelAsync().ConfigureAwait(false);
    }

    private static bool IsEnd(Exception e) =>
        e is WebSocketException or IOException or OperationCanceledException
            or HttpRequestException or ObjectDisposedException;
}
