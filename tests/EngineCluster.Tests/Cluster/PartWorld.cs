using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaCoded.EngineCluster.Tests.Support;

namespace AkkaCoded.EngineCluster.Tests.Cluster;

/// <summary>A cluster with the entity type "parts" on all nodes.</summary>
internal sealed class PartWorld : IAsyncDisposable
{
    private readonly ClusterWorld _world;
    private readonly List<ActorSystem> _workers = [];

    private PartWorld(ClusterWorld world)
    {
        _world = world;
        Strategy = new PartStrategy(world.Seed);
        Region = Start(world.Seed);
        Answers = new Postbox(world.Seed);
    }

    public ActorSystem Seed => _world.Seed;

    public ClusterWorld World => _world;

    public IReadOnlyList<ActorSystem> Workers => _workers;

    public PartStrategy Strategy { get; }

    /// <summary>The seed's.</summary>
    public IActorRef Region { get; }

    public Postbox Answers { get; }

    public static async Task<PartWorld> StartAsync(
        int workers, string config = "", string workerConfig = "")
    {
        var world = new PartWorld(await ClusterWorld.StartAsync(config));
        for (var i = 0; i < workers; i++)
        {
            await world.AddWorkerAsync(workerConfig);
        }

        return world;
    }

    public async Task<ActorSystem> AddWorkerAsync(string config = "")
    {
        var worker = await _world.StartWorkerAsync(config);
        lock (_workers)
        {
            _workers.Add(worker);
        }

        Start(worker);
        return worker;
    }

    public async Task<string> AskAsync(string message)
    {
        Region.Tell(message, Answers.Ref);
        return await Answers.NextAsync<string>();
    }

    /// <summary>A message to a home that is going down may be lost: ask until one is answered.
    /// </summary>
    public async Task AskUntilAsync(string message)
    {
        var wanted = message.Split(':')[2];
        var answer = Answers.AwaitAsync<string>(text => text == wanted);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        do
        {
            Region.Tell(message, Answers.Ref);
        }
        while (await Task.WhenAny(answer, timer.WaitForNextTickAsync().AsTask()) != answer);
        await answer;
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private IActorRef Start(ActorSystem system) =>
        ClusterSharding.Get(system).Start(
            "parts",
            _ => Props.Create(() => new Part()),
            ClusterShardingSettings.Create(system),
            new PartExtractor(),
            system == Seed ? Strategy : new PartStrategy(system),
            "hand off");
}
