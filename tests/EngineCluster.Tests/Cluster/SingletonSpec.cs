using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using AkkaCoded.EngineCluster.Tests.Support;

namespace AkkaCoded.EngineCluster.Tests.Cluster;

public sealed class SingletonSpec
{
    [Fact]
    public async Task Proxy_must_keep_messages_in_order_until_the_singleton_runs()
    {
        await using var world = await ClusterWorld.StartAsync();
        var worker = await world.StartWorkerAsync();
        var proxy = StartProxy(worker);
        var answers = new Postbox(worker);
        for (var i = 0; i < 100; i++)
        {
            proxy.Tell(i, answers.Ref);
        }

        StartManager(worker);
        StartManager(world.Seed);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(i, await answers.NextAsync<int>());
        }

        Assert.Equal("/user/jobs/manager", answers.LastSender.Path.ToStringWithoutAddress());
        Assert.Equal(RemoteWorld.AddressOf(world.Seed), answers.LastSender.Path.Address);
    }

    [Fact]
    public async Task Proxy_must_serve_the_seed_itself_too()
    {
        await using var world = await ClusterWorld.StartAsync();
        StartManager(world.Seed);
        var answer = await StartProxy(world.Seed).Ask<string>("here", ClusterWorld.Limit);
        Assert.Equal("here", answer);
    }

    [Fact]
    public async Task Proxy_must_drop_the_oldest_when_its_buffer_is_full()
    {
        await using var world = await ClusterWorld.StartAsync();
        var proxy = StartProxy(world.Seed, settings => settings.WithBufferSize(2));
        var answers = new Postbox(world.Seed);
        for (var i = 0; i < 5; i++)
        {
            proxy.Tell(i, answers.Ref);
        }

        StartManager(world.Seed);
        Assert.Equal(3, await answers.NextAsync<int>());
        Assert.Equal(4, await answers.NextAsync<int>());
    }

    [Fact]
    public async Task Proxy_must_find_the_singleton_again_when_it_was_lost()
    {
        await using var world = await ClusterWorld.StartAsync();
        var worker = await world.StartWorkerAsync();
        var manager = StartManager(world.Seed);
        var proxy = StartProxy(worker);
        var answers = new Postbox(worker);
        proxy.Tell("first", answers.Ref);
        Assert.Equal("first", await answers.NextAsync<string>());
        var first = answers.LastSender;
        var watcher = new Postbox(world.Seed).Watch(manager);
        world.Seed.Stop(manager);
        await watcher.AwaitAsync<Terminated>();
        StartManager(world.Seed);
        var answer = answers.AwaitAsync<string>(text => text == "again");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            // The proxy may not know of the loss yet; what it sends to the old one is lost.
            proxy.Tell("again", answers.Ref);
        }
        while (await Task.WhenAny(answer, timer.WaitForNextTickAsync().AsTask()) != answer);
        await answer;
        Assert.NotEqual(first, answers.LastSender);
    }

    [Fact]
    public async Task Singleton_must_get_its_termination_message_when_the_seed_shuts_down()
    {
        await using var world = await ClusterWorld.StartAsync();
        var ended = new TaskCompletionSource<string>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        world.Seed.ActorOf(
            ClusterSingletonManager.Props(
                Props.Create(() => new LastWords(ended)), "end", Settings(world.Seed)),
            "jobs");
        var proxy = StartProxy(world.Seed);
        Assert.Equal("up", await proxy.Ask<string>("up", ClusterWorld.Limit));
        await world.Seed.Terminate().WaitAsync(ClusterWorld.Limit);
        Assert.Equal("end while Exiting", await ended.Task.WaitAsync(ClusterWorld.Limit));
    }

    internal static ClusterSingletonManagerSettings Settings(ActorSystem system) =>
        ClusterSingletonManagerSettings.Create(system).WithRole("boss")
            .WithSingletonName("manager");

    internal static IActorRef StartProxy(
        ActorSystem system,
        Func<ClusterSingletonProxySettings, ClusterSingletonProxySettings>? change = null)
    {
        var settings = ClusterSingletonProxySettings.Create(system).WithRole("boss")
            .WithSingletonName("manager");
        return system.ActorOf(
            ClusterSingletonProxy.Props("/user/jobs", change?.Invoke(settings) ?? settings));
    }

    internal static IActorRef StartManager(ActorSystem system) =>
        system.ActorOf(
            ClusterSingletonManager.Props(
                FunctionActor.Of((message, context) => context.Sender.Tell(message)),
                PoisonPill.Instance, Settings(system)),
            "jobs");

    private sealed class LastWords(TaskCompletionSource<string> ended) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "end")
            {
                var status = ClusterWorld.Of(Context.System).SelfMember.Status;
                ended.TrySetResult($"{message} while {status}");
                Context.Stop(Self);
            }
            else
            {
                Sender.Tell(message);
            }
        }
    }
}
