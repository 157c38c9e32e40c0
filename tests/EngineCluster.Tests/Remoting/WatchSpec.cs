using Akka.Actor;
using AkkaCoded.EngineCluster.Tests.Support;

namespace AkkaCoded.EngineCluster.Tests.Remoting;

public sealed class WatchSpec : IAsyncLifetime
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
    public async Task Watcher_must_be_told_when_a_remote_actor_stops()
    {
        var subject = new Postbox(_world.Seed, "subject");
        var there = await Select(_worker, _world.Seed, "subject");
        var watcher = new Postbox(_worker).Watch(there);
        await Settle(watcher, there);
        _world.Seed.Stop(subject.Ref);
        var terminated = await watcher.NextAsync<Terminated>();
        Assert.Equal(there, terminated.ActorRef);
        Assert.True(terminated.ExistenceConfirmed);
        Assert.False(terminated.AddressTerminated);
    }

    [Fact]
    public async Task Watcher_at_the_seed_must_be_told_when_a_workers_actor_stops()
    {
        var subject = new Postbox(_worker, "subject");
        var seeds = new Postbox(_world.Seed, "seeds");
        (await Select(_worker, _world.Seed, "seeds")).Tell("here", subject.Ref);
        await seeds.NextAsync<string>();
        var there = seeds.LastSender;
        var watcher = new Postbox(_world.Seed).Watch(there);
        await Settle(watcher, there);
        subject.Ref.Tell(PoisonPill.Instance);
        Assert.Equal(there, (await watcher.NextAsync<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task Watcher_must_be_told_at_once_when_there_is_no_such_actor()
    {
        var subject = new Postbox(_world.Seed, "subject");
        var there = await Select(_worker, _world.Seed, "subject");
        await subject.Ref.GracefulStop(Limit);
        var watcher = new Postbox(_worker).Watch(there);
        var terminated = await watcher.NextAsync<Terminated>();
        Assert.Equal(there, terminated.ActorRef);
        Assert.False(terminated.AddressTerminated);
    }

    [Fact]
    public async Task Watcher_must_hear_nothing_when_it_has_unwatched()
    {
        var subject = new Postbox(_world.Seed, "subject");
        var other = new Postbox(_world.Seed, "other");
        var first = await Select(_worker, _world.Seed, "subject");
        var second = await Select(_worker, _world.Seed, "other");
        var watcher = new Postbox(_worker).Watch(first).Watch(second);
        watcher.Do(context => context.Unwatch(first));
        await Settle(watcher, first);
        await subject.Ref.GracefulStop(Limit);
        await other.Ref.GracefulStop(Limit);
        Assert.Equal(second, (await watcher.NextAsync<Terminated>()).ActorRef);
        Assert.True(watcher.IsEmpty);
    }

    [Fact]
    public async Task Watcher_must_be_told_when_the_whole_system_ends_in_order()
    {
        var subject = new Postbox(_worker, "subject");
        var seeds = new Postbox(_world.Seed, "seeds");
        (await Select(_worker, _world.Seed, "seeds")).Tell("here", subject.Ref);
        await seeds.NextAsync<string>();
        var watcher = new Postbox(_world.Seed).Watch(seeds.LastSender);
        await Settle(watcher, seeds.LastSender);
        await _worker.Terminate();
        Assert.Equal(seeds.LastSender, (await watcher.NextAsync<Terminated>()).ActorRef);
    }

    /// <summary>Until the watch has arrived: what is told after it comes after it.</summary>
    private static async Task Settle(Postbox watcher, IActorRef subject)
    {
        watcher.Do(context => subject.Tell(new Identify("settled"), context.Self));
        await watcher.AwaitAsync<ActorIdentity>();
    }

    private static Task<IActorRef> Select(ActorSystem from, ActorSystem at, string name) =>
        from.ActorSelection(RemoteWorld.PathOf(at, name)).ResolveOne(Limit);
}
