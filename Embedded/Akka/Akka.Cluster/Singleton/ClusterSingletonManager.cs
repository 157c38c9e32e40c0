using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>
/// Started on every node that might host the singleton; it does on the seed, where the singleton is
/// this actor's child, and idles on all others. When the seed shuts down the singleton gets the
/// termination message and has ended before the node leaves.
/// </summary>
public sealed class ClusterSingletonManager : UntypedActor
{
    private readonly Props _singletonProps;
    private readonly object _terminationMessage;
    private readonly ClusterSingletonManagerSettings _settings;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly TaskCompletionSource _handedOver =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private IActorRef _singleton;
    private bool _started;
    private bool _stopping;

    public ClusterSingletonManager(
        Props singletonProps, object terminationMessage, ClusterSingletonManagerSettings settings)
    {
        _singletonProps = singletonProps;
        _terminationMessage = terminationMessage;
        _settings = settings;
        RefuseOtherRole();
    }

    public static Props Props(
        Props singletonProps, ClusterSingletonManagerSettings settings) =>
        Props(singletonProps, PoisonPill.Instance, settings);

    public static Props Props(
        Props singletonProps, object terminationMessage, ClusterSingletonManagerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(singletonProps);
        ArgumentNullException.ThrowIfNull(terminationMessage);
        ArgumentNullException.ThrowIfNull(settings);
        return Actor.Props
            .Create(() => new ClusterSingletonManager(
                singletonProps, terminationMessage, settings))
            .WithDispatcher("akka.actor.internal-dispatcher")
            .WithDeploy(Deploy.Local);
    }

    public static Config DefaultConfig() => ClusterActorRefProvider.Defaults();

    protected override void PreStart()
    {
        var self = Self;
        _cluster.Subscribe(
            self, SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(MemberUp), typeof(MemberRemoved));
        CoordinatedShutdown.Get(Context.System).AddTask(
            CoordinatedShutdown.PhaseClusterExiting, $"singleton-exiting-{self.Path}", () =>
            {
                self.Tell(HandOver.Instance);
                return Done();
            });
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        _handedOver.TrySetResult();
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case MemberUp up when up.Member.UniqueAddress == _cluster.SelfUniqueAddress:
                Begin();
                break;
            case MemberRemoved gone
                when gone.Member.UniqueAddress == _cluster.SelfUniqueAddress:
                End();
                break;
            case MemberUp or MemberRemoved:
                break;
            case HandOver:
                End();
                break;
            case Terminated gone when gone.ActorRef.Equals(_singleton):
                Ended();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private async Task<Done> Done()
    {
        await _handedOver.Task.ConfigureAwait(false);
        return Akka.Done.Instance;
    }

    private void Begin()
    {
        var hosts = _settings.Role is not { } role || _cluster.SelfRoles.Contains(role);
        if (_started || _stopping || !hosts || !_cluster.IsSeed)
        {
            return;
        }

        _started = true;
        _log.Info("Singleton manager starting singleton actor [{0}/{1}]",
            Self.Path, _settings.SingletonName);
        _singleton = Context.Watch(
            Context.ActorOf(_singletonProps, _settings.SingletonName));
    }

    private void End()
    {
        _stopping = true;
        if (_singleton is null)
        {
            Context.Stop(Self);
        }
        else
        {
            _log.Info("Singleton actor [{0}] is to hand over", _singleton.Path);
            _singleton.Tell(_terminationMessage);
        }
    }

    /// <summary>One that stops by itself is not started again, as in Akka.NET.</summary>
    private void Ended()
    {
        _log.Info("Singleton actor [{0}] was terminated", _singleton.Path);
        _singleton = null;
        if (_stopping)
        {
            Context.Stop(Self);
        }
    }

    /// <summary>Where only other nodes than the seed may host it there would be none, ever.
    /// </summary>
    private void RefuseOtherRole()
    {
        var seed = _cluster.Settings.SeedNodes.FirstOrDefault();
        if (seed == _cluster.SelfAddress && _settings.Role is { } role
            && !_cluster.SelfRoles.Contains(role))
        {
            throw new ConfigurationException(
                $"singleton [{_settings.SingletonName}] with role [{role}]: the embedded engine "
                + "hosts singletons on the seed, which has the roles "
                + $"[{string.Join(", ", _cluster.SelfRoles)}]; give the seed that role, or build "
                + "with -p:Engine=Packages");
        }
    }

    private sealed class HandOver
    {
        public static readonly HandOver Instance = new();
    }
}
