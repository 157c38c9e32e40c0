using System.Text.RegularExpressions;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor.Internal;

public partial class ActorSystemImpl : ExtendedActorSystem
{
    private readonly TaskCompletionSource _terminated =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Lock _callbacksLock = new();
    private Stack<Action> _callbacks = new();
    private IActorRef _deadLetterListener;

    public ActorSystemImpl(string name)
        : this(name, ConfigurationFactory.Default(), ActorSystemSetup.Empty)
    {
    }

    public ActorSystemImpl(
        string name,
        Config config,
        ActorSystemSetup setup,
        Option<Props>? guardianProps = null)
    {
        if (guardianProps is { HasValue: true })
        {
            throw new NotSupportedException("The embedded engine has no custom user guardian.");
        }

        if (!ValidName().IsMatch(name))
        {
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}], must contain only word characters "
                + "(i.e. [a-zA-Z0-9] plus non-leading '-')", nameof(name));
        }

        ArgumentNullException.ThrowIfNull(config);
        Name = name;
        Settings = new Settings(this, config, setup);
        SerializeMessages = Settings.SerializeAllMessages;
        EventStream = new EventStream(Settings.DebugEventStream);
        EventStream.StartStdoutLogger(Settings);
        Log = new BusLogging(
            EventStream, $"ActorSystem({name})", GetType(), Settings.LogFormatter);
        Scheduler = TypeNames.Create<IScheduler>(
            Settings.SchedulerClass, "akka.scheduler.implementation", Settings.Config, Log);
        try
        {
            Provider = TypeNames.Create<IActorRefProvider>(
                Settings.ProviderClass, "akka.actor.provider", Name, Settings, EventStream);
            Provider.TerminationTask.ContinueWith(_ => EndTermination(), TaskScheduler.Default);
            Serialization = new Akka.Serialization.Serialization(this);
            Mailboxes = new Mailboxes(this);
            Dispatchers = new Dispatchers(
                this,
                new DefaultDispatcherPrerequisites(EventStream, Scheduler, Settings, Mailboxes),
                Log);
        }
        catch
        {
            (Scheduler as IDisposable)?.Dispose();
            throw;
        }
    }

    public override string Name { get; }

    public override Settings Settings { get; }

    public override EventStream EventStream { get; }

    public override ILoggingAdapter Log { get; }

    public override IScheduler Scheduler { get; }

    public override IActorRefProvider Provider { get; }

    public override Akka.Serialization.Serialization Serialization { get; }

    public override Mailboxes Mailboxes { get; }

    public override Dispatchers Dispatchers { get; }

    public override IActorRef DeadLetters => Provider.DeadLetters;

    public override IActorRef IgnoreRef => Provider.IgnoreRef;

    public override IInternalActorRef Guardian => Provider.Guardian;

    public override IInternalActorRef SystemGuardian => Provider.SystemGuardian;

    public override IInternalActorRef LookupRoot => Provider.RootGuardian;

    public override Task WhenTerminated => _terminated.Task;

    internal bool SerializeMessages { get; }

    public void Start()
    {
        try
        {
            Provider.Init(this);
            LoadExtensions();
            if (Settings.LogDeadLetters > 0)
            {
                _deadLetterListener = SystemActorOf<DeadLetterListener>("deadLetterListener");
                // It does so too when it starts; what is lost before then is to be logged as well.
                DeadLetterListener.SubscribeTo(EventStream, _deadLetterListener);
            }

            EventStream.StartUnsubscriber(this);
            if (Settings.LogConfigOnStart)
            {
                Log.Info(Settings.ToString());
            }
        }
        catch
        {
            Abort();
            (Scheduler as IDisposable)?.Dispose();
            throw;
        }
    }

    public override IActorRef ActorOf(Props props, string name = null) =>
        Provider.Guardian.Cell.AttachChild(props, false, name);

    public override IActorRef SystemActorOf(Props props, string name = null) =>
        Provider.SystemGuardian.Cell.AttachChild(props, true, name);

    public override IActorRef SystemActorOf<TActor>(string name = null) =>
        SystemActorOf(Props.Create<TActor>(), name);

    public override ActorSelection ActorSelection(ActorPath actorPath) =>
        ActorRefFactoryShared.ActorSelection(actorPath, this);

    public override ActorSelection ActorSelection(string actorPath) =>
        ActorRefFactoryShared.ActorSelection(actorPath, this, Provider.RootGuardian);

    public override void Stop(IActorRef actor)
    {
        var parent = actor.Path.Parent;
        if (parent == Provider.Guardian.Path)
        {
            Provider.Guardian.Tell(new Dispatch.SysMsg.StopChild(actor));
        }
        else if (parent == Provider.SystemGuardian.Path)
        {
            Provider.SystemGuardian.Tell(new Dispatch.SysMsg.StopChild(actor));
        }
        else
        {
            ((IInternalActorRef)actor).Stop();
        }
    }

    public override Task Terminate() =>
        Settings.CoordinatedShutdownRunByActorSystemTerminate
            ? CoordinatedShutdown.Get(this).Run(
                CoordinatedShutdown.ActorSystemTerminateReason.Instance)
            : FinalTerminate();

    public override void Abort() => FinalTerminate();

    public override void RegisterOnTermination(Action code)
    {
        lock (_callbacksLock)
        {
            if (_callbacks is null)
            {
                throw new InvalidOperationException("ActorSystem already terminated.");
            }

            _callbacks.Push(code);
        }
    }

    public override string ToString() => Provider.RootPath.Address.ToString();

    public override string PrintTree() => TreePrinter.Print(LookupRoot);

    internal override Task FinalTerminate()
    {
        Log.Debug("System shutdown initiated");
        if (!Settings.LogDeadLettersDuringShutdown && _deadLetterListener is not null)
        {
            Stop(_deadLetterListener);
        }

        Provider.Guardian?.Stop();
        return WhenTerminated;
    }

    /// <summary>The last to register is the first to run; the scheduler goes last.</summary>
    private void EndTermination()
    {
        Stack<Action> callbacks;
        lock (_callbacksLock)
        {
            (callbacks, _callbacks) = (_callbacks, null);
        }

        foreach (var callback in callbacks)
        {
            try
            {
                callback();
            }
            catch (Exception e)
            {
                Log.Error(e, "A termination callback failed");
            }
        }

        (Scheduler as IDisposable)?.Dispose();
        _terminated.TrySetResult();
    }

    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9-]*$")]
    private static partial Regex ValidName();
}
