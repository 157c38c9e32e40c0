using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;

namespace AkkaCoded.Bench.Engine;

/// <summary>
/// Two actors throw balls to and fro: with one ball in the air each Tell wakes the other actor,
/// with a hundred the mailboxes are full and only the queues count.
/// </summary>
internal sealed class EngineTell : IBenchmark
{
    private const int Repetitions = 5;
    private const int TellsPerRun = 20_000_000;
    private const double MillionsAlone = 5;
    private const double MillionsCrowded = 15;

    public string Name => "engine-tell";

    public string Summary => "messages a second between two actors, 1 and 100 in flight";

    public int Run(IReadOnlyList<string> arguments)
    {
        Console.WriteLine($"engine   {EngineName.Text}");
        var alone = Measure(1);
        var crowded = Measure(100);
        var met = alone >= MillionsAlone && crowded >= MillionsCrowded;
        Console.WriteLine($"targets  {MillionsAlone} and {MillionsCrowded} million: "
            + (met ? "met" : "MISSED"));
        return met ? 0 : 1;
    }

    private static double Measure(int inFlight)
    {
        using var system = ActorSystem.Create("bench", EngineName.Quiet);
        var rates = new double[Repetitions];
        // One more, not counted: the runtime compiles the hot loop meanwhile.
        for (var i = -1; i < Repetitions; i++)
        {
            var rate = PingPong(system, inFlight);
            if (i >= 0)
            {
                rates[i] = rate;
            }
        }

        var best = rates.Max();
        var all = string.Join("  ", rates.Select(rate => $"{rate:F1}"));
        Console.WriteLine($"{inFlight,4} in flight  best {best:F1} million Tell/s   ({all})");
        return best;
    }

    private static double PingPong(ActorSystem system, int inFlight)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var each = TellsPerRun / 2;
        var left = system.ActorOf(Props.Create(() => new Player(each, done)));
        var right = system.ActorOf(Props.Create(() => new Player(each, done)));
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < inFlight; i++)
        {
            left.Tell(Ball.Instance, right);
        }

        done.Task.Wait();
        watch.Stop();
        system.Stop(left);
        system.Stop(right);
        return TellsPerRun / watch.Elapsed.TotalSeconds / 1e6;
    }

    private sealed class Ball
    {
        public static readonly Ball Instance = new();
    }

    private sealed class Player(int tells, TaskCompletionSource done) : UntypedActor
    {
        private int _left = tells;

        protected override void OnReceive(object message)
        {
            if (message is not Ball)
            {
                return;
            }

            if (--_left > 0)
            {
                Sender.Tell(message);
            }
            else
            {
                done.TrySetResult();
            }
        }
    }
}

/// <summary>The same source measures the stand-in and the packages; the output says which.
/// </summary>
internal static class EngineName
{
    public static string Text
    {
        get
        {
            var assembly = typeof(ActorSystem).Assembly.GetName();
            var embedded = assembly.Version is { Major: 0 };
            return embedded ? "Embedded" : $"Akka.NET {assembly.Version}";
        }
    }

    public static Config Quiet { get; } = ConfigurationFactory.ParseString(
        "akka { loglevel = WARNING, log-dead-letters = off }");
}
