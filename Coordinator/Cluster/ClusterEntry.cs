using System.Net.Http.Json;
using System.Text.Json;
using Akka.Actor;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.Coordinator.Cluster;

/// <summary>
/// How a coordinator gets into a cluster. The first of those configured begins one where no other
/// has; the others wait for one to join, so that two that start together do not begin two.
/// </summary>
/// <param name="settings">The coordinator's.</param>
/// <param name="others">Addresses of the other coordinators.</param>
/// <param name="isFirst">Whether this one may begin a cluster.</param>
internal sealed class ClusterEntry(
    CoordinatorSettings settings, IReadOnlyList<Uri> others, bool isFirst)
{
    /// <summary>Rounds of questions without an answer after which the first one begins: another may
    /// just be starting anew.</summary>
    private const int RoundsBeforeBegin = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Joins, and is back when this coordinator is a member.</summary>
    public async Task EnterAsync(Akka.Cluster.Cluster cluster, CancellationToken stopped)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(() => up.TrySetResult());
        await AskToJoinAsync(cluster, stopped);
        await up.Task.WaitAsync(stopped);
    }

    private async Task AskToJoinAsync(Akka.Cluster.Cluster cluster, CancellationToken stopped)
    {
        if (others.Count == 0)
        {
            cluster.Join(cluster.SelfAddress);
            return;
        }

        for (var round = 1; ; round++)
        {
            if (await FindAsync(stopped) is { } seeds)
            {
                cluster.JoinSeedNodes(seeds);
                return;
            }

            if (isFirst && round >= RoundsBeforeBegin)
            {
                cluster.Join(cluster.SelfAddress);
                return;
            }

            await Task.Delay(Pause, settings.Time, stopped);
        }
    }

    private async Task<IReadOnlyList<Address>?> FindAsync(CancellationToken stopped)
    {
        foreach (var other in others)
        {
            if (await AskAsync(other, stopped) is { Seeds.Count: > 0 } info)
            {
                return [.. info.Seeds.Select(Address.Parse)];
            }
        }

        return null;
    }

    private async Task<JoinInfo?> AskAsync(Uri other, CancellationToken stopped)
    {
        var target = new DataPlaneTarget(other, settings.Identity) { Token = settings.Token };
        using var client = DataPlaneHttp.Client(target);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        patience.CancelAfter(Patience);
        try
        {
            return await client.GetFromJsonAsync<JoinInfo>(
                ClusterNames.JoinPath, JsonSerializerOptions.Web, patience.Token);
        }
        catch (Exception e) when (e is HttpRequestException or JsonException
            || (e is OperationCanceledException && !stopped.IsCancellationRequested))
        {
            // It is not there, or not yet a member itself.
            return null;
        }
    }
}
