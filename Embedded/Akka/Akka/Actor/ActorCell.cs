using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The engine's half of an actor. The design, in one place:
/// - An actor is five small objects: <see cref="LocalActorRef"/>, this cell, its mailbox with one
///   queue, its path, and the user's instance. Children, watches, timers, stash and stacked
///   behaviors are allocated when first used, so that an idle actor stays below 1 KB.
/// - Everything here runs on the one thread that <see cref="Mailbox.Run"/> has admitted, hence no
///   locks; only <see cref="Children"/> has one, because guardians get children from any thread.
/// - Life cycle is driven by system messages, which overtake ordinary ones and are never lost:
///   Create, Suspend, Resume, Recreate, Terminate, Failed, Watch, Unwatch, DeathWatchNotification.
/// - A failure suspends the mailbox, keeps the message out of it, and tells the parent (Failed);
///   the parent's strategy answers with Resume, Recreate or Terminate. Suspensions are counted,
///   so that several causes (a failure, an awaiting handler, a failed parent) do not undo one
///   another. A restart and a stop both wait for children that are to stop.
/// The other files of this class hold children, faults, death watch and the message loop.
/// </summary>
public partial class ActorCell : IUntypedActorContext, ICell
{
    public const int UndefinedUid = 0;

    private readonly ActorSystemImpl _system;
    private readonly IInternalActorRef _self;
    private Props _props;
    private ActorBase _actor;
    private Mailbox _mailbox;
    private Receive _behavior;

    /// <summary>Behaviors under the current one; most actors never stack any.</summary>
    private Stack<Receive> _behaviorStack;
    private ActorTaskScheduler _taskScheduler;
    private bool _cleared;

    public ActorCell(
        ActorSystemImpl system,
        IInternalActorRef self,
        Props props,
        MessageDispatcher dispatcher,
        IInternalActorRef parent)
    {
        _system = system;
        _self = self;
        _props = props;
        Dispatcher = dispatcher;
        Parent = parent;
    }

    public ActorSystem System => _system;

    public ActorSystemImpl SystemImpl => _system;

    public Props Props => _props;

    public IActorRef Self => _self;

    public IInternalActorRef Parent { get; }

    IActorRef IActorContext.Parent => Parent;

    public MessageDispatcher Dispatcher { get; }

    public Mailbox Mailbox => Volatile.Read(ref _mailbox);

    public object CurrentMessage { get; internal set; }

    public int CurrentEnvelopeId { get; private set; }

    public IActorRef Sender { get; private set; }

    public bool IsLocal => true;

    public bool IsTerminated => Mailbox.IsClosed;

    public bool HasMessages => Mailbox.HasMessages;

    public int NumberOfMessages => Mailbox.NumberOfMessages;

    public virtual ActorTaskScheduler TaskScheduler =>
        _taskScheduler ??= new ActorTaskScheduler(this);

    internal static ActorCell Current => InternalCurrentActorCellKeeper.Current;

    internal ActorBase Actor => _actor;

    internal bool ActorHasBeenCleared => _cleared;

    private Type ActorType => _actor?.GetType() ?? GetType();

    public static IActorRef GetCurrentSelfOrNoSender() => Current?.Self;

    public static IActorRef GetCurrentSenderOrNoSender() => Current?.Sender;

    /// <summary>Makes the mailbox, with Create as its first message.</summary>
    public void Init(bool sendSupervise, MailboxType mailboxType)
    {
        var mailbox = new Mailbox(mailboxType.Create(_self, _system));
        mailbox.SetActor(this);
        Volatile.Write(ref _mailbox, mailbox);
        mailbox.SystemEnqueue(_self, new Create());
    }

    public virtual void Start() => Dispatcher.Attach(this);

    public void Restart(Exception cause) => SendSystemMessage(new Recreate(cause));

    public void Suspend() => SendSystemMessage(new Suspend());

    public void Resume(Exception causedByFailure) =>
        SendSystemMessage(new Resume(causedByFailure));

    public void Stop() => SendSystemMessage(new Terminate());

    public virtual void SendMessage(IActorRef sender, object message) =>
        SendMessage(
            new Envelope(message ?? throw new InvalidMessageException("Message is null."), sender));

    public virtual void SendMessage(Envelope message)
    {
        try
        {
            if (_system.SerializeMessages)
            {
                message = SerializedCopy.Of(message, this);
            }

            Dispatcher.Dispatch(this, message);
        }
        catch (Exception e)
        {
            // As in a real send: the sender must not fail because of the receiver's mailbox.
            Log(new Error(e, Path, ActorType, "Swallowing exception during message send"));
        }
    }

    public virtual void SendSystemMessage(ISystemMessage systemMessage)
    {
        try
        {
            Dispatcher.SystemDispatch(this, (SystemMessage)systemMessage);
        }
        catch (Exception e)
        {
            Log(new Error(e, Path, ActorType, "Swallowing exception during message send"));
        }
    }

    public void Become(Receive receive) => _behavior = receive;

    public void BecomeStacked(Receive receive)
    {
        (_behaviorStack ??= new Stack<Receive>()).Push(Behavior());
        _behavior = receive;
    }

    public void UnbecomeStacked()
    {
        if (_behaviorStack is { Count: > 0 })
        {
            _behavior = _behaviorStack.Pop();
        }
    }

    void IUntypedActorContext.Become(UntypedReceive receive) => Become(Handled(receive));

    void IUntypedActorContext.BecomeStacked(UntypedReceive receive) =>
        BecomeStacked(Handled(receive));

    public ActorSelection ActorSelection(string path) =>
        ActorRefFactoryShared.ActorSelection(path, _system, Self);

    public ActorSelection ActorSelection(ActorPath path) =>
        ActorRefFactoryShared.ActorSelection(path, _system);

    public void UseThreadContext(Action action)
    {
        var previous = InternalCurrentActorCellKeeper.Current;
        InternalCurrentActorCellKeeper.Current = this;
        try
        {
            action();
        }
        finally
        {
            InternalCurrentActorCellKeeper.Current = previous;
        }
    }

    internal Mailbox SwapMailbox(Mailbox mailbox) => Interlocked.Exchange(ref _mailbox, mailbox);

    protected virtual ActorBase CreateNewActorInstance()
    {
        var actor = _props.NewActor();
        if (actor is IActorStash stashing)
        {
            stashing.Stash = StashFactory.CreateStash(this, stashing);
        }

        (actor as IInitializableActor)?.Init();
        return actor;
    }

    private static Receive Handled(UntypedReceive receive) =>
        message =>
        {
            receive(message);
            return true;
        };

    /// <summary>The actor's own Receive, until it becomes something else.</summary>
    private Receive Behavior() => _behavior ??= _actor.InitialBehavior();

    private ActorBase NewActor()
    {
        ClearBehavior();
        _cleared = false;
        var previous = InternalCurrentActorCellKeeper.Current;
        InternalCurrentActorCellKeeper.Current = this;
        try
        {
            var actor = CreateNewActorInstance();
            actor.SupervisorStrategyInternal = _props.SupervisorStrategy;
            return actor;
        }
        finally
        {
            InternalCurrentActorCellKeeper.Current = previous;
        }
    }

    private void ClearBehavior()
    {
        _behavior = null;
        _behaviorStack = null;
    }

    /// <summary>Parts with an instance: disposed, released, and cut off from this cell.</summary>
    private void ClearActor(ActorBase actor)
    {
        if (actor is not null)
        {
            try
            {
                (actor as IDisposable)?.Dispose();
            }
            catch (Exception e)
            {
                Log(new Error(e, Path, actor.GetType(), "Dispose failed: " + e.Message));
            }

            _props.Release(actor);
            actor.Clear(_system.DeadLetters);
        }

        _cleared = true;
        CurrentMessage = null;
        ClearBehavior();
    }

    private string Path => _self.Path.ToString();

    private void Log(LogEvent logEvent)
    {
        try
        {
            _system.EventStream.Publish(logEvent);
        }
        catch (Exception)
        {
            // A logger that throws must not change what happens to this actor.
        }
    }

    /// <summary>The object is turned into text only where somebody wants to read it.</summary>
    private void LogLifecycle(string text, object what = null)
    {
        if (_system.Settings.DebugLifecycle)
        {
            Log(new Debug(Path, ActorType, text + (what is null ? "" : $" {what}")));
        }
    }
}
