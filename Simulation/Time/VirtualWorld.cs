using Akka.Actor;
using Akka.Configuration;
using AkkaCoded.Codes;

namespace AkkaCoded.Simulation.Time;

/// <summary>
/// An actor system in virtual time, and the loop that drives it: everything happens on the thread
/// that calls <see cref="Run"/>.
/// </summary>
public sealed class VirtualWorld : IDisposable
{
    private readonly VirtualTimeScheduler _scheduler;

    private VirtualWorld(ActorSystem system)
    {
        System = system;
        _scheduler = (VirtualTimeScheduler)system.Scheduler;
        _scheduler.Ready.TakeOver();
    }

    /// <summary>The system; tell its actors something, then <see cref="Run"/>.</summary>
    public ActorSystem System { get; }

    /// <summary>Time since the start.</summary>
    public TimeSpan Now => _scheduler.MonotonicClock;

    /// <summary>Starts a system.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="config">Laid above the settings of virtual time; null: nothing.</param>
    public static VirtualWorld Start(string name, Config? config = null)
    {
        var settings = ConfigurationFactory.ParseString(Settings());
        return new(ActorSystem.Create(
            name, config is null ? settings : config.WithFallback(settings)));
    }

    /// <summary>Runs an action at a time from now.</summary>
    public void At(TimeSpan delay, Action action) => _scheduler.At(delay, action);

    /// <summary>Has somebody told at a time from now.</summary>
    internal long At(TimeSpan delay, IDue target) => _scheduler.At(delay, target);

    /// <summary>
    /// Handles messages and moves the clock until <paramref name="isDone"/>, or until nothing is
    /// left to happen up to <paramref name="limit"/>.
    /// </summary>
    /// <param name="isDone">Asked after every message and event; null: never.</param>
    /// <param name="limit">Time since the start at which to stop.</param>
    /// <returns>Whether it was done.</returns>
    public bool Run(Func<bool>? isDone, TimeSpan limit)
    {
        Contract.Require(limit >= Now, "time does not go back");
        while (true)
        {
            while (_scheduler.Ready.RunNext())
            {
                if (isDone?.Invoke() == true)
                {
                    return true;
                }
            }

            if (isDone?.Invoke() == true)
            {
                return true;
            }

            if (!_scheduler.RunNext(limit))
            {
                if (isDone is null && limit < TimeSpan.MaxValue)
                {
                    _scheduler.SkipTo(limit);
                }

                return false;
            }
        }
    }

    /// <summary>Ends the system, in virtual time as well.</summary>
    public void Dispose()
    {
        var ended = System.Terminate();
        while (!ended.IsCompleted && (_scheduler.Ready.RunNext()
            || _scheduler.RunNext(TimeSpan.MaxValue)))
        {
        }
    }

    private static string Settings()
    {
        var dispatcher =
            $"{{ type = \"{TypeName(typeof(VirtualTimeDispatcherConfigurator))}\" }}";
        return $$"""
            akka {
              scheduler.implementation = "{{TypeName(typeof(VirtualTimeScheduler))}}"
              actor.default-dispatcher = {{dispatcher}}
              actor.internal-dispatcher = {{dispatcher}}
              loglevel = WARNING
              stdout-loglevel = OFF
              coordinated-shutdown {
                run-by-clr-shutdown-hook = off
                run-by-actor-system-terminate = off
              }
            }
            """;
    }

    private static string TypeName(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
