using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.WorkerNode.DataPlane;
using static AkkaCoded.Coordinator.DataPlane.PresenceChange;
using static AkkaCoded.Coordinator.Tests.DataPlane.Plane;

namespace AkkaCoded.Coordinator.Tests.DataPlane;

public sealed class PresenceSpec
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _hostTime = new();
    private readonly ManualTime _nodeTime = new();
    private readonly Channel<PresenceEvent> _events = Channel.CreateUnbounded<PresenceEvent>();
    private readonly Channel<PresenceLink> _links = Channel.CreateUnbounded<PresenceLink>();

    [Fact]
    public async Task Node_must_be_gone_at_once_when_its_connection_closes()
    {
        await using var plane = await StartPlaneAsync();
        using var hearing = Hear(plane);
        await using (Node(plane, "node-1:4053", 3))
        {
            Assert.Equal(("node-1:4053", 3, Appeared), await NextEvent());
            Assert.Equal(3, plane.Server.Presence.Present()["node-1:4053"]);
            Assert.Equal(PresenceLink.Connected, await NextLink());
        }

        // No time has passed at all.
        Assert.Equal(("node-1:4053", 3, Gone), await NextEvent());
        Assert.Empty(plane.Server.Presence.Present());
    }

    [Fact]
    public async Task Node_must_be_gone_at_once_when_its_process_dies()
    {
        await using var plane = await StartPlaneAsync();
        using var hearing = Hear(plane);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, plane.Server.Address.Port);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {DataPlanePaths.Presence("n", 0)} HTTP/1.1\r\nHost: localhost\r\n"
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        Assert.Equal(("n", 0, Appeared), await NextEvent());

        // What the operating system does for a killed process with unread data.
        tcp.Client.LingerState = new LingerOption(true, 0);
        tcp.Close();

        Assert.Equal(("n", 0, Gone), await NextEvent());
    }

    [Fact]
    public async Task Node_must_be_silent_within_5_s_and_back_with_its_next_word()
    {
        await using var plane = await StartPlaneAsync();
        using var hearing = Hear(plane);
        await using var node = Node(plane, "n", 1);
        await NextEvent();
        Assert.Equal(PresenceLink.Connected, await NextLink());
        await _nodeTime.NextTimer();

        _hostTime.Advance(TimeSpan.FromSeconds(3));
        Assert.False(_events.Reader.TryPeek(out _));
        _hostTime.Advance(Second);
        Assert.Equal(("n", 1, Silent), await NextEvent());
        Assert.Empty(plane.Server.Presence.Present());

        _nodeTime.Advance(Second);
        Assert.Equal(("n", 1, Back), await NextEvent());
        Assert.Single(plane.Server.Presence.Present());
    }

    [Fact]
    public async Task Node_must_be_forgotten_and_cut_when_it_stays_silent()
    {
        await using var plane = await StartPlaneAsync();
        using var hearing = Hear(plane);
        await using var node = Node(plane, "n", 1);
        await NextEvent();
        Assert.Equal(PresenceLink.Connected, await NextLink());

        _hostTime.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(("n", 1, Silent), await NextEvent());
        Assert.Equal(("n", 1, Gone), await NextEvent());
        Assert.Equal(PresenceLink.Lost, await NextLink());
    }

    [Fact]
    public async Task Later_start_must_replace_an_earlier_one_and_not_the_other_way_round()
    {
        await using var plane = await StartPlaneAsync();
        using var hearing = Hear(plane);
        await using var old = Node(plane, "n", 1);
        await NextEvent();
        Assert.Equal(PresenceLink.Connected, await NextLink());

        await using var young = Node(plane, "n", 2);
        Assert.Equal(("n", 1, Gone), await NextEvent());
        Assert.Equal(("n", 2, Appeared), await NextEvent());
        var links = new[] { await NextLink(), await NextLink() };
        Assert.Equal([PresenceLink.Connected, PresenceLink.Lost], links.Order());

        // The pause before the old one tries again; then it is refused for good.
        await _nodeTime.NextTimer();
        await _nodeTime.NextTimer();
        await _nodeTime.NextTimer();
        _nodeTime.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(PresenceLink.Refused, await NextLink());
        Assert.Equal(2, plane.Server.Presence.Present()["n"]);
    }

    [Fact]
    public async Task Listener_must_learn_who_is_there_when_it_comes_later()
    {
        await using var plane = await StartPlaneAsync();
        await using var node = Node(plane, "n", 1);
        Assert.Equal(PresenceLink.Connected, await NextLink());

        using (Hear(plane))
        {
            Assert.Equal(("n", 1, Appeared), await NextEvent());
        }

        await node.DisposeAsync();
        Assert.False(_events.Reader.TryPeek(out _));
    }

    [Fact]
    public async Task Node_must_come_back_by_itself_when_the_coordinator_was_restarted()
    {
        var plane = await StartPlaneAsync();
        var endPoint = new IPEndPoint(IPAddress.Loopback, plane.Server.Address.Port);
        await using var node = new PresenceClient(
            plane.Target, "n", 1, TimeProvider.System, link => _links.Writer.TryWrite(link));
        Assert.Equal(PresenceLink.Connected, await NextLink());
        await plane.DisposeAsync();
        Assert.Equal(PresenceLink.Lost, await NextLink());

        await using var again = await StartAsync(
            host: options => options with { EndPoint = endPoint });

        Assert.Equal(PresenceLink.Connected, await NextLink());
    }

    [Theory]
    [InlineData("/data/v1/presence/n/1")]
    [InlineData("/data/v1/presence/a%20b/1")]
    public async Task Connection_must_be_refused_when_it_is_no_presence(string path)
    {
        await using var plane = await StartPlaneAsync();
        using var client = new HttpClient { BaseAddress = plane.Server.Address };

        Assert.Equal(400, (int)(await client.GetAsync(path)).StatusCode);

        Assert.Equal(1, plane.Server.Refusals[Refusal.Presence]);
        Assert.Empty(plane.Server.Presence.Present());
    }

    private Task<Plane> StartPlaneAsync() =>
        StartAsync(host: options => options with { Time = _hostTime });

    private PresenceClient Node(Plane plane, string name, long incarnation) => new(
        plane.Target, name, incarnation, _nodeTime, link => _links.Writer.TryWrite(link));

    private IDisposable Hear(Plane plane) =>
        plane.Server.Presence.Subscribe(change => _events.Writer.TryWrite(change));

    private async Task<(string Node, long Incarnation, PresenceChange Change)> NextEvent()
    {
        var next = await _events.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        return (next.Node, next.Incarnation, next.Change);
    }

    private Task<PresenceLink> NextLink() =>
        _links.Reader.ReadAsync().AsTask().WaitAsync(Patience);
}
