using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;

namespace AkkaCoded.EngineCluster.Tests.Cluster.EmbeddedOnly;

/// <summary>What a star with one seed can't do is refused, with the way out.</summary>
public sealed class RefusalSpec
{
    private const string WayOut = "-p:Engine=Packages";

    [Theory]
    [InlineData("akka.cluster.seed-nodes = [\"akka.tcp://s@a:1\", \"akka.tcp://s@b:1\"]")]
    [InlineData("akka.cluster.app-version = \"1.2\"")]
    public void System_must_not_start_when_the_cluster_would_need_more(string setting)
    {
        var config = ConfigurationFactory.ParseString(
            $"""
            {setting}
            akka.actor.provider = cluster
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            akka.remote.dot-netty.tcp.hostname = 127.0.0.1
            akka.remote.dot-netty.tcp.port = 0
            """);
        var refused = Assert.ThrowsAny<Exception>(() => ActorSystem.Create("s", config));
        Assert.IsType<ConfigurationException>(refused.GetBaseException());
        Assert.Contains(WayOut, refused.GetBaseException().Message);
    }

    [Fact]
    public async Task Second_seed_must_be_refused_when_joining_by_code()
    {
        await using var world = await ClusterWorld.StartApartAsync();
        var refused = Assert.Throws<ConfigurationException>(
            () => ClusterWorld.Of(world.Seed).JoinSeedNodes(
                [Address.Parse("akka.tcp://s@a:1"), Address.Parse("akka.tcp://s@b:1")]));
        Assert.Contains(WayOut, refused.Message);
    }

    [Theory]
    [InlineData("akka.cluster.sharding.remember-entities = on")]
    [InlineData("akka.cluster.sharding.use-lease = some-lease")]
    public async Task Sharding_must_be_refused_when_it_would_need_more(string setting)
    {
        await using var world = await ClusterWorld.StartAsync(setting);
        var refused = Assert.Throws<ConfigurationException>(
            () => ClusterShardingSettings.Create(world.Seed));
        Assert.Contains(WayOut, refused.Message);
    }

    [Fact]
    public async Task Settings_must_refuse_by_code_what_they_refuse_in_configurations()
    {
        await using var world = await ClusterWorld.StartAsync();
        var settings = ClusterShardingSettings.Create(world.Seed);
        Assert.Throws<NotSupportedException>(() => settings.WithRememberEntities(true));
        Assert.Throws<NotSupportedException>(
            () => settings.WithStateStoreMode(StateStoreMode.Custom));
        Assert.False(settings.WithRememberEntities(false).RememberEntities);
    }

    [Fact]
    public async Task Proxy_of_shards_must_be_refused_on_the_seed_when_it_has_no_strategy()
    {
        await using var world = await ClusterWorld.StartAsync();
        var refused = await Assert.ThrowsAsync<NotSupportedException>(
            () => ClusterSharding.Get(world.Seed)
                .StartProxyAsync("parts", "worker", new PartExtractor()));
        Assert.Contains(WayOut, refused.Message);
    }

    [Fact]
    public async Task Type_that_only_workers_host_must_have_its_coordinator_on_the_seed()
    {
        await using var world = await ClusterWorld.StartAsync();
        var worker = await world.StartWorkerAsync();
        var strategy = new PartStrategy(world.Seed);
        foreach (var system in new[] { world.Seed, worker })
        {
            ClusterSharding.Get(system).Start(
                "roled", _ => Props.Create(() => new Part()),
                ClusterShardingSettings.Create(system).WithRole("worker"),
                new PartExtractor(), strategy, "hand off");
        }

        var region = ClusterSharding.Get(world.Seed).ShardRegion("roled");
        Assert.Equal(
            "hello", await region.Ask<string>("r:roled:hello", ClusterWorld.Limit));
        Assert.Contains("r", strategy.Asked);
    }

    [Fact]
    public async Task Singleton_must_be_refused_when_only_workers_may_host_it()
    {
        await using var world = await ClusterWorld.StartAsync();
        var settings = ClusterSingletonManagerSettings.Create(world.Seed).WithRole("worker");
        var manager = world.Seed.ActorOf(ClusterSingletonManager.Props(
            Props.Empty, PoisonPill.Instance, settings));
        await new Support.Postbox(world.Seed).Watch(manager).AwaitAsync<Terminated>();
    }
}
