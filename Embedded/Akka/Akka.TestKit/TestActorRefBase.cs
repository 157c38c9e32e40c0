using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.TestKit.Internal;
using Akka.Util;

namespace Akka.TestKit;

/// <summary>
/// A reference to an actor on the calling-thread dispatcher that lets a test see the actor itself.
/// What is told has been handled when Tell returns, unless another thread is in the actor.
/// </summary>
public abstract class TestActorRefBase<TActor> : IInternalActorRef, ITestActorRef
    where TActor : ActorBase
{
    private readonly LocalActorRef _ref;

    protected TestActorRefBase(
        ActorSystem system, Props actorProps, IActorRef supervisor = null, string name = null)
    {
        var props = actorProps.Deploy.Dispatcher == Deploy.NoDispatcherGiven
            ? actorProps.WithDispatcher(CallingThreadDispatcher.Id)
            : actorProps;
        var parent = supervisor ?? ((ExtendedActorSystem)system).Guardian;
        _ref = (LocalActorRef)((LocalActorRef)Unwrap(parent)).Cell.AttachChild(props, false, name);
    }

    public IActorRef Ref => _ref;

    public ActorPath Path => _ref.Path;

    /// <summary>The instance of the current incarnation.</summary>
    public TActor UnderlyingActor
    {
        get
        {
            if (_ref.IsTerminated)
            {
                throw new IllegalActorStateException("Underlying actor is terminated");
            }

            if (_ref.Cell.Actor is null)
            {
                var timeout = TestKitExtension.For(_ref.Cell.System).DefaultTimeout;
                _ref.Ask<ActorIdentity>(new Identify(null), timeout).Blocking();
            }

            return (TActor)_ref.Cell.Actor;
        }
    }

    IInternalActorRef IInternalActorRef.Parent => _ref.Parent;

    IActorRefProvider IInternalActorRef.Provider => _ref.Provider;

    bool IInternalActorRef.IsTerminated => _ref.IsTerminated;

    bool IActorRefScope.IsLocal => _ref.IsLocal;

    public static bool operator ==(TestActorRefBase<TActor> testActorRef, IActorRef actorRef) =>
        testActorRef is null ? actorRef is null : testActorRef.Equals(actorRef);

    public static bool operator !=(TestActorRefBase<TActor> testActorRef, IActorRef actorRef) =>
        !(testActorRef == actorRef);

    public static bool operator ==(IActorRef actorRef, TestActorRefBase<TActor> testActorRef) =>
        testActorRef == actorRef;

    public static bool operator !=(IActorRef actorRef, TestActorRefBase<TActor> testActorRef) =>
        !(testActorRef == actorRef);

    public static IActorRef ToActorRef(TestActorRefBase<TActor> actorRef) => actorRef._ref;

    /// <summary>Handles the message in the calling thread, past the mailbox; what the actor
    /// throws reaches the caller.</summary>
    public void Receive(object message, IActorRef sender = null)
    {
        var cell = _ref.Cell;
        var envelope = new Envelope(
            message, sender.IsNobody() ? cell.System.DeadLetters : sender);
        cell.UseThreadContext(() => cell.ReceiveMessageForTest(envelope));
    }

    public void Tell(object message, IActorRef sender) => _ref.Tell(message, sender);

    public void Tell(object message) => _ref.Tell(message);

    public void Forward(object message) => _ref.Forward(message);

    public void Watch(IActorRef subject) => _ref.Cell.Watch(subject);

    public void Unwatch(IActorRef subject) => _ref.Cell.Unwatch(subject);

    public void SendSystemMessage(ISystemMessage message) => _ref.SendSystemMessage(message);

    public void SendSystemMessage(ISystemMessage message, IActorRef sender) =>
        _ref.SendSystemMessage(message);

    public int CompareTo(object obj) => _ref.CompareTo(obj);

    public override bool Equals(object obj) => _ref.Equals(obj);

    public bool Equals(IActorRef other) => _ref.Equals(other);

    public override int GetHashCode() => _ref.GetHashCode();

    public override string ToString() => $"TestActor[{Path}]";

    int IComparable<IActorRef>.CompareTo(IActorRef other) => _ref.CompareTo(other);

    ISurrogate ISurrogated.ToSurrogate(ActorSystem system) => _ref.ToSurrogate(system);

    IActorRef IInternalActorRef.GetChild(IReadOnlyList<string> name) => _ref.GetChild(name);

    void IInternalActorRef.Resume(Exception causedByFailure) => _ref.Resume(causedByFailure);

    void IInternalActorRef.Start() => _ref.Start();

    void IInternalActorRef.Stop() => _ref.Stop();

    void IInternalActorRef.Restart(Exception cause) => _ref.Restart(cause);

    void IInternalActorRef.Suspend() => _ref.Suspend();

    private static IActorRef Unwrap(IActorRef actor) => actor switch
    {
        TestProbe probe => probe.Ref,
        ITestActorRef wrapper => wrapper.Ref,
        _ => actor,
    };
}

public class TestActorRef<TActor> : TestActorRefBase<TActor>
    where TActor : ActorBase
{
    public TestActorRef(
        ActorSystem system, Props actorProps, IActorRef supervisor = null, string name = null)
        : base(system, actorProps, supervisor, name)
    {
    }
}

/// <summary>Any test actor reference, whatever the type of its actor.</summary>
internal interface ITestActorRef
{
    IActorRef Ref { get; }
}
