using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Membership;

/// <summary>
/// /system/cluster: translates messages into calls of the table, and its actions into messages.
/// Until it is told whom to join it has no table; then it is the seed's or a worker's for good.
/// </summary>
internal sealed partial class ClusterDaemon : UntypedActor, IWithTimers
{
    private readonly Cluster _cluster;
    private readonly ClusterActorRefProvider _provider;
    private readonly Subscribers _subscribers = new();
    private readonly List<Action> _onUp = [];
    private SeedTable _seed;
    private WorkerTable _worker;
    private bool _ended;

    public ClusterDaemon(Cluster cluster, ClusterActorRefProvider provider)
    {
        _cluster = cluster;
        _provider = provider;
    }

    public ITimerScheduler Timers { get; set; }

    private ILoggingAdapter Log { get; } = Context.GetLogger();

    private UniqueAddress Me => _cluster.SelfUniqueAddress;

    private MemberView View => _seed?.View ?? _worker?.View;

    private TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(SessionEvent));
        foreach (var seed in _cluster.Settings.SeedNodes)
        {
            Join(seed);
        }
    }

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        if (!_ended)
        {
            Leave();
        }

        _cluster.End();
    }

    protected override void OnReceive(object message)
    {
        if (message is SessionEvent happened)
        {
            message = SessionSignals.Of(happened);
            if (message is null)
            {
                return;
            }
        }

        if (!Commanded(message) && !(_seed is null ? AsWorker(message) : AsSeed(message)))
        {
            Unhandled(message);
        }
    }

    /// <summary>What this node's own code asks for.</summary>
    private bool Commanded(object message)
    {
        switch (message)
        {
            case ClusterCommands.Subscribe subscribe:
                Subscribe(subscribe);
                return true;
            case ClusterCommands.Unsubscribe unsubscribe:
                Unsubscribe(unsubscribe.Subscriber, unsubscribe.To);
                return true;
            case Terminated gone:
                _subscribers.Remove(gone.ActorRef, null);
                return true;
            case ClusterCommands.SendState send:
                send.Receiver.Tell(_cluster.State);
                return true;
            case ClusterCommands.OnUp up when _cluster.IsUp:
                _cluster.Call(up.Callback);
                return true;
            case ClusterCommands.OnUp up:
                _onUp.Add(up.Callback);
                return true;
            case ClusterCommands.JoinTo join:
                Join(join.Address);
                return true;
            case ClusterCommands.Look when !_ended:
                Do(_seed?.Tick(Now) ?? _worker?.Tick(Now) ?? []);
                return true;
            case ClusterCommands.JoinTimedOut:
                GiveUp();
                return true;
            default:
                return false;
        }
    }

    private void Subscribe(ClusterCommands.Subscribe subscribe)
    {
        if (_subscribers.Add(subscribe.Subscriber, subscribe.To))
        {
            Context.Watch(subscribe.Subscriber);
        }

        var state = _cluster.State;
        if (subscribe.Mode is SubscriptionInitialStateMode.InitialStateAsSnapshot)
        {
            subscribe.Subscriber.Tell(state);
            return;
        }

        foreach (var happened in Subscribers.AsEvents(state))
        {
            if (subscribe.To.Any(type => type.IsInstanceOfType(happened)))
            {
                subscribe.Subscriber.Tell(happened);
            }
        }
    }

    private void Unsubscribe(IActorRef subscriber, Type to)
    {
        if (_subscribers.Remove(subscriber, to))
        {
            Context.Unwatch(subscriber);
        }
    }

    private void Join(Address address)
    {
        if (address.System != _cluster.SelfAddress.System)
        {
            Log.Warning(
                "Trying to join member with wrong ActorSystem name, but was ignored, expected "
                + "[{0}] but was [{1}]", _cluster.SelfAddress.System, address.System);
        }
        else if (_ended || _seed is not null || _worker is { IsMember: true }
            || _worker?.Seed == address)
        {
            _cluster.LogInfo("Trying to join [{0}] when already part of a cluster", address);
        }
        else if (address == _cluster.SelfAddress)
        {
            BecomeSeed();
        }
        else
        {
            BecomeWorker(address);
        }
    }

    private void BecomeSeed()
    {
        _worker = null;
        Timers.CancelAll();
        var settings = _cluster.Settings;
        var threshold =
            new JoinThreshold(settings.MinNrOfMembers, settings.MinNrOfMembersOfRole);
        _seed = new SeedTable(Me, settings.Roles, settings.DownAfter, threshold);
        _cluster.LogInfo("is the seed: it decides who is a member");
        Do(_seed.Begin());
    }

    private void BecomeWorker(Address seed)
    {
        var settings = _cluster.Settings;
        _worker = new WorkerTable(Me, seed, settings.DownAfter);
        _provider.Remoting.AllowDial(seed);
        if (settings.RetryUnsuccessfulJoinAfter is not null)
        {
            Timers.StartPeriodicTimer(
                "join", new ClusterCommands.AskAgain(), settings.JoinInterval);
        }

        if (settings.ShutdownAfterUnsuccessfulJoinSeedNodes is { } limit)
        {
            Timers.StartSingleTimer("limit", new ClusterCommands.JoinTimedOut(), limit);
        }

        Do(_worker.AskToJoin());
    }

    private void GiveUp()
    {
        if (_worker is { IsMember: false } && !_ended)
        {
            Log.Warning(
                "Joining of seed-nodes [{0}] was unsuccessful after configured "
                + "shutdown-after-unsuccessful-join-seed-nodes [{1}]. Running "
                + "CoordinatedShutdown.", _worker.Seed,
                _cluster.Settings.ShutdownAfterUnsuccessfulJoinSeedNodes);
            CoordinatedShutdown.Get(Context.System)
                .Run(CoordinatedShutdown.ClusterJoinUnsuccessfulReason.Instance);
        }
    }
}
