using Akka.Actor;
using Akka.Cluster.Wire;
using Akka.Event;
using static Akka.Cluster.ClusterEvent;
using Action =
    Akka.Cluster.Sharding.RegionAction<Akka.Actor.IActorRef, Akka.Cluster.Sharding.ShardItem>;

namespace Akka.Cluster.Sharding;

/// <summary>
/// /system/sharding/{type}: what a node's code sends messages to entities through, and the parent
/// of the shards that are here. RegionTable decides; this tells the coordinator and the shards.
/// </summary>
internal sealed partial class ShardRegionActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan FirstRegistration = TimeSpan.FromMilliseconds(100);

    private readonly ShardRegionSetup _setup;
    private readonly EnvelopeExtractor _extractor;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly RegionTable<IActorRef, ShardItem> _table;
    private readonly Dictionary<string, IActorRef> _shards = [];
    private readonly Dictionary<string, IReadOnlyList<ShardItem>> _ended = [];
    private readonly HashSet<IActorRef> _watched = [];
    private readonly TaskCompletionSource _stopped =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private IActorRef _coordinator;
    private IActorRef _relay;
    private TimeSpan _nextRegistration = FirstRegistration;
    private bool _leaving;

    public ShardRegionActor(ShardRegionSetup setup)
    {
        _setup = setup;
        _extractor = new EnvelopeExtractor(setup.Extractor);
        _table = new RegionTable<IActorRef, ShardItem>(
            Self, setup.Settings.TuningParameters.BufferSize);
    }

    public ITimerScheduler Timers { get; set; }

    private bool IsProxy => _setup.EntityProps is null;

    protected override void PreStart()
    {
        _cluster.Subscribe(
            Self, SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(MemberUp), typeof(MemberRemoved));
        Timers.StartPeriodicTimer(
            "again", Again.Instance, _setup.Settings.TuningParameters.RetryInterval);
        var self = Self;
        CoordinatedShutdown.Get(Context.System).AddTask(
            CoordinatedShutdown.PhaseClusterShardingShutdownRegion,
            $"region-shutdown-{_setup.TypeName}", () => Shutdown(self));
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        foreach (var item in _table.Drain())
        {
            Context.System.DeadLetters.Tell(item.Message, item.Sender);
        }

        _stopped.TrySetResult();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IWireMessage:
                FromCoordinator(message);
                break;
            case MemberUp up when up.Member.UniqueAddress == _cluster.SelfUniqueAddress:
                Register();
                break;
            case MemberUp:
                break;
            case MemberRemoved removed
                when removed.Member.UniqueAddress == _cluster.SelfUniqueAddress:
                // Its entities may run elsewhere from now on.
                Context.Stop(Self);
                break;
            case MemberRemoved removed:
                NodeGone(removed.Member.Address);
                break;
            case RegisterNow:
                Register();
                break;
            case Again:
                RetryAll();
                break;
            case ShardEnded ended:
                _ended[ended.Shard] = ended.Left;
                break;
            case Terminated gone:
                Gone(gone.ActorRef);
                break;
            case GracefulShutdown:
                Leave();
                break;
            case GetShardRegionState:
                TellState(Sender);
                break;
            case IShardRegionQuery or IShardRegionCommand:
                _log.Error(
                    "{0}: the embedded engine's regions do not know {1}; build with "
                    + "-p:Engine=Packages", _setup.TypeName, message.GetType());
                Unhandled(message);
                break;
            default:
                Deliver(message);
                break;
        }
    }

    private void FromCoordinator(object message)
    {
        switch (message)
        {
            case Registered registered:
                _coordinator = Sender;
                _relay = registered.Relay;
                Timers.Cancel("register");
                RetryAll();
                break;
            case HomeIs home:
                Follow(home.Region);
                Do(_table.HomeIs(home.Shard, home.Region));
                break;
            case HostShard host:
                Do(_table.HomeIs(host.Shard, Self));
                break;
            case BeginHandOff begin:
                Do(_table.BeginHandOff(begin.Shard));
                break;
            case HandOff handOff:
                Do(_table.HandOff(handOff.Shard));
                break;
            case RegionLeft when _leaving:
                Context.Stop(Self);
                break;
        }
    }

    private void Deliver(object message)
    {
        var entity = _extractor.EntityId(message);
        if (string.IsNullOrEmpty(entity))
        {
            _log.Warning(
                "{0}: message {1} names no entity, dropped", _setup.TypeName, message.GetType());
            Unhandled(message);
            return;
        }

        var shard = _extractor.ShardId(entity, message);
        if (string.IsNullOrEmpty(shard))
        {
            _log.Warning(
                "{0}: message {1} names no shard, dropped", _setup.TypeName, message.GetType());
            Unhandled(message);
            return;
        }

        Do(_table.Deliver(shard, new ShardItem(message, Sender)));
    }

    private void Do(IReadOnlyList<Action> actions)
    {
        foreach (var action in actions)
        {
            Do(action);
        }
    }

    private void Do(Action action)
    {
        switch (action)
        {
            case Action.ToShard { Item: var item } to:
                Shard(to.Shard).Tell(item.Message, item.Sender);
                break;
            case Action.ToRegion { Item: var item } to:
                Target(to.Region).Tell(item.Message, item.Sender);
                break;
            case Action.AskHome ask:
                _coordinator?.Tell(new GetHome(ask.Shard), Self);
                break;
            case Action.StopShard stop:
                Stop(stop.Shard);
                break;
            case Action.TellBegun begun:
                _coordinator?.Tell(new BeginHandOffAck(begun.Shard), Self);
                break;
            case Action.TellStopped stopped:
                _coordinator?.Tell(new ShardStopped(stopped.Shard), Self);
                break;
            case Action.Drop { Item: var item }:
                _log.Warning("{0}: buffer is full, dropping message {1}", _setup.TypeName,
                    item.Message.GetType());
                Context.System.DeadLetters.Tell(item.Message, item.Sender);
                break;
            case Action.Stop:
                Context.Stop(Self);
                break;
        }
    }

    private sealed class RegisterNow
    {
        public static readonly RegisterNow Instance = new();
    }

    private sealed class Again
    {
        public static readonly Again Instance = new();
    }
}

/// <summary>What a region needs to know; without entityProps it is a proxy.</summary>
internal sealed record ShardRegionSetup(
    string TypeName,
    Func<string, Props> EntityProps,
    ClusterShardingSettings Settings,
    IMessageExtractor Extractor,
    object StopMessage)
{
    public string CoordinatorName => Uri.EscapeDataString(TypeName) + "Coordinator";

    public string RegionName =>
        Uri.EscapeDataString(TypeName) + (EntityProps is null ? "Proxy" : "");
}
