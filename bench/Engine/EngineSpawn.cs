using System.Diagnostics;
using System.Globalization;
using Akka.Actor;

namespace AkkaCoded.Bench.Engine;

/// <summary>
/// One parent starts a million children, or as many as the first argument says, and is stopped
/// with all of them.
/// </summary>
internal sealed class EngineSpawn : IBenchmark
{
    private const int Repetitions = 5;
    private const int ActorsDefault = 1_000_000;
    private const double SecondsMax = 3;
    private const double BytesMax = 1024;

    public string Name => "engine-spawn";

    public string Summary => "a million actors: seconds to start and stop, bytes of each";

    public int Run(IReadOnlyList<string> arguments)
    {
        var actors = arguments.Count == 0
            ? ActorsDefault
            : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        Console.WriteLine($"engine   {EngineName.Text}, {actors:N0} actors");
        var runs = Enumerable.Range(0, Repetitions).Select(_ => Once(actors)).ToList();
        foreach (var run in runs)
        {
            Console.WriteLine($"start {run.Start:F2} s   stop {run.Stop:F2} s   "
                + $"together {run.Start + run.Stop:F2} s   {run.Bytes:F0} bytes each");
        }

        var seconds = runs.Min(run => run.Start + run.Stop);
        var bytes = runs.Min(run => run.Bytes);
        var met = seconds < SecondsMax && bytes < BytesMax;
        Console.WriteLine($"best     {seconds:F2} s, {bytes:F0} bytes; target {SecondsMax} s, "
            + $"{BytesMax} bytes: {(met ? "met" : "MISSED")}");
        return met ? 0 : 1;
    }

    private static (double Start, double Stop, double Bytes) Once(int actors)
    {
        using var system = ActorSystem.Create("bench", EngineName.Quiet);
        var before = GC.GetTotalMemory(true);
        var started = new CountdownEvent(actors);
        var watch = Stopwatch.StartNew();
        var parent = system.ActorOf(Props.Create(() => new Parent(actors, started)));
        started.Wait();
        var start = watch.Elapsed.TotalSeconds;

        // Only while all of them live does the heap tell what one costs.
        var bytes = (GC.GetTotalMemory(true) - before) / (double)actors;
        watch.Restart();
        var stopped = parent.GracefulStop(TimeSpan.FromMinutes(5)).GetAwaiter().GetResult();
        var stop = watch.Elapsed.TotalSeconds;
        return stopped ? (start, stop, bytes) : throw new TimeoutException("did not stop");
    }

    private sealed class Parent(int actors, CountdownEvent started) : UntypedActor
    {
        protected override void PreStart()
        {
            var props = Props.Create(() => new Child(started));
            for (var i = 0; i < actors; i++)
            {
                Context.ActorOf(props);
            }
        }

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Child(CountdownEvent started) : UntypedActor
    {
        protected override void PreStart() => started.Signal();

        protected override void OnReceive(object message)
        {
        }
    }
}
