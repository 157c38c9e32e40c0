using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;

namespace AkkaCoded.Bench.Engine;

/// <summary>
/// Two processes on one machine throw numbers to and fro: a thousand at a time for the rate, one
/// for the time there and back. The other process is this program again.
/// </summary>
internal sealed class RemotingBenchmark : IBenchmark
{
    private const int RoundTrips = 500_000;
    private const int Alone = 20_000;
    private const int InFlight = 1000;
    private const int Repetitions = 5;
    private const double MessagesMin = 100_000;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public string Name => "remoting";

    public string Summary => "messages a second between two processes, and the time there and back";

    public int Run(IReadOnlyList<string> arguments) =>
        (arguments is ["peer", var seed] ? PeerAsync(seed) : RunAsync()).GetAwaiter().GetResult();

    private static async Task<int> RunAsync()
    {
        Console.WriteLine($"engine   {EngineName.Text}");
        await using var seed = await RemotingSeed.StartAsync(Configured);
        var door = seed.System.ActorOf(Props.Create(() => new Door()), "door");
        using var peer = Start(seed.Address);
        var echo = await door.Ask<IActorRef>("who", Limit);
        var rates = new List<double>();
        for (var i = -1; i < Repetitions; i++)
        {
            var watch = Stopwatch.StartNew();
            await PlayAsync(seed.System, echo, RoundTrips, InFlight);
            if (i >= 0)
            {
                rates.Add(2 * RoundTrips / watch.Elapsed.TotalSeconds);
            }
        }

        var times = await PlayAsync(seed.System, echo, Alone, 1);
        echo.Tell(PoisonPill.Instance);
        await peer.WaitForExitAsync();
        return Report(rates, times);
    }

    private static async Task<long[]> PlayAsync(
        ActorSystem system, IActorRef echo, int roundTrips, int inFlight)
    {
        var done = new TaskCompletionSource<long[]>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        var player = system.ActorOf(
            Props.Create(() => new Player(echo, roundTrips, inFlight, done)));
        var times = await done.Task.WaitAsync(Limit);
        system.Stop(player);
        return times;
    }

    private static int Report(List<double> rates, long[] times)
    {
        Array.Sort(times);
        var all = string.Join("  ", rates.Select(rate => $"{rate / 1000:F0}"));
        var best = rates.Max();
        Console.WriteLine($"{InFlight} in flight: best {best / 1000:F0} thousand messages/s, both "
            + $"directions together ({all})");
        Console.WriteLine($"1 in flight: there and back in {At(0.5):F0} us (median), "
            + $"{At(0.9):F0} (90 %), {At(0.99):F0} (99 %), {At(0.999):F0} (99.9 %), "
            + $"{At(1):F0} (most)");
        Console.WriteLine($"target   {MessagesMin / 1000:F0} thousand messages/s: "
            + (best >= MessagesMin ? "met" : "MISSED"));
        return best >= MessagesMin ? 0 : 1;

        double At(double part) =>
            times[(int)Math.Min(times.Length - 1, times.Length * part)] * 1e6
                / Stopwatch.Frequency;
    }

    private static Process Start(string seed)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(RemotingBenchmark).Assembly.Location);
        }

        foreach (var argument in (string[])["remoting", "peer", seed])
        {
            start.ArgumentList.Add(argument);
        }

        start.RedirectStandardOutput = true;
        return Process.Start(start)!;
    }

    /// <summary>The other process: an echo, which ends with the first message that stops it.
    /// </summary>
    private static async Task<int> PeerAsync(string seed)
    {
        using var system = ActorSystem.Create("bench", Configured(0, seed));
        var echo = system.ActorOf(Props.Create(() => new Echo()), "echo");
        system.ActorSelection(seed + "/user/door").Tell("here", echo);
        await echo.WatchAsync().WaitAsync(TimeSpan.FromMinutes(10));
        return 0;
    }

    private static Config Configured(int port, string seed) =>
        ConfigurationFactory.ParseString(
            $$"""
            akka.actor.provider = remote
            akka.remote.dot-netty.tcp.hostname = 127.0.0.1
            akka.remote.dot-netty.tcp.port = {{port}}
            akka.remote.websocket.dial = ["{{seed}}"]
            """).WithFallback(EngineName.Quiet);

    /// <summary>Tells who asks the reference of the echo once it is there.</summary>
    private sealed class Door : UntypedActor
    {
        private IActorRef? _echo;
        private IActorRef? _asker;

        protected override void OnReceive(object message)
        {
            _ = message is "here" ? _echo = Sender : _asker = Sender;
            if (_echo is not null)
            {
                _asker?.Tell(_echo);
            }
        }
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    private sealed class Player(
        IActorRef echo, int roundTrips, int inFlight, TaskCompletionSource<long[]> done)
        : UntypedActor
    {
        private readonly long[] _times = new long[roundTrips];
        private int _sent;
        private int _back;

        protected override void PreStart()
        {
            while (_sent < inFlight)
            {
                Throw();
            }
        }

        protected override void OnReceive(object message)
        {
            _times[_back++] = Stopwatch.GetTimestamp() - (long)message;
            if (_back == roundTrips)
            {
                done.TrySetResult(_times);
            }
            else if (_sent < roundTrips)
            {
                Throw();
            }
        }

        private void Throw()
        {
            _sent++;
            echo.Tell(Stopwatch.GetTimestamp());
        }
    }
}
