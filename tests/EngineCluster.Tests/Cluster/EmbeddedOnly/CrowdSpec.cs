using Akka.Actor;
using Akka.Cluster;
using AkkaCoded.EngineCluster.Tests.Support;
using Xunit.Abstractions;

namespace AkkaCoded.EngineCluster.Tests.Cluster.EmbeddedOnly;

/// <summary>Many nodes that join at once, of which some die, leave, are cut off and come back while
/// shards are in use.</summary>
[Trait("Suite", "Slow")]
public sealed class CrowdSpec(ITestOutputHelper output)
{
    private const int Workers = 24;
    private const int Shards = 48;
    private const int Rounds = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Shards_must_be_served_by_living_members_when_nodes_come_and_go(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var world = await PartWorld.StartAsync(0);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => world.AddWorkerAsync()));
        await AllAnswerAsync(world, "at first");
        for (var round = 0; round < Rounds; round++)
        {
            await DisturbAsync(world, random);
        }

        var alive = world.Workers.Where(worker => !ClusterWorld.Of(worker).IsTerminated).ToList();
        await ClusterWorld.UntilAsync(
            () => ClusterWorld.Of(world.Seed).State.Members.Count == alive.Count + 1);
        await AllAnswerAsync(world, "at last");
        foreach (var worker in alive)
        {
            await ClusterWorld.UntilAsync(() => Table(worker) == Table(world.Seed));
        }
    }

    private static string Table(ActorSystem system) =>
        string.Join("\n", ClusterWorld.Of(system).State.Members.Select(one => one.ToString()));

    private static async Task AllAnswerAsync(PartWorld world, string word)
    {
        var hosts = new HashSet<Address>();
        for (var shard = 0; shard < Shards; shard++)
        {
            await world.AskUntilAsync($"c{shard}:crowd-{shard}:{word} {shard}");
            hosts.Add(world.Answers.LastSender.Path.Address);
        }

        var members = ClusterWorld.Of(world.Seed).State.Members
            .Where(member => member.HasRole("worker")).Select(member => member.Address);
        Assert.Subset(members.ToHashSet(), hosts);
    }

    private static async Task DisturbAsync(PartWorld world, Random random)
    {
        var alive = world.Workers.Where(worker => !ClusterWorld.Of(worker).IsTerminated).ToList();
        var victim = alive[random.Next(alive.Count)];
        switch (random.Next(4))
        {
            case 0:
                await ((ExtendedActorSystem)victim).DieAsync();
                break;
            case 1:
                await victim.Terminate().WaitAsync(ClusterWorld.Limit);
                break;
            case 2:
                ClusterWorld.Of(world.Seed).Down(ClusterWorld.Of(victim).SelfAddress);
                await victim.WhenTerminated.WaitAsync(ClusterWorld.Limit);
                break;
            default:
                world.World.Remote.Sockets.CutAll();
                break;
        }

        await world.AddWorkerAsync(random.Next(2) == 0
            ? ""
            : $"akka.remote.dot-netty.tcp.port = {PortOf(victim)}");
        var shard = random.Next(Shards);
        await world.AskUntilAsync($"c{shard}:crowd-{shard}:round {random.Next()}");
    }

    /// <summary>That of a node that is gone, or any.</summary>
    private static int PortOf(ActorSystem victim) =>
        victim.WhenTerminated.IsCompleted ? ClusterWorld.Of(victim).SelfAddress.Port!.Value : 0;
}
