using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Wire;
using Akka.Event;
using static Akka.Cluster.ClusterEvent;
using Action = Akka.Cluster.Sharding.ShardTableAction<Akka.Actor.IActorRef>;

namespace Akka.Cluster.Sharding;

/// <summary>
/// On the seed, one per type of entity: /system/sharding/{type}Coordinator. Regions talk to it,
/// ShardTable decides. It has no state that would outlive it: when the seed is gone, all is.
/// </summary>
internal sealed class ShardCoordinatorActor : UntypedActor, IWithTimers
{
    private readonly string _typeName;
    private readonly TuningParameters _tuning;
    private readonly IShardAllocationStrategy _strategy;
    private readonly IActorRef _relay;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ShardTable<IActorRef> _table;
    private readonly HashSet<string> _failing = [];
    private bool _rebalancing;

    public ShardCoordinatorActor(
        string typeName,
        TuningParameters tuning,
        IShardAllocationStrategy strategy,
        IActorRef relay)
    {
        _typeName = typeName;
        _tuning = tuning;
        _strategy = strategy;
        _relay = relay;
        _table = new ShardTable<IActorRef>(tuning.HandOffTimeout, tuning.RetryInterval);
    }

    public ITimerScheduler Timers { get; set; }

    private TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    protected override void PreStart()
    {
        (_strategy as IStartableAllocationStrategy)?.Start();
        (_strategy as IActorSystemDependentAllocationStrategy)?.Start(Context.System);
        _cluster.Subscribe(
            Self, SubscriptionInitialStateMode.InitialStateAsEvents, typeof(MemberRemoved));
        Timers.StartPeriodicTimer("rebalance", LookForMoves.Instance, _tuning.RebalanceInterval);
    }

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Register register:
                Register(register);
                break;
            case Terminated gone:
                Do(_table.Gone(gone.ActorRef));
                break;
            case MemberRemoved removed:
                NodeGone(removed.Member.Address);
                break;
            case Allocated allocated:
                TakeAllocation(allocated);
                break;
            case LookForMoves:
                LookForShardsToMove();
                break;
            case Moves moves:
                TakeMoves(moves);
                break;
            case Look:
                Do(_table.Tick(Now));
                break;
            case IWireMessage when _table.Knows(Sender):
                FromRegion(message);
                break;
            case IWireMessage:
                // Of a region that is gone, or has yet to come: it will register and ask again.
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void FromRegion(object message)
    {
        switch (message)
        {
            case GetHome ask:
                Do(_table.GetHome(Sender, ask.Shard));
                break;
            case BeginHandOffAck ack:
                Do(_table.HandOffBegun(Sender, ack.Shard));
                break;
            case ShardStopped stopped:
                Do(_table.Stopped(Sender, stopped.Shard));
                break;
            case LeaveRegion:
                Do(_table.Leave(Sender, Now));
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>Only members: a node that was taken out has nothing to host any more.</summary>
    private void Register(Register register)
    {
        if (!IsMember(Sender.Path.Address))
        {
            _log.Debug("{0}: region {1} is on no member", _typeName, Sender);
            return;
        }

        if (!_table.Knows(Sender))
        {
            Context.Watch(Sender);
        }

        Sender.Tell(new Registered(_relay), Self);
        Do(_table.Register(Sender, register.HostsShards));
    }

    private bool IsMember(Address address) =>
        address.HasLocalScope || _cluster.State.Members.Any(member => member.Address == address);

    private void NodeGone(Address address)
    {
        foreach (var region in _table.Known.Where(one => one.Path.Address == address).ToList())
        {
            Context.Unwatch(region);
            Do(_table.Gone(region));
        }
    }

    private void Do(IReadOnlyList<Action> actions)
    {
        foreach (var action in actions)
        {
            Do(action);
        }

        if (_table.NextTick is { } due)
        {
            var wait = due - Now;
            Timers.StartSingleTimer(
                "look", Look.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        }
    }

    private void Do(Action action)
    {
        switch (action)
        {
            case Action.TellHome home:
                home.To.Tell(new HomeIs(home.Shard, home.Home), Self);
                break;
            case Action.TellHost host:
                host.To.Tell(new HostShard(host.Shard), Self);
                break;
            case Action.TellBeginHandOff begin:
                begin.To.Tell(new BeginHandOff(begin.Shard), Self);
                break;
            case Action.TellHandOff handOff:
                handOff.To.Tell(new HandOff(handOff.Shard), Self);
                break;
            case Action.TellLeft left:
                left.To.Tell(new RegionLeft(), Self);
                break;
            case Action.Allocate allocate:
                Allocate(allocate);
                break;
        }
    }

    private void Allocate(Action.Allocate allocate)
    {
        var (shard, number) = (allocate.Shard, allocate.Attempt);
        var asked =
            Ask(() => _strategy.AllocateShard(allocate.Requester, shard, _table.Allocations));
        if (asked.IsCompletedSuccessfully)
        {
            // At once, so that the next shard is placed in the knowledge of this one.
            TakeAllocation(new Allocated(shard, number, asked.Result, null));
            return;
        }

        asked.PipeTo(
            Self, Self,
            region => new Allocated(shard, number, region, null),
            cause => new Allocated(shard, number, null, cause));
    }

    private void TakeAllocation(Allocated allocated)
    {
        var taken = _table.Allocated(
            allocated.Shard, allocated.Attempt, allocated.Region, Now, out var actions);
        if (taken)
        {
            _failing.Remove(allocated.Shard);
        }
        else if (_failing.Add(allocated.Shard))
        {
            // Once for each shard: it goes on until there is a node that can take it.
            _log.Warning(
                "{0}: shard [{1}] could not be allocated, tried again every {2}: {3}", _typeName,
                allocated.Shard, _tuning.RetryInterval,
                allocated.Cause is { } cause ? cause.GetBaseException().Message
                    : $"[{allocated.Region}] is none of the regions");
        }

        Do(actions);
    }

    private void LookForShardsToMove()
    {
        var current = _table.Allocations;
        if (!_rebalancing && current.Count > 0)
        {
            _rebalancing = true;
            Ask(() => _strategy.Rebalance(current, _table.Moving)).PipeTo(
                Self, Self, shards => new Moves(shards, null), cause => new Moves(null, cause));
        }
    }

    private void TakeMoves(Moves moves)
    {
        _rebalancing = false;
        if (moves.Cause is not null)
        {
            _log.Warning("{0}: looking for shards to move failed: {1}", _typeName,
                moves.Cause.GetBaseException().Message);
        }
        else if (moves.Shards is { Count: > 0 })
        {
            _log.Info("{0}: shards to move: [{1}]", _typeName, string.Join(", ", moves.Shards));
            Do(_table.Rebalance(moves.Shards, Now));
        }
    }

    /// <summary>A strategy that throws has failed like one whose task has.</summary>
    private static async Task<T> Ask<T>(Func<Task<T>> ask) =>
        await ask().ConfigureAwait(false);

    private sealed record Allocated(
        string Shard, long Attempt, IActorRef Region, Exception Cause);

    private sealed record Moves(IImmutableSet<string> Shards, Exception Cause);

    private sealed class Look
    {
        public static readonly Look Instance = new();
    }

    private sealed class LookForMoves
    {
        public static readonly LookForMoves Instance = new();
    }
}
