using System.Diagnostics;
using Akka.Actor;

namespace AkkaCoded.Bench.Engine;

/// <summary>
/// Systems with a thousand actors, timers and a pinned actor are ended: how long that takes, what
/// threads and timers are left, and how much processor an idle system uses.
/// </summary>
internal sealed class EngineTerminate : IBenchmark
{
    private const int Systems = 100;
    private const int Actors = 1_000;
    private const double MillisecondsMax = 100;
    private const double IdleShareMax = 0.01;

    public string Name => "engine-terminate";

    public string Summary => "time to end an actor system, what is left, idle processor time";

    public int Run(IReadOnlyList<string> arguments)
    {
        Console.WriteLine($"engine   {EngineName.Text}, {Systems} systems of {Actors:N0} actors");
        End(Start());
        var threads = NamedThreads();
        var timers = Timer.ActiveCount;
        var times = Enumerable.Range(0, Systems).Select(_ => End(Start())).Order().ToList();
        var leftThreads = NamedThreads() - threads;
        var leftTimers = Timer.ActiveCount - timers;
        var idle = IdleShare();
        var met = times[^1] < MillisecondsMax && leftThreads <= 0 && leftTimers <= 0
            && idle < IdleShareMax;
        Console.WriteLine($"end      median {times[Systems / 2]:F1} ms, worst {times[^1]:F1} ms");
        Console.WriteLine($"left     {leftThreads} threads beside the pool's, {leftTimers} timers");
        Console.WriteLine($"idle     {idle:P2} of a core");
        Console.WriteLine($"target   {MillisecondsMax} ms, nothing left, {IdleShareMax:P0}: "
            + $"{(met ? "met" : "MISSED")}");
        return met ? 0 : 1;
    }

    private static ActorSystem Start()
    {
        var system = ActorSystem.Create("bench", EngineName.Quiet);
        var started = new CountdownEvent(Actors + 1);
        for (var i = 0; i < Actors; i++)
        {
            system.ActorOf(Props.Create(() => new Ticking(started)));
        }

        system.ActorOf(Props.Create(() => new Ticking(started))
            .WithDispatcher("akka.actor.default-blocking-io-dispatcher"));
        started.Wait();
        return system;
    }

    private static double End(ActorSystem system)
    {
        var watch = Stopwatch.StartNew();
        system.Terminate().GetAwaiter().GetResult();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double IdleShare()
    {
        using var process = Process.GetCurrentProcess();
        var system = ActorSystem.Create("idle", EngineName.Quiet);
        // First the runtime itself comes to rest: it goes on compiling what ran often.
        Wait(TimeSpan.FromSeconds(3));
        process.Refresh();
        var watch = Stopwatch.StartNew();
        var before = process.TotalProcessorTime;
        Wait(TimeSpan.FromSeconds(5));
        process.Refresh();
        var used = process.TotalProcessorTime - before;
        var share = used / watch.Elapsed;
        End(system);
        return share;
    }

    private static void Wait(TimeSpan time)
    {
        using var never = new ManualResetEvent(false);
        never.WaitOne(time);
    }

    /// <summary>Threads of this process that are not the pool's own, which come and go.</summary>
    private static int NamedThreads()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count - ThreadPool.ThreadCount;
    }

    private sealed class Ticking : UntypedActor, IWithTimers
    {
        private readonly CountdownEvent _started;

        public Ticking(CountdownEvent started) => _started = started;

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartPeriodicTimer("tick", "tick", TimeSpan.FromMinutes(1));
            _started.Signal();
        }

        protected override void OnReceive(object message)
        {
        }
    }
}
