using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>
/// Stands for the singleton wherever it runs: finds it by its path on the leader, keeps messages
/// until then, and looks anew when it is lost.
/// </summary>
public sealed class ClusterSingletonProxy : UntypedActor, IWithTimers
{
    private readonly ClusterSingletonProxySettings _settings;
    private readonly string[] _singletonPath;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Queue<(object Message, IActorRef Sender)> _kept = [];
    private Address _leader;
    private IActorRef _singleton;
    private int _identifyId;

    public ClusterSingletonProxy(
        string singletonManagerPath, ClusterSingletonProxySettings settings)
    {
        _settings = settings;
        _singletonPath =
            [.. (singletonManagerPath + "/" + settings.SingletonName)
                .Split('/', StringSplitOptions.RemoveEmptyEntries)];
    }

    ITimerScheduler IWithTimers.Timers { get; set; }

    public static Props Props(
        string singletonManagerPath, ClusterSingletonProxySettings settings) =>
        Actor.Props
            .Create(() => new ClusterSingletonProxy(singletonManagerPath, settings))
            .WithDispatcher("akka.actor.internal-dispatcher")
            .WithDeploy(Deploy.Local);

    public static Config DefaultConfig() => ClusterActorRefProvider.Defaults();

    private ITimerScheduler Timers => ((IWithTimers)this).Timers;

    private string IdentifyId => _identifyId.ToString(CultureInfo.InvariantCulture);

    protected override void PreStart() =>
        _cluster.Subscribe(
            Self, SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(LeaderChanged), typeof(MemberUp), typeof(MemberRemoved));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case MemberUp or LeaderChanged:
                Look();
                break;
            case MemberRemoved gone:
                Removed(gone.Member);
                break;
            case TryToFind:
                Identify();
                break;
            case ActorIdentity identity when IsAnswer(identity):
                Found(identity.Subject);
                break;
            case ActorIdentity:
                break;
            case Terminated gone:
                Lost(gone.ActorRef);
                break;
            default:
                Forward(message);
                break;
        }
    }

    /// <summary>The seed hosts it, as soon as it is up and if it has the role.</summary>
    private void Look()
    {
        var state = _cluster.State;
        var seed = state.Members.FirstOrDefault(
            member => member.Address == state.Leader && member.Status is MemberStatus.Up
                && (_settings.Role is not { } role || member.HasRole(role)));
        if (seed is not null && seed.Address != _leader)
        {
            _leader = seed.Address;
            LookAgain();
        }
    }

    private void LookAgain()
    {
        _singleton = null;
        _identifyId++;
        Timers.StartPeriodicTimer(
            "find", TryToFind.Instance, TimeSpan.Zero, _settings.SingletonIdentificationInterval);
    }

    private void Identify()
    {
        var path = new RootActorPath(_leader) / _singletonPath;
        var provider = ((ExtendedActorSystem)Context.System).Provider;
        provider.ResolveActorRef(path).Tell(new Identify(IdentifyId), Self);
    }

    private bool IsAnswer(ActorIdentity identity) =>
        identity.MessageId is string id && id == IdentifyId
        && !identity.Subject.IsNobody();

    private void Found(IActorRef singleton)
    {
        if (singleton.Equals(_singleton))
        {
            return;
        }

        _log.Info("Singleton identified at [{0}]", singleton.Path);
        _singleton = Context.Watch(singleton);
        Timers.Cancel("find");
        while (_kept.TryDequeue(out var kept))
        {
            _singleton.Tell(kept.Message, kept.Sender);
        }
    }

    private void Lost(IActorRef singleton)
    {
        if (singleton.Equals(_singleton) && _leader is not null)
        {
            LookAgain();
        }
    }

    private void Removed(Member member)
    {
        if (member.Address == _leader)
        {
            _leader = null;
            _singleton = null;
            Timers.Cancel("find");
        }
    }

    private void Forward(object message)
    {
        if (_singleton is not null)
        {
            _singleton.Forward(message);
        }
        else if (_settings.BufferSize == 0)
        {
            _log.Debug("Singleton not available and buffering is disabled, dropping message");
        }
        else
        {
            Keep(message);
        }
    }

    private void Keep(object message)
    {
        if (_kept.Count == _settings.BufferSize)
        {
            var (oldest, sender) = _kept.Dequeue();
            _log.Warning("Singleton not available, buffer is full, dropping first message [{0}]",
                oldest.GetType());
            Context.System.DeadLetters.Tell(oldest, sender);
        }

        _kept.Enqueue((message, Sender));
    }

    private sealed class TryToFind
    {
        public static readonly TryToFind Instance = new();
    }
}
