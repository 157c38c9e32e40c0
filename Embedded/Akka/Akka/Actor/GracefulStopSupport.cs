using Akka.Dispatch.SysMsg;

namespace Akka.Actor;

public static class GracefulStopSupport
{
    /// <summary>True once the target has stopped; false where it takes longer.</summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) =>
        GracefulStop(target, timeout, PoisonPill.Instance);

    public static async Task<bool> GracefulStop(
        this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        var watchee = target as IInternalActorRef
            ?? throw new InvalidOperationException($"{target} can't be watched");
        var watcher = new DeathWatcher(watchee.Provider);
        watchee.SendSystemMessage(new Watch(watchee, watcher));
        target.Tell(stopMessage, ActorRefs.NoSender);
        try
        {
            await watcher.Death.WaitAsync(timeout);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            watchee.SendSystemMessage(new Unwatch(watchee, watcher));
            watcher.Unregister();
        }
    }
}

public static class WatchAsyncSupport
{
    /// <summary>Completes when the target stops; false where the token comes first.</summary>
    public static async Task<bool> WatchAsync(
        this IActorRef target, CancellationToken token = default)
    {
        var watchee = target as IInternalActorRef
            ?? throw new InvalidOperationException($"{target} can't be watched");
        var watcher = new DeathWatcher(watchee.Provider);
        watchee.SendSystemMessage(new Watch(watchee, watcher));
        try
        {
            await watcher.Death.WaitAsync(token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            watchee.SendSystemMessage(new Unwatch(watchee, watcher));
            watcher.Unregister();
        }
    }
}

/// <summary>A watcher that is no actor: its task completes with the watched one's death.</summary>
internal sealed class DeathWatcher : MinimalActorRef
{
    private readonly TaskCompletionSource _death =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DeathWatcher(IActorRefProvider provider)
    {
        Provider = provider;
        Path = provider.TempPath();
        provider.RegisterTempActor(this, Path);
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider { get; }

    public Task Death => _death.Task;

    public void Unregister() => Provider.UnregisterTempActor(Path);

    public override void SendSystemMessage(ISystemMessage message)
    {
        if (message is DeathWatchNotification)
        {
            _death.TrySetResult();
        }
    }
}
