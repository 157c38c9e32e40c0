using System.Net.WebSockets;
using Akka.Actor;
using Akka.Remote.Wire;
using AkkaCoded.EngineCluster.Tests.Support;
using Xunit.Abstractions;

namespace AkkaCoded.EngineCluster.Tests.Remoting.Sockets;

/// <summary>Whatever comes over a socket, the system goes on and others are served.</summary>
public sealed class GarbageSpec(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Frames = 10_000;
    private const int Greetings = 300;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Random _random = new(20261);
    private RemoteWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await RemoteWorld.StartAsync();
        _world.Seed.ActorOf(
            FunctionActor.Of((message, context) => context.Sender.Tell(message)), "echo");
        _world.Seed.ActorOf(FunctionActor.Of((_, _) => { }), "target");
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task System_must_go_on_when_10_000_mutated_frames_come()
    {
        var worker = _world.StartWorker();
        await MustEchoAsync(worker);
        for (var number = 0; number < Frames; number++)
        {
            // The frames before the mutated one are valid, so that it meets a session.
            var valid = _random.Next(3);
            byte[][] frames =
            [
                ValidHello(number),
                .. Enumerable.Range(1, valid).Select(Message),
                Mutate(_random.Next(2) == 0 ? Watch(valid + 1) : Message(valid + 1)),
            ];
            using var socket = new ScriptedSocket(
                [.. frames.SelectMany(frame => frame)], _random.Next(1, 200));
            await Gate.Accept!(_world.Seed, socket, CancellationToken.None).WaitAsync(Limit);
        }

        output.WriteLine($"{Complaints.Total} of {Frames} frames were complained about");
        await MustEchoAsync(worker);
        Assert.InRange(Complaints.Total, Frames / 4, 2 * Frames);
    }

    [Fact]
    public async Task System_must_go_on_when_mutated_frames_come_over_the_net()
    {
        var worker = _world.StartWorker();
        await MustEchoAsync(worker);
        for (var socket = 0; socket < Greetings; socket++)
        {
            await SendAsync([ValidHello(socket), Mutate(Message(1)), Mutate(Watch(2))]);
        }

        output.WriteLine($"{Complaints.Total} complaints");
        await MustEchoAsync(worker);
        Assert.True(Complaints.Total > 0);
    }

    [Fact]
    public async Task System_must_go_on_when_greetings_are_mutated()
    {
        var worker = _world.StartWorker();
        for (var socket = 0; socket < Greetings; socket++)
        {
            await SendAsync([Mutate(ValidHello(socket))]);
        }

        output.WriteLine($"{Complaints.Total} complaints");
        await MustEchoAsync(worker);
        Assert.True(Complaints.Total > 0);
    }

    [Fact]
    public async Task Socket_must_be_closed_when_it_does_not_greet()
    {
        await using var world = await RemoteWorld.StartAsync(
            config: "akka.remote.websocket.handshake-timeout = 200 ms");
        using var socket = await ConnectAsync(world);
        await AwaitEndAsync(socket);
    }

    [Fact]
    public async Task Guardians_must_survive_when_afar_wants_them_to_stop()
    {
        var worker = _world.StartWorker();
        var provider = ((ExtendedActorSystem)worker).Provider;
        var user = (IInternalActorRef)provider.ResolveActorRef(_world.SeedAddress + "/user");
        user.Stop();
        user.Tell(PoisonPill.Instance);
        user.Tell(Kill.Instance);
        await MustEchoAsync(worker);
        Assert.False(_world.Seed.WhenTerminated.IsCompleted);
    }

    private Complaints Complaints => Akka.Remote.Remoting.Of(_world.Seed).Complaints;

    private static async Task AwaitEndAsync(WebSocket socket)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            while ((await socket.ReceiveAsync(new byte[4096], limit.Token)).MessageType
                != WebSocketMessageType.Close)
            {
            }
        }
        catch (WebSocketException)
        {
            // Broken off: an end as well.
        }
    }

    private static async Task<ClientWebSocket> ConnectAsync(RemoteWorld world)
    {
        var socket = new ClientWebSocket();
        var port = Address.Parse(world.SeedAddress).Port;
        await socket.ConnectAsync(
            new Uri($"ws://127.0.0.1:{port}/control/v1"), CancellationToken.None);
        return socket;
    }

    private async Task SendAsync(byte[][] frames)
    {
        using var socket = await ConnectAsync(_world);
        try
        {
            foreach (var frame in frames)
            {
                await SendAsync(socket, frame);
            }

            await socket.CloseOutputAsync(
                WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            await AwaitEndAsync(socket);
        }
        catch (WebSocketException)
        {
            // The seed has had enough before all was said.
        }
    }

    private static Task SendAsync(WebSocket socket, byte[] bytes) =>
        socket.SendAsync(bytes, WebSocketMessageType.Binary, true, CancellationToken.None);

    private async Task MustEchoAsync(ActorSystem worker)
    {
        var path = RemoteWorld.PathOf(_world.Seed, "echo");
        Assert.Equal("fine", await worker.ActorSelection(path).Ask<string>("fine", Limit));
    }

    /// <summary>Of many nodes, which are restarted now and then.</summary>
    private byte[] ValidHello(int number) =>
        new Hello(
            new Address("akka.tcp", "world", "127.0.0.1", 1000 + (number % 1000)),
            RemoteWorld.AddressOf(_world.Seed), number + 1, 0, 0).ToFrame();

    private static byte[] Message(int sequence)
    {
        var to = "/user/target"u8;
        var frame = new byte[Frame.HeaderLength + 8 + 4 + 6 + to.Length + 2 + 1 + 5];
        var writer = new FrameWriter(frame, FrameKind.Message);
        writer.Int64(sequence);
        writer.Int32(17);
        writer.Block(to);
        writer.Block("/x"u8);
        writer.Block("S"u8);
        writer.Raw("hello"u8);
        return frame;
    }

    private static byte[] Watch(int sequence)
    {
        var to = "/user/target"u8;
        var frame = new byte[Frame.HeaderLength + 8 + 2 + 4 + to.Length + 7];
        var writer = new FrameWriter(frame, FrameKind.System);
        writer.Int64(sequence);
        writer.Byte(1);
        writer.Byte(0);
        writer.Block(to);
        writer.Block("/user/y"u8);
        return frame;
    }

    private byte[] Mutate(byte[] frame)
    {
        var bytes = frame.ToList();
        for (var times = _random.Next(1, 4); times > 0; times--)
        {
            var at = _random.Next(bytes.Count);
            switch (_random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)_random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 2:
                    bytes.Insert(at, (byte)_random.Next(256));
                    break;
                default:
                    bytes.RemoveAt(at);
                    break;
            }
        }

        return [.. bytes];
    }
}
