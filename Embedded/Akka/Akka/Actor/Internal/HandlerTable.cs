namespace Akka.Actor.Internal;

public interface IInitializableActor
{
    void Init();
}

/// <summary>The handlers of one behavior, in the order they were declared.</summary>
internal sealed class HandlerTable
{
    private MessageHandler[] _handlers = [];
    private bool _hasCatchAll;

    public void Add(MessageHandler handler)
    {
        if (_hasCatchAll)
        {
            throw new InvalidOperationException(
                "A handler that catches all messages has been added. "
                + "No handler can be added after that.");
        }

        _handlers = [.. _handlers, handler];
        _hasCatchAll = handler.CatchesAll;
    }

    public bool TryHandle(object message)
    {
        foreach (var handler in _handlers)
        {
            if (handler.TryHandle(message))
            {
                return true;
            }
        }

        return false;
    }
}

internal abstract class MessageHandler
{
    public abstract bool CatchesAll { get; }

    public abstract bool TryHandle(object message);
}

internal sealed class ActionHandler<T>(Action<T> handler, Predicate<T> shouldHandle)
    : MessageHandler
{
    public override bool CatchesAll => typeof(T) == typeof(object) && shouldHandle is null;

    public override bool TryHandle(object message)
    {
        if (message is not T typed || (shouldHandle is not null && !shouldHandle(typed)))
        {
            return false;
        }

        handler(typed);
        return true;
    }
}

internal sealed class FuncHandler<T>(Func<T, bool> handler) : MessageHandler
{
    public override bool CatchesAll => false;

    public override bool TryHandle(object message) => message is T typed && handler(typed);
}

internal sealed class TypeHandler(
    Type type, Func<object, bool> handler, Predicate<object> shouldHandle) : MessageHandler
{
    public override bool CatchesAll => type == typeof(object) && shouldHandle is null;

    public override bool TryHandle(object message) =>
        type.IsInstanceOfType(message)
        && (shouldHandle is null || shouldHandle(message))
        && handler(message);
}
