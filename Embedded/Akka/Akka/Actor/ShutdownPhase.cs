using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>One entry of akka.coordinated-shutdown.phases.</summary>
internal sealed record ShutdownPhase(
    IReadOnlyList<string> DependsOn, TimeSpan Timeout, bool Recover)
{
    public static Dictionary<string, ShutdownPhase> Read(Config config)
    {
        var defaults = ConfigurationFactory.ParseString(
            $"timeout = {config.GetString("default-phase-timeout")}\n"
            + "recover = on\ndepends-on = []");
        var phases = config.GetConfig("phases");
        return phases.Root.GetObject().Items.Keys.ToDictionary(
            name => name,
            name => Read(phases.GetConfig(name), defaults));
    }

    /// <summary>Each phase after those it depends on.</summary>
    public static IReadOnlyList<string> Order(Dictionary<string, ShutdownPhase> phases)
    {
        var ordered = new List<string>();
        var visiting = new HashSet<string>();
        var names = phases.Keys.Concat(phases.Values.SelectMany(phase => phase.DependsOn));
        foreach (var name in names.Distinct().Order(StringComparer.Ordinal))
        {
            Visit(name);
        }

        return ordered;

        void Visit(string name)
        {
            if (ordered.Contains(name))
            {
                return;
            }

            if (!visiting.Add(name))
            {
                throw new ArgumentException(
                    "Cycle detected in graph of phases. It must be a DAG. "
                    + $"phase [{name}] depends transitively on itself.");
            }

            if (phases.TryGetValue(name, out var phase))
            {
                foreach (var earlier in phase.DependsOn)
                {
                    Visit(earlier);
                }
            }

            ordered.Add(name);
        }
    }

    private static ShutdownPhase Read(Config phase, Config defaults)
    {
        var config = phase is null ? defaults : phase.WithFallback(defaults);
        return new ShutdownPhase(
            [.. config.GetStringList("depends-on")],
            config.GetTimeSpan("timeout", null, false),
            config.GetBoolean("recover"));
    }
}

public sealed class CoordinatedShutdownExtension : ExtensionIdProvider<CoordinatedShutdown>
{
    public override CoordinatedShutdown CreateExtension(ExtendedActorSystem system)
    {
        var config = system.Settings.Config.GetConfig("akka.coordinated-shutdown");
        var shutdown = new CoordinatedShutdown(system, ShutdownPhase.Read(config));
        var exitClr = config.GetBoolean("exit-clr");
        if (system.Settings.CoordinatedShutdownTerminateActorSystem)
        {
            shutdown.AddTask(
                CoordinatedShutdown.PhaseActorSystemTerminate,
                "terminate-system",
                () => Terminate(system, shutdown, exitClr));
        }
        else if (exitClr)
        {
            shutdown.AddTask(
                CoordinatedShutdown.PhaseActorSystemTerminate, "exit-clr", () => Exit(shutdown));
        }

        if (config.GetBoolean("run-by-clr-shutdown-hook"))
        {
            HookProcessExit(system, shutdown);
        }

        return shutdown;
    }

    private static async Task<Done> Terminate(
        ExtendedActorSystem system, CoordinatedShutdown shutdown, bool exitClr)
    {
        var terminated = system.FinalTerminate();
        if (!exitClr)
        {
            await terminated.ConfigureAwait(false);
            return Done.Instance;
        }

        var limit = shutdown.Timeout(CoordinatedShutdown.PhaseActorSystemTerminate);
        await Task.WhenAny(terminated, Task.Delay(limit)).ConfigureAwait(false);
        return await Exit(shutdown).ConfigureAwait(false);
    }

    private static Task<Done> Exit(CoordinatedShutdown shutdown)
    {
        // While the process exits anyway, exiting again would wait for itself.
        if (!shutdown.IsProcessExiting)
        {
            Environment.Exit(0);
        }

        return Task.FromResult(Done.Instance);
    }

    private static void HookProcessExit(ExtendedActorSystem system, CoordinatedShutdown shutdown)
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        system.WhenTerminated.ContinueWith(
            _ => AppDomain.CurrentDomain.ProcessExit -= OnExit, TaskScheduler.Default);

        void OnExit(object sender, EventArgs e)
        {
            shutdown.IsProcessExiting = true;
            shutdown.Log.Info("Starting coordinated shutdown from CLR termination hook.");
            try
            {
                shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance)
                    .Wait(shutdown.TotalTimeout);
            }
            catch (AggregateException exception)
            {
                shutdown.Log.Warning(
                    "CoordinatedShutdown from CLR shutdown failed: {0}", exception.Message);
            }
        }
    }
}
