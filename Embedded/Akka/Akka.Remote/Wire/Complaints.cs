using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;

namespace Akka.Remote.Wire;

/// <summary>Counts what comes wrong over the wire, and logs the first of each kind: a peer that
/// sends nothing but garbage must not fill the log either.</summary>
internal sealed class Complaints(ILoggingAdapter log)
{
    private const int KindsMax = 256;

    private readonly ConcurrentDictionary<string, long> _counts = new();
    private long _total;

    public long Total => Volatile.Read(ref _total);

    public void Refuse(Address peer, int serializer, string manifest, Exception cause)
    {
        if (Count($"{serializer}/{manifest}/{cause.GetType().Name}"))
        {
            log.Warning(
                "Refused a message from [{0}] with serializer [{1}] and manifest [{2}]: {3} "
                + "(further ones of this kind are only counted)",
                peer, serializer, manifest, cause.Message);
        }
    }

    public void Broken(string where, Exception cause)
    {
        if (Count(cause.GetType().Name + cause.TargetSite?.Name))
        {
            log.Warning(
                "Closed a socket of {0}: {1} (further ones of this kind are only counted)",
                where, cause.Message);
        }
    }

    /// <summary>True for the first time.</summary>
    public bool Count(string kind)
    {
        Interlocked.Increment(ref _total);
        if (_counts.Count >= KindsMax && !_counts.ContainsKey(kind))
        {
            return false;
        }

        return _counts.AddOrUpdate(kind, 1, static (_, count) => count + 1) == 1;
    }
}
