using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using AkkaCoded.EngineCluster.Tests.Support;

namespace AkkaCoded.EngineCluster.Tests.Remoting.Sockets;

/// <summary>Workers speak with the seed, not with one another.</summary>
public sealed class StarSpec
{
    private static readonly string Heard =
        $$"""
        akka.loglevel = WARNING
        akka.loggers = ["{{typeof(Deaf).AssemblyQualifiedName}}"]
        """;

    [Fact]
    public async Task Message_between_workers_must_be_refused_with_one_clear_warning()
    {
        await using var world = await RemoteWorld.StartAsync();
        var one = world.StartWorker(Heard);
        var two = world.StartWorker();
        var warnings = new Postbox(one);
        one.EventStream.Subscribe(warnings.Ref, typeof(Warning));
        var dead = new Postbox(one);
        one.EventStream.Subscribe(dead.Ref, typeof(DeadLetter));
        var remote = Resolve(one, two);
        remote.Tell("first");
        remote.Tell("second");
        Assert.Equal("first", (await dead.AwaitAsync<DeadLetter>()).Message);
        Assert.Equal("second", (await dead.AwaitAsync<DeadLetter>()).Message);
        var warning = await warnings.AwaitAsync<Warning>();
        Assert.Contains("-p:Engine=Packages", warning.Message.ToString());
        Assert.True(warnings.IsEmpty);
    }

    [Fact]
    public async Task Watch_between_workers_must_be_answered_at_once()
    {
        await using var world = await RemoteWorld.StartAsync();
        var one = world.StartWorker();
        var watcher = new Postbox(one).Watch(Resolve(one, world.StartWorker()));
        Assert.True((await watcher.NextAsync<Terminated>()).AddressTerminated);
    }

    [Fact]
    public async Task Remote_deployment_must_be_refused_with_a_hint_at_the_packages()
    {
        await using var world = await RemoteWorld.StartAsync();
        var scope = new RemoteScope(Address.Parse(world.SeedAddress));
        var props = FunctionActor.Of((_, _) => { }).WithDeploy(new Deploy(scope));
        var e = Assert.Throws<ConfigurationException>(
            () => world.StartWorker().ActorOf(props, "far"));
        Assert.Contains("-p:Engine=Packages", e.Message);
    }

    [Fact]
    public async Task Deployment_to_the_own_address_must_be_local()
    {
        await using var world = await RemoteWorld.StartAsync();
        var scope = new RemoteScope(Address.Parse(world.SeedAddress));
        var props = FunctionActor.Of((message, context) => context.Sender.Tell(message));
        var actor = world.Seed.ActorOf(props.WithDeploy(new Deploy(scope)), "near");
        Assert.Equal("x", await actor.Ask<string>("x", TimeSpan.FromSeconds(60)));
    }

    private static IActorRef Resolve(ActorSystem from, ActorSystem at) =>
        ((ExtendedActorSystem)from).Provider.ResolveActorRef(RemoteWorld.PathOf(at, "any"));

    /// <summary>A logger that lets events pass the level and says nothing.</summary>
    public sealed class Deaf : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is InitializeLogger)
            {
                Sender.Tell(new LoggerInitialized());
            }
        }
    }
}
