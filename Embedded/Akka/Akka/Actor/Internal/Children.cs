namespace Akka.Actor.Internal;

public interface IChildStats
{
}

/// <summary>A child with its history of restarts.</summary>
public class ChildRestartStats : IChildStats
{
    public ChildRestartStats(
        IInternalActorRef child,
        uint maxNrOfRetriesCount = 0,
        long restartTimeWindowStartTicks = 0)
    {
        Child = child;
        MaxNrOfRetriesCount = maxNrOfRetriesCount;
        RestartTimeWindowStartTicks = restartTimeWindowStartTicks;
    }

    public long Uid => Child.Path.Uid;

    public IInternalActorRef Child { get; }

    public uint MaxNrOfRetriesCount { get; private set; }

    public long RestartTimeWindowStartTicks { get; private set; }

    /// <summary>The parent has told it to stop and waits for it.</summary>
    internal bool IsDying { get; set; }

    /// <summary>Counts this failure; false where the child has used up its retries.</summary>
    public bool RequestRestartPermission(int maxNrOfRetries, int withinTimeMilliseconds)
    {
        if (maxNrOfRetries == 0)
        {
            return false;
        }

        if (withinTimeMilliseconds <= 0)
        {
            MaxNrOfRetriesCount++;
            return maxNrOfRetries < 0 || MaxNrOfRetriesCount <= maxNrOfRetries;
        }

        return RetriesInWindow(
            maxNrOfRetries < 0 ? 1 : (uint)maxNrOfRetries,
            withinTimeMilliseconds * TimeSpan.TicksPerMillisecond);
    }

    private bool RetriesInWindow(uint retriesMax, long windowTicks)
    {
        var now = DateTime.UtcNow.Ticks;
        if (RestartTimeWindowStartTicks == 0
            || now - RestartTimeWindowStartTicks > windowTicks)
        {
            RestartTimeWindowStartTicks = now;
            MaxNrOfRetriesCount = 1;
            return true;
        }

        MaxNrOfRetriesCount++;
        return MaxNrOfRetriesCount <= retriesMax;
    }
}

/// <summary>What a parent does once the last dying child is gone.</summary>
public abstract class SuspendReason
{
    public interface IWaitingForChildren
    {
    }

    public class UserRequest : SuspendReason
    {
        private UserRequest()
        {
        }

        public static UserRequest Instance { get; } = new();
    }

    public class Recreation(Exception cause) : SuspendReason, IWaitingForChildren
    {
        public Exception Cause { get; } = cause;
    }

    public class Creation : SuspendReason, IWaitingForChildren
    {
    }

    public class Termination : SuspendReason
    {
        private Termination()
        {
        }

        public static Termination Instance { get; } = new();
    }
}

/// <summary>
/// The children of one actor by name; a null value is a name taken by a child being made. The lock
/// is here for guardians, whose children come from any thread; elsewhere it is never contended.
/// </summary>
internal sealed class Children
{
    private readonly Dictionary<string, ChildRestartStats> _byName = [];
    private int _dying;
    private bool _sealed;
    private long _nextName;

    /// <summary>Null while no child is dying.</summary>
    public SuspendReason Reason { get; private set; }

    public IReadOnlyCollection<ChildRestartStats> Stats
    {
        get
        {
            lock (_byName)
            {
                return _byName.Count == 0
                    ? []
                    : [.. _byName.Values.Where(static stats => stats is not null)];
            }
        }
    }

    public string NextName() =>
        Util.NameEncoding.Encode(Interlocked.Increment(ref _nextName) - 1, "$");

    public void Reserve(string name)
    {
        lock (_byName)
        {
            if (_sealed || Reason is SuspendReason.Termination)
            {
                throw new InvalidOperationException(
                    "Cannot create child while terminating or terminated");
            }

            if (!_byName.TryAdd(name, null))
            {
                throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
            }
        }
    }

    public void Unreserve(string name)
    {
        lock (_byName)
        {
            _byName.Remove(name);
        }
    }

    /// <summary>False where the parent has begun to stop since the name was reserved.</summary>
    public bool Add(ChildRestartStats stats)
    {
        var name = stats.Child.Path.Name;
        lock (_byName)
        {
            if (_sealed)
            {
                return false;
            }

            _byName[name] = stats;
            if (Reason is not SuspendReason.Termination)
            {
                return true;
            }

            stats.IsDying = true;
            _dying++;
            return false;
        }
    }

    public bool TryGet(string name, out ChildRestartStats stats)
    {
        lock (_byName)
        {
            return _byName.TryGetValue(name, out stats) && stats is not null;
        }
    }

    public bool TryGet(IActorRef child, out ChildRestartStats stats) =>
        TryGet(child.Path.Name, out stats) && stats.Child.Equals(child);

    public void ShallDie(IActorRef child)
    {
        lock (_byName)
        {
            if (TryGet(child, out var stats) && !stats.IsDying)
            {
                stats.IsDying = true;
                _dying++;
                Reason ??= SuspendReason.UserRequest.Instance;
            }
        }
    }

    /// <summary>False where there is nothing to wait for.</summary>
    public bool SetReason(SuspendReason reason)
    {
        lock (_byName)
        {
            if (_dying == 0)
            {
                return false;
            }

            Reason = reason;
            return true;
        }
    }

    /// <summary>
    /// False where it is no child. The reason is what was waiting for it, if it was the last.
    /// </summary>
    public bool Remove(IActorRef child, out SuspendReason reason)
    {
        reason = null;
        var name = child.Path.Name;
        lock (_byName)
        {
            if (!_byName.TryGetValue(name, out var stats) || stats?.Child.Equals(child) != true)
            {
                return false;
            }

            _byName.Remove(name);
            if (stats.IsDying && --_dying == 0)
            {
                (reason, Reason) = (Reason, null);
            }

            return true;
        }
    }

    public void Seal()
    {
        lock (_byName)
        {
            _sealed = true;
        }
    }
}
