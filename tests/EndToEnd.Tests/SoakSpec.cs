using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace AkkaCoded.EndToEnd.Tests;

/// <summary>
/// Clusters of processes under schedules drawn from seeds: nodes are killed, stopped and drained,
/// workers slowed and crashed, the coordinator is killed; all end with the right weights.
/// <c>AKKACODED_SOAK_SEEDS</c> says how many seeds (20), or which ones: <c>100</c>, or
/// <c>21-40</c>.
/// </summary>
[Trait("Suite", "Slow")]
public sealed class SoakSpec(ITestOutputHelper output)
{
    private const int Nodes = 3;
    private const int Workers = 4;
    private const int Slots = 2;

    public static TheoryData<int> Seeds()
    {
        var given = Environment.GetEnvironmentVariable("AKKACODED_SOAK_SEEDS") ?? "20";
        var ends = given.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture))
            .ToArray();
        var first = ends.Length == 1 ? 1 : ends[0];
        return [.. Enumerable.Range(first, ends[^1] - first + 1)];
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Cluster_must_come_to_the_right_weights_whatever_is_done_to_it(int seed)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var plan = SoakPlan.Of(seed, Nodes, Workers);
        output.WriteLine($"seed {seed}, {plan}");
        using var job = new ClusterJob(1_000_000_000, Workers, plan.Family);
        using var world = new ClusterWorld(job, Nodes, Slots);
        using var follower = world.Submit();
        var step = ClusterWorld.ReadUntilCheckpoint(follower, 20);
        var stopped = new List<Process>();
        foreach (var deed in plan.Deeds)
        {
            output.WriteLine($"step {step}: {deed}");
            Do(world, deed, stopped);
            step = ClusterWorld.ReadUntilCheckpoint(follower, step + 20);
        }

        stopped.ForEach(process => process.WaitForExit());
        step = ClusterWorld.ReadUntilCheckpoint(follower, step + 40);
        world.AssertSameAsSingle(follower, plan.IsRounding ? 1e-4f : 0);
    }

    private static void Do(ClusterWorld world, SoakDeed deed, List<Process> stopped)
    {
        switch (deed.Kind)
        {
            case SoakKind.KillNode:
                world.KillWorker(deed.Node, Slots);
                break;
            case SoakKind.StopNode:
                stopped.Add(ProgramRun.Suspend(world.Worker(deed.Node).Id, deed.Amount));
                break;
            case SoakKind.SlowWorker:
                Inject(world, $"slow worker={deed.Worker} factor={deed.Amount + 1}");
                break;
            case SoakKind.CrashWorker:
                Inject(world, $"crash worker={deed.Worker}");
                break;
            case SoakKind.DrainNode:
                world.Ask("worker", "drain", deed.Node);
                world.Await(
                    $"{deed.Node} is empty", nodes => nodes.GetValueOrDefault(deed.Node) == 0);
                world.Ask("worker", "release", deed.Node);
                break;
            default:
                world.KillCoordinator();
                break;
        }
    }

    private static void Inject(ClusterWorld world, string fault) =>
        world.Ask("job", "chaos", world.JobId, fault);
}
