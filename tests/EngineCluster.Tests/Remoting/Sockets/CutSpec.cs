using Akka.Actor;
using AkkaCoded.EngineCluster.Tests.Support;
using Xunit.Abstractions;

namespace AkkaCoded.EngineCluster.Tests.Remoting.Sockets;

/// <summary>Connections that break in the middle of whatever goes over them.</summary>
public sealed class CutSpec(ITestOutputHelper output)
{
    private const int Messages = 20_000;
    private const int Cuts = 200;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Messages_must_arrive_once_and_in_order_when_the_connection_breaks_200_times(
        int seed)
    {
        output.WriteLine($"seed {seed}");
        await using var world = await RemoteWorld.StartAsync(config: Fast);
        world.Sockets.BreakAfter = RandomBreaks(seed);
        var worker = world.StartWorker(Fast);
        var there = new Counter(world.Seed, "there", Messages);
        var here = new Counter(worker, "here", Messages);
        var toSeed = Resolve(worker, world.Seed, "there");
        toSeed.Tell(-1, here.Ref);
        var toWorker = await there.Partner.Task.WaitAsync(Limit);
        await Task.WhenAll(
            Task.Run(() => Pour(toSeed, there)), Task.Run(() => Pour(toWorker, here)));
        await Task.WhenAll(there.Done.Task, here.Done.Task).WaitAsync(Limit);
        Assert.Equal(Enumerable.Range(0, Messages), there.Received);
        Assert.Equal(Enumerable.Range(0, Messages), here.Received);
        output.WriteLine($"{world.Sockets.Accepted} connections");
        Assert.True(world.Sockets.Accepted > Cuts);
    }

    private const string Fast =
        """
        akka.remote.websocket.retry-first = 1 ms
        akka.remote.websocket.retry-last = 5 ms
        akka.remote.websocket.give-up-after = 300 s
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>So many that the messages can't all pass before the last of them; some so early
    /// that not even the greeting passes.</summary>
    private static Func<int?> RandomBreaks(int seed)
    {
        var random = new Random(seed);
        var left = Cuts;
        return () =>
        {
            lock (random)
            {
                return left-- > 0 ? random.Next(1, 9000) : null;
            }
        };
    }

    /// <summary>Not faster than they arrive by far, so that there is something on the way at each
    /// cut, up to the last.</summary>
    private static void Pour(IActorRef to, Counter counter)
    {
        for (var i = 0; i < Messages; i++)
        {
            counter.WaitFor(i - 500);
            to.Tell(i);
        }
    }

    private static IActorRef Resolve(ActorSystem from, ActorSystem at, string name) =>
        ((ExtendedActorSystem)from).Provider.ResolveActorRef(RemoteWorld.PathOf(at, name));

    private sealed class Counter
    {
        private readonly SemaphoreSlim _arrived = new(0);
        private int _seen = -1;

        public Counter(ActorSystem system, string name, int wanted) =>
            Ref = system.ActorOf(
                FunctionActor.Of((message, context) =>
                {
                    if (message is -1)
                    {
                        Partner.TrySetResult(context.Sender);
                        return;
                    }

                    Received.Add((int)message);
                    _arrived.Release();
                    if (Received.Count == wanted)
                    {
                        Done.TrySetResult();
                    }
                }),
                name);

        public IActorRef Ref { get; }

        public List<int> Received { get; } = [];

        public TaskCompletionSource Done { get; } = new();

        public TaskCompletionSource<IActorRef> Partner { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void WaitFor(int number)
        {
            while (_seen < number)
            {
                Assert.True(_arrived.Wait(Limit), "nothing arrives any more");
                _seen++;
            }
        }
    }
}
