using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Akka.Serialization;
using Akka.Util;

namespace Akka.Actor;

public sealed class LocalActorRefProvider : IActorRefProvider
{
    private readonly Dictionary<string, IInternalActorRef> _extraNames = [];
    private readonly TaskCompletionSource _termination =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly RootActorPath _rootPath;
    private readonly ActorPath _tempPath;
    private readonly IInternalActorRef _deadLetters;
    private readonly SupervisorStrategyConfigurator _userStrategy;
    private ActorSystemImpl _system;
    private VirtualPathContainer _tempContainer;
    private LocalActorRef _rootGuardian;
    private long _tempNumber;
    private Information _information;

    public LocalActorRefProvider(string systemName, Settings settings, EventStream eventStream)
        : this(systemName, settings, eventStream, null, null)
    {
    }

    public LocalActorRefProvider(
        string systemName,
        Settings settings,
        EventStream eventStream,
        Deployer deployer,
        Func<ActorPath, IInternalActorRef> deadLettersFactory)
    {
        Settings = settings;
        EventStream = eventStream;
        Deployer = deployer ?? new Deployer(settings);
        _rootPath = new RootActorPath(new Address("akka", systemName));
        _tempPath = _rootPath / "temp";
        Log = Logging.GetLogger(eventStream, $"LocalActorRefProvider({_rootPath.Address})");
        deadLettersFactory ??= path => new DeadLetterActorRef(this, path, eventStream);
        _deadLetters = deadLettersFactory(_rootPath / "deadLetters");
        IgnoreRef = new IgnoreActorRef(this);
        _userStrategy =
            SupervisorStrategyConfigurator.CreateConfigurator(settings.SupervisorStrategyClass);
    }

    public IActorRef DeadLetters => _deadLetters;

    public IActorRef IgnoreRef { get; }

    public Deployer Deployer { get; }

    public Settings Settings { get; }

    public EventStream EventStream { get; }

    public ILoggingAdapter Log { get; }

    public ActorPath RootPath => _rootPath;

    public Address DefaultAddress => _rootPath.Address;

    public IInternalActorRef RootGuardian => _rootGuardian;

    public LocalActorRef Guardian { get; private set; }

    public LocalActorRef SystemGuardian { get; private set; }

    public IInternalActorRef TempContainer => _tempContainer;

    public Task TerminationTask => _termination.Task;

    public Information SerializationInformation =>
        _information ??= new Information(_rootPath.Address, _system);

    /// <summary>Builds the tree's top: /, /user, /system and /temp, then the loggers.</summary>
    public void Init(ActorSystemImpl system)
    {
        _system = system;
        var strategy = new OneForOneStrategy(cause =>
        {
            Log.Error(cause, "Guardian failed. Shutting down system");
            return Directive.Stop;
        });
        var supervisor = new RootGuardianSupervisor(_rootPath, this, _termination, Log);
        _rootGuardian = new RootGuardianActorRef(
            system, Props.Create<GuardianActor>(strategy), Dispatcher, Mailbox, supervisor,
            _rootPath, _deadLetters, _extraNames);
        _tempContainer = new VirtualPathContainer(this, _tempPath, _rootGuardian);
        _extraNames["temp"] = _tempContainer;
        var user = Props.Create<GuardianActor>(_userStrategy.Create());
        Guardian = CreateGuardian(user, "user");
        var systemProps = new Props(
            typeof(SystemGuardianActor), SupervisorStrategy.DefaultStrategy, Guardian);
        SystemGuardian = CreateGuardian(systemProps, "system");
        _rootGuardian.Start();
        // Stopping /user stops /system, which stops the root, which ends the actor system.
        SystemGuardian.SendSystemMessage(new Dispatch.SysMsg.Watch(Guardian, SystemGuardian));
        _rootGuardian.SendSystemMessage(
            new Dispatch.SysMsg.Watch(SystemGuardian, _rootGuardian));
        EventStream.StartDefaultLoggers(system);
    }

    public void RegisterExtraName(string name, IInternalActorRef actor) =>
        _extraNames.Add(name, actor);

    public IActorRef RootGuardianAt(Address address) =>
        address == _rootPath.Address ? _rootGuardian : _deadLetters;

    public Address GetExternalAddressFor(Address address) =>
        address == _rootPath.Address ? address : null;

    public ActorPath TempPath() =>
        _tempPath / NameEncoding.Encode(Interlocked.Increment(ref _tempNumber), "$");

    public void RegisterTempActor(IInternalActorRef actorRef, ActorPath path) =>
        _tempContainer.AddChild(path.Name, actorRef);

    public void UnregisterTempActor(ActorPath path) => _tempContainer.RemoveChild(path.Name);

    public FutureActorRef<T> CreateFutureRef<T>(TaskCompletionSource<T> tcs) =>
        new(tcs, null, this);

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
        var configured = lookupDeploy ? Deployer.Lookup(path) : deploy;
        props = configured is null ? props : Deployed(props, configured);
        if (props.Deploy.Scope is RemoteScope)
        {
            throw new ConfigurationException(
                $"{path}: the embedded engine can't start actors on other nodes; "
                + "build with -p:Engine=Packages");
        }

        try
        {
            var dispatcher = props.Deploy.Dispatcher == Deploy.NoDispatcherGiven
                ? system.Dispatchers.DefaultGlobalDispatcher
                : system.Dispatchers.Lookup(props.Dispatcher);
            var mailbox = system.Mailboxes.GetMailboxType(props, dispatcher.Configurator.Config);
            return new LocalActorRef(system, props, dispatcher, mailbox, supervisor, path);
        }
        catch (Exception e)
        {
            throw new ConfigurationException(
                $"Configuration problem while creating [{path}] with dispatcher "
                + $"[{props.Dispatcher}] and mailbox [{props.Mailbox}]: {e.Message}", e);
        }
    }

    public IActorRef ResolveActorRef(string path)
    {
        if (ActorPath.TryParse(path, out var actorPath))
        {
            return ResolveActorRef(actorPath);
        }

        Log.Debug("Resolve of unknown path [{0}] failed. Invalid format.", path);
        return _deadLetters;
    }

    public IActorRef ResolveActorRef(ActorPath path)
    {
        if (path.Address == _rootPath.Address)
        {
            return ResolveActorRef(path.Elements, path.Uid);
        }

        Log.Debug("Resolve of foreign ActorPath [{0}] failed", path);
        return _deadLetters;
    }

    /// <summary>Follows names from the root; with a uid only that incarnation is found.</summary>
    internal IInternalActorRef ResolveActorRef(IReadOnlyList<string> elements, long uid)
    {
        if (elements.Count == 0)
        {
            Log.Debug("Resolve of empty path sequence fails (per definition)");
            return _deadLetters;
        }

        var found = _rootGuardian.GetChild(elements);
        if (!found.IsNobody() && (uid == 0 || found.Path.Uid == 0 || found.Path.Uid == uid))
        {
            return (IInternalActorRef)found;
        }

        var path = (_rootPath / elements).WithUid(uid);
        Log.Debug("Resolve of path sequence [{0}] failed", path);
        return new EmptyLocalActorRef(_system.Provider, path, EventStream);
    }

    private MessageDispatcher Dispatcher => _system.Dispatchers.InternalDispatcher;

    private MailboxType Mailbox => _system.Mailboxes.Lookup(Mailboxes.DefaultMailboxId);

    private static Props Deployed(Props props, Deploy deploy)
    {
        props = deploy.Mailbox == Deploy.NoMailboxGiven ? props
            : props.WithMailbox(deploy.Mailbox);
        props = deploy.Dispatcher == Deploy.NoDispatcherGiven ? props
            : props.WithDispatcher(deploy.Dispatcher);
        return deploy.StashCapacity == Deploy.NoStashSize ? props
            : props.WithStashCapacity(deploy.StashCapacity);
    }

    private LocalActorRef CreateGuardian(Props props, string name)
    {
        var guardian = new LocalActorRef(
            _system, props, Dispatcher, Mailbox, _rootGuardian, _rootPath / name);
        guardian.Cell.ChildrenForAdding();
        _rootGuardian.Cell.Adopt(guardian);
        return guardian;
    }
}
