using System.Collections.Concurrent;
using Akka;
using Akka.Actor;
using Akka.Configuration;

namespace AkkaCoded.Engine.Tests;

public sealed class CoordinatedShutdownSpec
{
    private const string Quiet =
        """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly string[] Phases =
    [
        CoordinatedShutdown.PhaseBeforeServiceUnbind,
        CoordinatedShutdown.PhaseServiceUnbind,
        CoordinatedShutdown.PhaseServiceRequestsDone,
        CoordinatedShutdown.PhaseServiceStop,
        CoordinatedShutdown.PhaseBeforeClusterShutdown,
        CoordinatedShutdown.PhaseClusterShardingShutdownRegion,
        CoordinatedShutdown.PhaseClusterLeave,
        CoordinatedShutdown.PhaseClusterExiting,
        CoordinatedShutdown.PhaseClusterExitingDone,
        CoordinatedShutdown.PhaseClusterShutdown,
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate,
        CoordinatedShutdown.PhaseActorSystemTerminate,
    ];

    private readonly ConcurrentQueue<string> _ran = new();

    [Fact]
    public async Task Run_must_go_through_the_phases_in_order()
    {
        var shutdown = Create(out _);
        foreach (var phase in Phases.Reverse())
        {
            shutdown.AddTask(phase, "note", () => Note(phase));
        }

        await shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Limit);

        Assert.Equal(Phases, _ran);
    }

    [Fact]
    public async Task Run_must_terminate_the_actor_system_in_the_end()
    {
        var shutdown = Create(out var system);

        await shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Limit);

        await system.WhenTerminated.WaitAsync(Limit);
        Assert.Same(CoordinatedShutdown.ClrExitReason.Instance, shutdown.ShutdownReason);
    }

    [Fact]
    public async Task Terminate_of_the_system_must_run_the_phases()
    {
        var shutdown = Create(out var system);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "note", () => Note("stop"));

        await system.Terminate().WaitAsync(Limit);
        await system.WhenTerminated.WaitAsync(Limit);

        Assert.Equal(["stop"], _ran);
    }

    [Fact]
    public async Task Tasks_of_one_phase_must_run_at_the_same_time()
    {
        var shutdown = Create(out _);
        var first = new TaskCompletionSource();
        var second = new TaskCompletionSource();
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "first", async () =>
        {
            first.SetResult();
            await second.Task;
            return await Note("first");
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "second", async () =>
        {
            second.SetResult();
            await first.Task;
            return await Note("second");
        });

        await shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Limit);

        Assert.Equal(["first", "second"], _ran.Order());
    }

    [Fact]
    public async Task Run_must_do_its_work_once_when_called_twice()
    {
        var shutdown = Create(out _);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "note", () => Note("once"));

        await Task.WhenAll(
            shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance),
            shutdown.Run(CoordinatedShutdown.UnknownReason.Instance)).WaitAsync(Limit);

        Assert.Equal(["once"], _ran);
        Assert.Same(CoordinatedShutdown.ClrExitReason.Instance, shutdown.ShutdownReason);
    }

    [Fact]
    public async Task Run_must_skip_the_phases_before_the_given_one()
    {
        var shutdown = Create(out _);
        foreach (var phase in Phases)
        {
            shutdown.AddTask(phase, "note", () => Note(phase));
        }

        await shutdown.Run(CoordinatedShutdown.UnknownReason.Instance, Phases[9]).WaitAsync(Limit);

        Assert.Equal(Phases[9..], _ran);
    }

    [Fact]
    public async Task Run_must_go_on_when_a_task_fails()
    {
        var shutdown = Create(out _);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "fail", () =>
            Task.FromException<Done>(new InvalidOperationException("boom")));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "note", () => Note("went on"));

        await shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Limit);

        Assert.Equal(["went on"], _ran);
    }

    [Fact]
    public async Task Run_must_go_on_when_a_phase_takes_longer_than_its_timeout()
    {
        var shutdown = Create(out _, "service-unbind.timeout = 50ms");
        var never = new TaskCompletionSource<Done>();
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "hang", () => never.Task);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "note", () => Note("went on"));

        await shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Limit);

        Assert.Equal(["went on"], _ran);
        Assert.Equal(
            TimeSpan.FromMilliseconds(50),
            shutdown.Timeout(CoordinatedShutdown.PhaseServiceUnbind));
    }

    [Fact]
    public async Task Run_must_be_aborted_when_a_phase_without_recovery_fails()
    {
        var shutdown = Create(out var system, "service-unbind.recover = off");
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "fail", () =>
            Task.FromException<Done>(new InvalidOperationException("boom")));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "note", () => Note("went on"));

        await Assert.ThrowsAnyAsync<Exception>(
            () => shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Limit));

        Assert.Empty(_ran);
        Assert.False(system.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Own_phase_must_run_where_its_dependencies_put_it()
    {
        var shutdown = Create(out _, """
            save-checkpoint { depends-on = [service-requests-done] }
            service-stop { depends-on = [save-checkpoint] }
            """);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "n", () => Note("stop"));
        shutdown.AddTask("save-checkpoint", "n", () => Note("checkpoint"));
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceRequestsDone, "n", () => Note("done"));

        await shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Limit);

        Assert.Equal(["done", "checkpoint", "stop"], _ran);
    }

    [Fact]
    public async Task Task_must_be_allowed_to_add_a_task_to_a_later_phase()
    {
        var shutdown = Create(out _);
        shutdown.AddTask(CoordinatedShutdown.PhaseServiceUnbind, "add", () =>
        {
            shutdown.AddTask(CoordinatedShutdown.PhaseServiceStop, "n", () => Note("late"));
            return Note("early");
        });

        await shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(Limit);

        Assert.Equal(["early", "late"], _ran);
    }

    [Fact]
    public async Task AddTask_must_refuse_an_unknown_phase()
    {
        var shutdown = Create(out var system);

        Assert.Throws<ConfigurationException>(
            () => shutdown.AddTask("no-such-phase", "task", () => Note("never")));
        await system.Terminate().WaitAsync(Limit);
    }

    private static CoordinatedShutdown Create(out ActorSystem system, string phases = "")
    {
        system = ActorSystem.Create(
            "shutdown", $"{Quiet}\nakka.coordinated-shutdown.phases {{\n{phases}\n}}");
        return CoordinatedShutdown.Get(system);
    }

    private Task<Done> Note(string what)
    {
        _ran.Enqueue(what);
        return Task.FromResult(Done.Instance);
    }
}
