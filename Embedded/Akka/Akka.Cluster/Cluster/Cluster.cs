using System.Collections.Immutable;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Cluster.Membership;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster;

/// <summary>
/// This node's membership. A star: the seed decides, all others follow it; ClusterDaemon does the
/// work, this is what other code sees of it.
/// </summary>
public partial class Cluster : IExtension
{
    private readonly ILoggingAdapter _log;
    private readonly TaskCompletionSource _exiting =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _ended =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile CurrentClusterState _state = new();
    private volatile Member _selfMember;
    private int _terminated;

    internal Cluster(ActorSystemImpl system)
    {
        System = system;
        if (system.Provider is not ClusterActorRefProvider provider)
        {
            throw new ConfigurationException(
                $"ActorSystem {system} needs akka.actor.provider = cluster, currently uses "
                + $"{system.Provider.GetType().FullName}");
        }

        Settings = new ClusterSettings(system.Settings.Config, system.Name);
        SelfUniqueAddress = new UniqueAddress(
            provider.Transport.DefaultAddress, AddressUidExtension.Uid(system));
        _log = Logging.GetLogger(system, "Cluster");
        _selfMember = Nobody();
        Daemon = system.SystemActorOf(
            Actor.Props.Create(() => new ClusterDaemon(this, provider)), "cluster");
        ClusterShutdownTasks.AddTo(CoordinatedShutdown.Get(system), this);
    }

    public ClusterSettings Settings { get; }

    public UniqueAddress SelfUniqueAddress { get; }

    public ExtendedActorSystem System { get; }

    public Address SelfAddress => SelfUniqueAddress.Address;

    public ImmutableHashSet<string> SelfRoles => Settings.Roles;

    public CurrentClusterState State => _state;

    public Member SelfMember => _selfMember;

    public bool IsTerminated => Volatile.Read(ref _terminated) != 0;

    public bool IsUp => SelfMember.Status is MemberStatus.Up;

    internal IActorRef Daemon { get; }

    /// <summary>Ends when this node may leave: its status is exiting, or it is out.</summary>
    internal Task Exiting => _exiting.Task;

    internal Task Ended => _ended.Task;

    /// <summary>Whether this node is the one that decides; false until it has joined itself.
    /// </summary>
    internal bool IsSeed => _state.Leader == SelfAddress;

    public static Cluster Get(ActorSystem system) =>
        system.WithExtension<Cluster, ClusterExtension>();

    public void Subscribe(IActorRef subscriber, params Type[] to) =>
        Subscribe(subscriber, SubscriptionInitialStateMode.InitialStateAsSnapshot, to);

    public void Subscribe(
        IActorRef subscriber, SubscriptionInitialStateMode initialStateMode, params Type[] to)
    {
        if (to.Length == 0)
        {
            throw new ArgumentException(
                "At least one `IClusterDomainEvent` class is required", nameof(to));
        }

        if (!to.All(type => typeof(IClusterDomainEvent).IsAssignableFrom(type)))
        {
            throw new ArgumentException(
                "Subscribe to `IClusterDomainEvent` or subclasses, was "
                + $"[{string.Join(", ", to.Select(type => type.Name))}]", nameof(to));
        }

        Daemon.Tell(new ClusterCommands.Subscribe(subscriber, initialStateMode, to));
    }

    public void Unsubscribe(IActorRef subscriber) => Unsubscribe(subscriber, null);

    public void Unsubscribe(IActorRef subscriber, Type to) =>
        Daemon.Tell(new ClusterCommands.Unsubscribe(subscriber, to));

    public void SendCurrentClusterState(IActorRef receiver) =>
        Daemon.Tell(new ClusterCommands.SendState(receiver));

    /// <summary>With its own address a node becomes the seed.</summary>
    public void Join(Address address) =>
        Daemon.Tell(new ClusterCommands.JoinTo(FillLocal(address)));

    public Task JoinAsync(Address address, CancellationToken token = default) =>
        WhenUp(() => Join(address), $"address: {address}", token);

    public void JoinSeedNodes(IEnumerable<Address> seedNodes)
    {
        var nodes = seedNodes.Select(FillLocal).ToList();
        ClusterSettings.RefuseSeveral(nodes);
        nodes.ForEach(Join);
    }

    public Task JoinSeedNodesAsync(
        IEnumerable<Address> seedNodes, CancellationToken token = default)
    {
        var nodes = seedNodes.ToList();
        var text = string.Join(",", nodes);
        return WhenUp(() => JoinSeedNodes(nodes), $"addresses: [{text}]", token);
    }

    public void Leave(Address address)
    {
        if (FillLocal(address) == SelfAddress)
        {
            LeaveAsync();
        }
        else
        {
            Daemon.Tell(new ClusterCommands.LeaveTo(address));
        }
    }

    /// <summary>Ends when this node is out.</summary>
    public Task LeaveAsync()
    {
        Daemon.Tell(new ClusterCommands.LeaveTo(SelfAddress));
        return Ended;
    }

    public Task LeaveAsync(CancellationToken cancellationToken) =>
        LeaveAsync().WaitAsync(cancellationToken);

    public void Down(Address address) =>
        Daemon.Tell(new ClusterCommands.DownTo(FillLocal(address)));

    public void RegisterOnMemberUp(Action callback)
    {
        if (IsUp)
        {
            callback();
        }
        else
        {
            Daemon.Tell(new ClusterCommands.OnUp(callback));
        }
    }

    public void RegisterOnMemberRemoved(Action callback)
    {
        if (IsTerminated)
        {
            callback();
        }
        else
        {
            Ended.ContinueWith(_ => Call(callback), TaskScheduler.Default);
        }
    }

    /// <summary>The path under which other nodes find an actor of this one.</summary>
    public ActorPath RemotePathOf(IActorRef actorRef)
    {
        var path = actorRef.Path;
        return path.Address.HasGlobalScope
            ? path
            : (new RootActorPath(SelfAddress) / path.Elements).WithUid(path.Uid);
    }
}
