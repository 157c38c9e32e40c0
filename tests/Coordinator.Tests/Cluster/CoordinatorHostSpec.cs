using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Tests.Jobs;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Cluster;

/// <summary>A coordinator as nodes and people meet it.</summary>
[Trait("Suite", "Slow")]
public sealed class CoordinatorHostSpec
{
    [Fact]
    public async Task Join_and_member_endpoints_must_tell_who_brings_the_token()
    {
        await using var cluster = await LiveCluster.StartAsync();
        cluster.Add("w1");
        using var client = Client(cluster.Host, "secret");
        await UntilAsync(() => cluster.StateOf("w1") == "up");

        var info = await client.GetFromJsonAsync<JoinInfo>(ClusterNames.JoinPath);
        var uid = cluster.Host.Nodes().Single().Uid;
        var member = await client.GetAsync($"{ClusterNames.MemberPath}/{uid}");
        var stranger = await client.GetAsync($"{ClusterNames.MemberPath}/{uid + 1}");
        var noNumber = await client.GetAsync($"{ClusterNames.MemberPath}/who");

        var self = Akka.Cluster.Cluster.Get(cluster.Host.System).SelfAddress;
        Assert.Equal([self.ToString()], info!.Seeds);
        Assert.Equal(WireLimits.ProtocolVersion, info.ProtocolVersion);
        Assert.Equal(ClusterEngine.Name, info.Engine);
        Assert.Equal(HttpStatusCode.OK, member.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, noNumber.StatusCode);
    }

    [Theory]
    [InlineData(ClusterNames.JoinPath)]
    [InlineData(ClusterNames.MemberPath + "/1")]
    [InlineData(ClusterNames.ControlPath)]
    public async Task Nobody_must_be_told_anything_without_the_token(string path)
    {
        await using var cluster = await LiveCluster.StartAsync();
        using var nobody = Client(cluster.Host, null);
        using var guesser = Client(cluster.Host, "Secret");

        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await guesser.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Control_plane_must_be_on_the_port_where_the_engine_has_it_there()
    {
        await using var cluster = await LiveCluster.StartAsync();
        using var client = Client(cluster.Host, "secret");

        var answer = await client.GetAsync(ClusterNames.ControlPath);

        // Not a WebSocket; with the packages nothing is there.
        Assert.Equal(
            ClusterEngine.IsEmbedded ? HttpStatusCode.BadRequest : HttpStatusCode.NotFound,
            answer.StatusCode);
    }

    [Fact]
    public async Task Drained_node_must_give_its_partitions_to_others()
    {
        await using var cluster = await LiveCluster.StartAsync();
        cluster.Add("w1", slots: 2);
        cluster.Add("w2", slots: 2);
        cluster.Add("w3", slots: 2);
        var observed = new Observed();
        await using var run = cluster.Begin(
            """
            coded {
              job.name = drain, training.steps = 1000000
              code { family = uncoded, stragglers = 0 }
            }
            """, observed);
        await observed.HasStepped(3);
        Assert.NotEqual(0, RowsAt(cluster.Host, "w2"));

        cluster.Host.Exclude("w2", ExclusionKind.Drain);

        Assert.Equal("drained", cluster.StateOf("w2"));
        await UntilAsync(() => RowsAt(cluster.Host, "w2") == 0
            && RowsAt(cluster.Host, "w1") + RowsAt(cluster.Host, "w3") == 4);
        await observed.HasStepped(observed.Steps.Count + 3);
        cluster.Host.Include("w2");
        Assert.Equal("up", cluster.StateOf("w2"));
        Assert.True((await run.StopAsync()).IsStopped);
    }

    [Fact]
    public async Task Nodes_must_join_a_coordinator_that_was_started_anew()
    {
        await using var cluster = await LiveCluster.StartAsync();
        cluster.Add("w1", slots: 2);
        cluster.Add("w2", slots: 2);
        await UntilAsync(() => cluster.StateOf("w1") == "up" && cluster.StateOf("w2") == "up");

        await cluster.RestartAsync();
        await using var run = cluster.Begin("coded.job.name = again");
        var result = await run.Completion.WaitAsync(LiveCluster.Patience);

        Assert.Equal(12, result.StepsNow);
    }

    [Fact]
    public async Task Jobs_must_keep_their_last_step_when_the_coordinator_ends()
    {
        var folder = Directory.CreateTempSubdirectory("akkacoded-");
        var cluster = await LiveCluster.StartAsync();
        cluster.Add("w1", slots: 4);
        var observed = new Observed();
        await using var run = cluster.Begin(
            $$"""
            coded {
              job.name = kept, training.steps = 1000000
              checkpoint { folder = "{{folder.FullName}}", every = 1000000 }
            }
            """, observed);
        await observed.HasStepped(5);

        await cluster.DisposeAsync();

        var result = await run.Completion.WaitAsync(LiveCluster.Patience);
        Assert.True(result.IsStopped);
        Assert.True(Directory.Exists(result.CheckpointFolder), result.CheckpointFolder);
        Assert.EndsWith(
            $"{result.Steps}", result.CheckpointFolder!.TrimEnd('/'), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Fault_must_reach_a_worker_on_another_node()
    {
        await using var cluster = await LiveCluster.StartAsync();
        cluster.Add("w1", slots: 4);
        var observed = new Observed();
        await using var run = cluster.Begin(
            """
            coded { job.name = faulty, chaos.enabled = on, training.steps = 1000000 }
            """, observed);
        await observed.HasStepped(2);

        await run.InjectAsync("crash worker=1");

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(
            () => run.InjectAsync("explode worker=1"));
        await observed.Heard("injected");
        await observed.Heard("lost");
        await run.StopAsync();
        Assert.StartsWith("CDL-", refusal.Code);
    }

    [Fact]
    public async Task Coordinator_that_the_cluster_takes_out_must_end()
    {
        await using var cluster = await LiveCluster.StartAsync();
        var membership = Akka.Cluster.Cluster.Get(cluster.Host.System);
        Assert.False(cluster.Host.Ended.IsCompleted);

        membership.Down(membership.SelfAddress);

        await cluster.Host.Ended.WaitAsync(LiveCluster.Patience);
    }

    private static int RowsAt(CoordinatorHost host, string node) =>
        host.Nodes().Single(known => known.Name == node).Partitions.Count;

    private static HttpClient Client(CoordinatorHost host, string? token)
    {
        var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization =
            token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Time passes only as far as it must; a hang is an error after
    /// <see cref="LiveCluster.Patience"/>.</summary>
    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(LiveCluster.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!holds())
        {
            Assert.True(await timer.WaitForNextTickAsync(patience.Token));
        }
    }
}
