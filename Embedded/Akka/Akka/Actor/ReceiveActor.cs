using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.Actor;

/// <summary>Declares typed handlers in its constructor; the first that matches wins.</summary>
public abstract class ReceiveActor : UntypedActor, IInitializableActor
{
    private HandlerTable _current;
    private HandlerTable _configuring = new();

    void IInitializableActor.Init()
    {
        // A producer may hand out the same instance again after a restart: keep its handlers.
        if (_current is null)
        {
            _current = _configuring;
            _configuring = null;
        }
    }

    protected sealed override void OnReceive(object message) => Execute(message, _current);

    protected void Become(Action configure)
    {
        var table = Configure(configure);
        base.Become(message => Execute(message, table));
    }

    protected void BecomeStacked(Action configure)
    {
        var table = Configure(configure);
        base.BecomeStacked(message => Execute(message, table));
    }

    protected void Receive<T>(Action<T> handler, Predicate<T> shouldHandle = null) =>
        Table().Add(new ActionHandler<T>(handler, shouldHandle));

    protected void Receive<T>(Predicate<T> shouldHandle, Action<T> handler) =>
        Receive(handler, shouldHandle);

    protected void Receive<T>(Func<T, bool> handler) =>
        Table().Add(new FuncHandler<T>(handler));

    protected void Receive(
        Type messageType, Action<object> handler, Predicate<object> shouldHandle = null) =>
        Table().Add(new TypeHandler(messageType, Handled(handler), shouldHandle));

    protected void Receive(
        Type messageType, Predicate<object> shouldHandle, Action<object> handler) =>
        Receive(messageType, handler, shouldHandle);

    protected void Receive(Type messageType, Func<object, bool> handler) =>
        Table().Add(new TypeHandler(messageType, handler, null));

    protected void ReceiveAny(Action<object> handler) =>
        Table().Add(new ActionHandler<object>(handler, null));

    protected void ReceiveAsync<T>(Func<T, Task> handler, Predicate<T> shouldHandle = null) =>
        Receive(Async(handler), shouldHandle);

    protected void ReceiveAsync<T>(Predicate<T> shouldHandle, Func<T, Task> handler) =>
        Receive(Async(handler), shouldHandle);

    protected void ReceiveAsync(
        Type messageType, Func<object, Task> handler, Predicate<object> shouldHandle = null) =>
        Receive(messageType, Async(handler), shouldHandle);

    protected void ReceiveAsync(
        Type messageType, Predicate<object> shouldHandle, Func<object, Task> handler) =>
        Receive(messageType, Async(handler), shouldHandle);

    protected void ReceiveAnyAsync(Func<object, Task> handler) => ReceiveAny(Async(handler));

    private static Action<T> Async<T>(Func<T, Task> handler) =>
        message => ActorTaskScheduler.RunTask(() => handler(message));

    private static Func<object, bool> Handled(Action<object> handler) =>
        message =>
        {
            handler(message);
            return true;
        };

    private HandlerTable Table() =>
        _configuring ?? throw new InvalidOperationException(
            "You may only call Receive-methods when constructing the actor and inside Become().");

    private HandlerTable Configure(Action configure)
    {
        // In the constructor the outer table is still being filled while Become configures.
        var outer = _configuring;
        var table = _configuring = new HandlerTable();
        try
        {
            configure();
        }
        finally
        {
            _configuring = outer;
        }

        return table;
    }

    private void Execute(object message, HandlerTable table)
    {
        if (!table.TryHandle(message))
        {
            Unhandled(message);
        }
    }
}
