namespace Akka.Actor;

/// <summary>
/// Ask: a message whose answer comes as a task. Without a time-out akka.actor.ask-timeout counts,
/// which is infinite. The clock here is the machine's, also where the system's scheduler is not.
/// </summary>
public static class Futures
{
    public static Task<object> Ask(
        this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<object>(message, timeout, CancellationToken.None);

    public static Task<object> Ask(
        this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(message, null, cancellationToken);

    public static Task<object> Ask(
        this ICanTell self,
        object message,
        TimeSpan? timeout,
        CancellationToken cancellationToken) =>
        self.Ask<object>(message, timeout, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(
        this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    public static Task<T> Ask<T>(
        this ICanTell self,
        object message,
        TimeSpan? timeout,
        CancellationToken cancellationToken) =>
        self.Ask<T>(_ => message, timeout, cancellationToken);

    public static Task<T> Ask<T>(
        this ICanTell self,
        Func<IActorRef, object> messageFactory,
        TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        var provider = ResolveProvider(self)
            ?? throw new ArgumentException("Unable to resolve the target Provider", nameof(self));
        var result = new TaskCompletionSource<T>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        var future = provider.CreateFutureRef(result);
        var limit = timeout ?? provider.Settings.AskTimeout;
        var ending = new Ending<T>(result, future);
        ending.Arm(limit, cancellationToken);
        future.DeliverAsk(messageFactory(future), self);
        return result.Task;
    }

    internal static IActorRefProvider ResolveProvider(ICanTell self) =>
        self switch
        {
            ActorSelection selection => ResolveProvider(selection.Anchor),
            IInternalActorRef actor => actor.Provider,
            _ => ActorCell.Current?.SystemImpl.Provider,
        };

    /// <summary>Ends an Ask that gets no answer, and cleans up after one that does.</summary>
    private sealed class Ending<T>(TaskCompletionSource<T> result, FutureActorRef<T> future)
    {
        private CancellationTokenRegistration _cancellation;
        private Timer _timer;

        public void Arm(TimeSpan limit, CancellationToken cancellationToken)
        {
            if (cancellationToken.CanBeCanceled)
            {
                _cancellation = cancellationToken.Register(() => result.TrySetCanceled());
            }

            if (limit > TimeSpan.Zero)
            {
                _timer = new Timer(_ => TimeOut(limit), null, limit, Timeout.InfiniteTimeSpan);
            }

            // Synchronously: it must not depend on a free thread, and it does next to nothing.
            result.Task.ContinueWith(
                static (_, ending) => ((Ending<T>)ending).Clean(),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        private void TimeOut(TimeSpan limit) =>
            result.TrySetException(
                new AskTimeoutException($"Timeout after {limit.TotalSeconds:F2} seconds"));

        private void Clean()
        {
            _cancellation.Dispose();
            _timer?.Dispose();
            future.Unregister();
        }
    }
}
