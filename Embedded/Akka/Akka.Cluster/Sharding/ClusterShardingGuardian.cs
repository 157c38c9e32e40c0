using Akka.Actor;
using Akka.Event;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Sharding;

/// <summary>/system/sharding: starts regions, and on the seed their coordinators, once it is
/// known that this node is the seed.</summary>
internal sealed class ClusterShardingGuardian : UntypedActor
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Dictionary<string, StartRegion> _started = [];

    protected override void PreStart() =>
        _cluster.Subscribe(
            Self, SubscriptionInitialStateMode.InitialStateAsEvents, typeof(LeaderChanged));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    /// <summary>A coordinator that fails would forget where shards are; it goes on instead.
    /// </summary>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(_ => Directive.Resume);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StartRegion start:
                Start(start);
                break;
            case LeaderChanged:
                foreach (var started in _started.Values)
                {
                    StartCoordinator(started);
                }

                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Start(StartRegion start)
    {
        try
        {
            var setup = start.Setup;
            var region = Child(setup.RegionName, () => new ShardRegionActor(setup));
            if (start.Strategy is not null && _started.TryAdd(setup.TypeName, start))
            {
                StartCoordinator(start);
            }

            Sender.Tell(region);
        }
        catch (Exception e)
        {
            Sender.Tell(new Status.Failure(e));
        }
    }

    private void StartCoordinator(StartRegion start)
    {
        if (_cluster.IsSeed)
        {
            var setup = start.Setup;
            var relay = Context.Child(setup.RegionName);
            Child(setup.CoordinatorName, () => new ShardCoordinatorActor(
                setup.TypeName, setup.Settings.TuningParameters, start.Strategy, relay));
        }
    }

    private static IActorRef Child<T>(
        string name, System.Linq.Expressions.Expression<Func<T>> make)
        where T : ActorBase
    {
        var known = Context.Child(name);
        return known.IsNobody()
            ? Context.ActorOf(
                Props.Create(make).WithDispatcher("akka.actor.internal-dispatcher"), name)
            : known;
    }
}

/// <summary>The strategy is null for proxies, which have no say in where shards go.</summary>
internal sealed record StartRegion(ShardRegionSetup Setup, IShardAllocationStrategy Strategy)
    : INoSerializationVerificationNeeded;
