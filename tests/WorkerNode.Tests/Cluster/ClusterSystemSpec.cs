using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Logging;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Cluster;
using AkkaCoded.WorkerNode.Cluster.Placement;

namespace AkkaCoded.WorkerNode.Tests.Cluster;

/// <summary>Two members with the settings of ours, in one process, over real sockets.</summary>
public sealed class ClusterSystemSpec : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<ActorSystem> _systems = [];

    [PackagesFact]
    public async Task Partitions_must_be_served_when_polymorphic_json_is_refused()
    {
        var (one, two) = (Start("w1"), Start("w2"));
        await JoinAsync(one, two);
        var serves = new Dictionary<string, Recorder>();
        foreach (var system in _systems)
        {
            var recorder = new Recorder();
            serves[AddressOf(system).ToString()] = recorder;
            PartitionRegion.Start(
                system, system.ActorOf(Props.Create(() => new Recorded(recorder)), "node"),
                new PartitionPlacement(system, PlacementKind.Spread, new PlacementBoard()));
        }

        var job = one.ActorOf(Props.Create(() => new Recorded(new Recorder())), "job");
        for (var worker = 0; worker < 4; worker++)
        {
            ClusterSharding.Get(one).ShardRegion(ClusterNames.Partitions).Tell(
                new ServePartition(
                    new JobId("digits"), 1, new WorkerId(worker), 0, 0, "http://127.0.0.1:1",
                    "coded.job.name = digits"),
                job);
        }

        await Eventually.HoldsAsync(
            () => serves.Values.All(recorder => recorder.Calls.Count == 2), Patience);
        Assert.Equal(
            [0, 1, 2, 3],
            serves.Values.SelectMany(recorder => recorder.Calls)
                .Select(call => call.Call.Worker.Number).Order());
        var far = serves[AddressOf(two).ToString()].Calls[0].Job;
        Assert.Equal(AddressOf(one), far.Path.Address);
    }

    [PackagesFact]
    public async Task Message_without_a_format_must_not_arrive_and_others_still_do()
    {
        var (one, two) = (Start("w1"), Start("w2"));
        await JoinAsync(one, two);
        var heard = new Recorder();
        two.ActorOf(Props.Create(() => new Recorded(heard)), "ear");
        var far = one.ActorSelection(AddressOf(two) + "/user/ear");

        far.Tell(new Unknown("text"));
        far.Tell(new PlacementRules(7, ["w9"]));

        await Eventually.HoldsAsync(() => heard.Others.Count > 0, Patience);
        Assert.Equal(7, Assert.IsType<PlacementRules>(Assert.Single(heard.Others)).Version);
    }

    [PackagesFact]
    public async Task Json_and_remote_deployment_of_a_peer_must_be_refused_when_it_sends_them()
    {
        var honest = Start("w1");
        var peer = Start("w2", RogueSerializers);
        await JoinAsync(honest, peer);
        var heard = new Recorder();
        honest.ActorOf(Props.Create(() => new Recorded(heard)), "ear");

        peer.ActorSelection(AddressOf(honest) + "/user/ear").Tell(new Unknown("json"));
        var deployed = Props.Create(() => new Recorded(new Recorder()))
            .WithDeploy(new Deploy(new RemoteScope(AddressOf(honest))));
        peer.ActorOf(deployed, "planted").Tell("hello");
        peer.ActorSelection(AddressOf(honest) + "/user/ear").Tell(new PlacementRules(1, []));

        await Eventually.HoldsAsync(() => heard.Others.Count > 0, Patience);
        Assert.IsType<PlacementRules>(Assert.Single(heard.Others));
        await Assert.ThrowsAsync<ActorNotFoundException>(() => honest
            .ActorSelection($"/remote/akka.tcp/*/*").ResolveOne(TimeSpan.FromSeconds(1)));
    }

    public void Dispose() =>
        Task.WaitAll([.. _systems.Select(system => system.Terminate())], Patience);

    /// <summary>What a peer would have that has not our settings.</summary>
    private const string RogueSerializers =
        """
        akka.actor {
          serializers {
            json = "Akka.Serialization.NewtonSoftJsonSerializer, Akka"
            daemon-create = "Akka.Remote.Serialization.DaemonMsgCreateSerializer, Akka.Remote"
          }
        }
        """;

    private static Address AddressOf(ActorSystem system) =>
        Akka.Cluster.Cluster.Get(system).SelfAddress;

    private ActorSystem Start(string name, string over = "")
    {
        var config = new ClusterSystem
        {
            Roles = NodeRoles.OfWorker(name, 2),
            Host = "127.0.0.1",
            Port = 0,
            Logging = LoggingOptions.Read(new ConfigLayers()
                .CommandLine(["logging.console.level=off"]).Build()),
        }.ToConfig();
        var system = ActorSystem.Create(
            ClusterNames.System,
            Akka.Configuration.ConfigurationFactory.ParseString(over).WithFallback(config));
        _systems.Add(system);
        return system;
    }

    private static async Task JoinAsync(ActorSystem one, ActorSystem two)
    {
        Akka.Cluster.Cluster.Get(one).JoinSeedNodes([AddressOf(one)]);
        Akka.Cluster.Cluster.Get(two).JoinSeedNodes([AddressOf(one)]);
        await Eventually.HoldsAsync(
            () => new[] { one, two }.All(system => Akka.Cluster.Cluster.Get(system).State.Members
                .Count(member => member.Status == MemberStatus.Up) == 2),
            Patience);
    }

    private sealed record Unknown(string Text);

    private sealed class Recorder
    {
        private readonly Lock _gate = new();
        private readonly List<(ServePartition, IActorRef)> _calls = [];
        private readonly List<object> _others = [];

        public IReadOnlyList<(ServePartition Call, IActorRef Job)> Calls
        {
            get
            {
                lock (_gate)
                {
                    return [.. _calls];
                }
            }
        }

        public IReadOnlyList<object> Others
        {
            get
            {
                lock (_gate)
                {
                    return [.. _others];
                }
            }
        }

        public void Add(object message, IActorRef sender)
        {
            lock (_gate)
            {
                if (message is ServePartition call)
                {
                    _calls.Add((call, sender));
                }
                else
                {
                    _others.Add(message);
                }
            }
        }
    }

    private sealed class Recorded : UntypedActor
    {
        private readonly Recorder _recorder;

        public Recorded(Recorder recorder) => _recorder = recorder;

        protected override void OnReceive(object message) => _recorder.Add(message, Sender);
    }
}
