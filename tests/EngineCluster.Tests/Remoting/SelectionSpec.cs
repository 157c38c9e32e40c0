using Akka.Actor;
using AkkaCoded.EngineCluster.Tests.Support;

namespace AkkaCoded.EngineCluster.Tests.Remoting;

public sealed class SelectionSpec : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private RemoteWorld _world = null!;
    private ActorSystem _worker = null!;

    public async Task InitializeAsync()
    {
        _world = await RemoteWorld.StartAsync();
        _worker = _world.StartWorker();
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Selection_must_reach_an_actor_by_its_exact_path()
    {
        var inbox = new Postbox(_world.Seed, "inbox");
        _worker.ActorSelection(RemoteWorld.PathOf(_world.Seed, "inbox")).Tell("selected");
        Assert.Equal("selected", await inbox.NextAsync<string>());
    }

    [Fact]
    public async Task Selection_must_reach_a_child_by_its_exact_path()
    {
        var inbox = new Postbox(_world.Seed);
        _world.Seed.ActorOf(
            FunctionActor.Of((message, context) =>
            {
                if (message is "start")
                {
                    context.ActorOf(
                        FunctionActor.Of((inner, _) => inbox.Ref.Tell(inner)), "child");
                    context.Sender.Tell("started");
                }
            }),
            "parent");
        var parent = RemoteWorld.PathOf(_world.Seed, "parent");
        await _worker.ActorSelection(parent).Ask<string>("start", Limit);
        _worker.ActorSelection(parent + "/child").Tell("deep");
        Assert.Equal("deep", await inbox.NextAsync<string>());
    }

    [Fact]
    public async Task Identify_must_be_answered_by_the_actor()
    {
        var inbox = new Postbox(_world.Seed, "inbox");
        var asker = new Postbox(_worker);
        _worker.ActorSelection(RemoteWorld.PathOf(_world.Seed, "inbox"))
            .Tell(new Identify(7), asker.Ref);
        var identity = await asker.NextAsync<ActorIdentity>();
        Assert.Equal(7, identity.MessageId);
        Assert.Equal(inbox.Ref.Path.Uid, identity.Subject.Path.Uid);
        Assert.Equal(RemoteWorld.AddressOf(_world.Seed), identity.Subject.Path.Address);
    }

    [Fact]
    public async Task Identify_must_be_answered_with_nobody_when_there_is_no_actor()
    {
        var asker = new Postbox(_worker);
        _worker.ActorSelection(RemoteWorld.PathOf(_world.Seed, "nobody"))
            .Tell(new Identify("who"), asker.Ref);
        Assert.Null((await asker.NextAsync<ActorIdentity>()).Subject);
    }

    [Fact]
    public async Task Resolving_must_fail_when_there_is_no_actor() =>
        await Assert.ThrowsAsync<ActorNotFoundException>(() => _worker
            .ActorSelection(RemoteWorld.PathOf(_world.Seed, "nobody")).ResolveOne(Limit));

    [Fact]
    public async Task Own_address_must_lead_to_the_local_actor()
    {
        var inbox = new Postbox(_worker, "inbox");
        var found = await _worker.ActorSelection(RemoteWorld.PathOf(_worker, "inbox"))
            .ResolveOne(Limit);
        Assert.Equal(inbox.Ref, found);
    }
}
