using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using AkkaCoded.Bench.Engine;
using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.Bench.DataPlane;

/// <summary>
/// How long a control message takes there and back between two processes while 64 MB of parameters
/// go to eight workers and six answers of the same length come back, over and over; and before,
/// with nothing else under way. With the embedded engine both planes share one port.
/// </summary>
internal sealed class ControlUnderLoadBenchmark : IBenchmark
{
    private const int Length = 16_000_000;
    private const int Workers = 8;
    private const int Answers = 6;
    private const int Rounds = 12;
    private const double TargetMs = 20;

    private static readonly JobId Job = new("bench");
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public string Name => "control-under-load";

    public string Summary => "time of control messages while 64 MB vectors go to and fro";

    public int Run(IReadOnlyList<string> arguments) => (arguments is ["peer", var seed, var plane]
        ? PeerAsync(seed, new Uri(plane))
        : RunAsync()).GetAwaiter().GetResult();

    private static async Task<int> RunAsync()
    {
        Console.WriteLine($"engine   {EngineName.Text}");
        var gate = new ControlGate();
        await using var server = await DataPlaneServer.StartAsync(
            new DataPlaneOptions(), gate.Map);
        using var system = ActorSystem.Create(
            "bench", Configured(ClusterEngine.IsEmbedded ? server.Address.Port : 0, ""));
        gate.Open(system);
        var address = ((ExtendedActorSystem)system).Provider.DefaultAddress;
        var done = new TaskCompletionSource<IActorRef>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new Door(done)), "door");
        using var peer = Start(address.ToString(), server.Address);
        var echo = await done.Task.WaitAsync(Limit);

        var pinger = system.ActorOf(Props.Create(() => new Pinger(echo)));
        await Task.Delay(TimeSpan.FromSeconds(5));
        var idle = await pinger.Ask<long[]>("times", Limit);
        var watch = Stopwatch.StartNew();
        await LoadAsync(server.Exchange, peer);
        var seconds = watch.Elapsed.TotalSeconds;
        var loaded = await pinger.Ask<long[]>("times", Limit);
        peer.Kill();
        return Report(idle, loaded, seconds);
    }

    private static async Task LoadAsync(HttpExchangeHost exchange, Process peer)
    {
        var values = new float[Length];
        exchange.Admit(Job, 1, Length);
        for (var round = 0; round < Rounds; round++)
        {
            var key = new ParametersKey(Job, 1, round);
            exchange.Publish(key, values);
            using var route = exchange.Receive(new StepKey(Job, 1, round), new Discard());
            await peer.StandardInput.WriteLineAsync($"{round}");
            while (await peer.StandardOutput.ReadLineAsync() is { } line && line != $"{round}")
            {
                // The engine may log.
            }

            exchange.Retire(key);
        }
    }

    private static int Report(long[] idle, long[] loaded, double seconds)
    {
        Show("nothing else", idle);
        Show("under load", loaded);
        var megabytes = Rounds * (Workers + Answers) * (Length * 4e-6);
        Console.WriteLine($"load     {megabytes / seconds:F0} MB/s, {Rounds} rounds of {Workers} "
            + $"x 64 MB out and {Answers} x 64 MB back");
        var isMet = At(loaded, 0.99) < TargetMs;
        Console.WriteLine($"target   below {TargetMs} ms at 99 %: {(isMet ? "met" : "MISSED")}");
        return isMet ? 0 : 1;
    }

    private static void Show(string what, long[] times)
    {
        Array.Sort(times);
        Console.WriteLine($"{what,-12} {times.Length,6} round trips: {At(times, 0.5):F2} ms "
            + $"(median), {At(times, 0.9):F2} (90 %), {At(times, 0.99):F2} (99 %), "
            + $"{At(times, 1):F2} (most)");
    }

    private static double At(long[] times, double part) =>
        times[(int)Math.Min(times.Length - 1, times.Length * part)] * 1e3 / Stopwatch.Frequency;

    private static Process Start(string seed, Uri plane)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ControlUnderLoadBenchmark).Assembly.Location);
        }

        foreach (var argument in (string[])["control-under-load", "peer", seed, $"{plane}"])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static Config Configured(int port, string seed) =>
        ConfigurationFactory.ParseString(
            $$"""
            akka.actor.provider = remote
            akka.remote.dot-netty.tcp.hostname = 127.0.0.1
            akka.remote.dot-netty.tcp.port = {{port}}
            akka.remote.websocket.path = "{{ClusterNames.ControlPath}}"
            akka.remote.websocket.dial = [{{(seed.Length == 0 ? "" : $"\"{seed}\"")}}]
            """).WithFallback(EngineName.Quiet);

    /// <summary>The workers' process: a line of input begins a round, one of output ends it.
    /// </summary>
    private static async Task<int> PeerAsync(string seed, Uri plane)
    {
        using var system = ActorSystem.Create("bench", Configured(0, seed));
        var echo = system.ActorOf(Props.Create(() => new Echo()), "echo");
        system.ActorSelection(seed + "/user/door").Tell("here", echo);
        using var exchange = new HttpExchange(new DataPlaneTarget(plane));
        while (await Console.In.ReadLineAsync() is { } line && long.TryParse(line, out var round))
        {
            await Task.WhenAll(Enumerable.Range(0, Workers).Select(
                worker => Task.Run(() => WorkAsync(exchange, worker, round))));
            Console.WriteLine($"{round}");
        }

        return 0;
    }

    private static async Task WorkAsync(HttpExchange exchange, int worker, long round)
    {
        using var lease = await exchange.GetParametersAsync(
            new ParametersKey(Job, 1, round), default);
        if (worker < Answers)
        {
            await exchange.PostAnswerAsync(
                new AnswerKey(new StepKey(Job, 1, round), worker, 0), lease.Values, default);
        }
    }

    private sealed class Discard : IAnswerReceiver
    {
        public bool Offer(AnswerKey key, int offset, ReadOnlyMemory<float> block) => true;

        public bool IsSettled(int offset, int count) => true;
    }

    private sealed class Door(TaskCompletionSource<IActorRef> came) : UntypedActor
    {
        protected override void OnReceive(object message) => came.TrySetResult(Sender);
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    /// <summary>Sends the next message two milliseconds after the last one is back.</summary>
    private sealed class Pinger(IActorRef echo) : UntypedActor
    {
        private readonly List<long> _times = [];

        protected override void PreStart() => Throw();

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case "times":
                    Sender.Tell(_times.ToArray());
                    _times.Clear();
                    break;
                case "next":
                    Throw();
                    break;
                case long sent:
                    _times.Add(Stopwatch.GetTimestamp() - sent);
                    Context.System.Scheduler.ScheduleTellOnce(
                        TimeSpan.FromMilliseconds(2), Self, "next", Self);
                    break;
            }
        }

        private void Throw() => echo.Tell(Stopwatch.GetTimestamp());
    }
}
