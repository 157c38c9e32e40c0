using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

/// <summary>
/// What an Ask sends as its sender: the first answer completes the task. Its path is made, and
/// registered below /temp, only when somebody asks for it, as one does who sends it elsewhere.
/// </summary>
public class FutureActorRef<T> : MinimalActorRef
{
    private readonly TaskCompletionSource<T> _result;
    private readonly IActorRefProvider _provider;
    private ActorPath _path;

    public FutureActorRef(
        TaskCompletionSource<T> result, ActorPath path, IActorRefProvider provider)
    {
        _result = result;
        _path = path;
        _provider = provider;
    }

    public override IActorRefProvider Provider => _provider;

    public override IInternalActorRef Parent => _provider.TempContainer;

    public override ActorPath Path => Volatile.Read(ref _path) ?? Register();

    public virtual void DeliverAsk(object message, ICanTell destination) =>
        destination.Tell(message, this);

    internal void Unregister()
    {
        lock (_result)
        {
            if (_path is not null)
            {
                _provider.UnregisterTempActor(_path);
            }
        }
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (!Complete(message) && !_result.Task.IsCanceled && message is not null)
        {
            _provider.DeadLetters.Tell(message, this);
        }
    }

    private bool Complete(object message) =>
        message switch
        {
            ISystemMessage => _result.TrySetException(new InvalidOperationException(
                $"system message of type '{message.GetType().Name}' is invalid for "
                + "FutureActorRef")),
            T answer => _result.TrySetResult(answer),
            null => _result.TrySetResult(default),
            Status.Failure failure => _result.TrySetException(
                failure.Cause ?? new TaskCanceledException(
                    "Task cancelled by actor via Failure message.")),
            _ => !_result.TrySetException(new ArgumentException(
                $"Received message of type [{message.GetType()}] - Ask expected message of type "
                + $"[{typeof(T)}]")) && false,
        };

    private ActorPath Register()
    {
        lock (_result)
        {
            if (_path is null)
            {
                var path = _provider.TempPath();
                if (!_result.Task.IsCompleted)
                {
                    _provider.RegisterTempActor(this, path);
                }

                Volatile.Write(ref _path, path);
            }

            return _path;
        }
    }
}
