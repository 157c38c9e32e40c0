using System.Reflection;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Event;
using Akka.Serialization;

namespace Akka.Remote;

/// <summary>
/// The local provider, with addresses of other systems on top. Actors of this system keep the
/// short address akka://name; only what leaves it carries the one that others know.
/// </summary>
public class RemoteActorRefProvider : IRemoteActorRefProvider
{
    private const string DefaultResource = "Akka.Remote.Configuration.Remote.conf";

    private readonly LocalActorRefProvider _local;
    private readonly EventStream _eventStream;
    private readonly OwnAddress _own;
    private Remoting _remoting;
    private Information _information;

    public RemoteActorRefProvider(string systemName, Settings settings, EventStream eventStream)
    {
        settings.InjectTopLevelFallback(ConfigurationFactory.FromResource(
            DefaultResource, Assembly.GetExecutingAssembly()));
        RemoteSettings = new RemoteSettings(settings.Config);
        _eventStream = eventStream;
        _local = new LocalActorRefProvider(systemName, settings, eventStream);
        _own = new OwnAddress(systemName, RemoteSettings.Socket);
        // What says "answer to nobody" may travel, and then what comes back is to be swallowed.
        _local.RegisterExtraName("ignore", (IInternalActorRef)_local.IgnoreRef);
    }

    public RemoteSettings RemoteSettings { get; }

    public RemoteTransport Transport => _remoting;

    public Address DefaultAddress => _own.Address;

    public ActorPath RootPath => _local.RootPath;

    public Settings Settings => _local.Settings;

    public Deployer Deployer => _local.Deployer;

    public IActorRef DeadLetters => _local.DeadLetters;

    public IActorRef IgnoreRef => _local.IgnoreRef;

    public IInternalActorRef RootGuardian => _local.RootGuardian;

    public LocalActorRef Guardian => _local.Guardian;

    public LocalActorRef SystemGuardian => _local.SystemGuardian;

    public IInternalActorRef TempContainer => _local.TempContainer;

    public Task TerminationTask => _local.TerminationTask;

    public Information SerializationInformation =>
        _information ??= new Information(DefaultAddress, _remoting.System);

    internal LocalActorRefProvider Local => _local;

    internal Remoting Remoting => _remoting;

    public virtual void Init(ActorSystemImpl system)
    {
        _remoting = new Remoting(system, this);
        _local.Init(system);
        _remoting.Start();
        system.SystemActorOf(
            Props.Create(() => new RemotingTerminator(_remoting)), "remoting-terminator");
        system.RegisterOnTermination(() =>
        {
            _remoting.Stop();
            _own.Dispose();
        });
    }

    public IInternalActorRef ActorOf(
        ActorSystemImpl system,
        Props props,
        IInternalActorRef supervisor,
        ActorPath path,
        bool systemService,
        Deploy deploy,
        bool lookupDeploy,
        bool async)
    {
        if (props.Deploy.Scope is RemoteScope scope && HasAddress(scope.Address))
        {
            props = props.WithDeploy(Deploy.Local);
        }

        return _local.ActorOf(
            system, props, supervisor, path, systemService, deploy, lookupDeploy, async);
    }

    public bool HasAddress(Address address) =>
        address == _local.RootPath.Address || address == DefaultAddress;

    public IActorRef RootGuardianAt(Address address) =>
        HasAddress(address)
            ? RootGuardian
            : CreateRemoteRef(new RootActorPath(address), DefaultAddress);

    public IActorRef ResolveActorRef(string path) => InternalResolveActorRef(path);

    public IActorRef InternalResolveActorRef(string path)
    {
        if (ActorPath.TryParse(path, out var actorPath))
        {
            return ResolveActorRef(actorPath);
        }

        _local.Log.Debug("Resolve of unknown path [{0}] failed. Invalid format.", path);
        return DeadLetters;
    }

    public IActorRef ResolveActorRef(ActorPath actorPath)
    {
        if (HasAddress(actorPath.Address))
        {
            return actorPath.Depth == 0
                ? RootGuardian
                : _local.ResolveActorRef(actorPath.Elements, actorPath.Uid);
        }

        return actorPath.Equals(IgnoreRef.Path) ? IgnoreRef
            : actorPath.Address.HasLocalScope ? _local.ResolveActorRef(actorPath)
            : CreateRemoteRef(actorPath, DefaultAddress);
    }

    public Address GetExternalAddressFor(Address address) =>
        HasAddress(address) ? _local.RootPath.Address
        : address.HasGlobalScope && address.Protocol == DefaultAddress.Protocol ? DefaultAddress
        : null;

    public void Quarantine(Address address, int? uid) => _remoting.Quarantine(address, uid);

    public ActorPath TempPath() => _local.TempPath();

    public void RegisterTempActor(IInternalActorRef actorRef, ActorPath path) =>
        _local.RegisterTempActor(actorRef, path);

    public void UnregisterTempActor(ActorPath path) => _local.UnregisterTempActor(path);

    public FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs) =>
        new(tcs, null, this);

    /// <summary>A path of this system that the wire has named, without the address.</summary>
    internal IInternalActorRef ResolveOwn(string path)
    {
        var parsed = _local.RootPath / path.Split('/');
        return parsed.Depth == 0
            ? RootGuardian
            : _local.ResolveActorRef(parsed.Elements, parsed.Uid);
    }

    internal void PublishDeadLetter(object message, IActorRef sender, IActorRef recipient) =>
        _eventStream.Publish(message is IDeadLetterSuppression suppressed
            ? new SuppressedDeadLetter(suppressed, sender ?? DeadLetters, recipient)
            : new DeadLetter(message, sender ?? DeadLetters, recipient));

    protected virtual IInternalActorRef CreateRemoteRef(
        ActorPath actorPath, Address localAddress) =>
        new RemoteActorRef(
            _remoting, localAddress, actorPath, ActorRefs.Nobody, Props.None, Deploy.None);
}
