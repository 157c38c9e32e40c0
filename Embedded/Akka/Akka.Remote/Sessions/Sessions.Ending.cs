using Akka.Actor;

namespace Akka.Remote;

internal sealed partial class Sessions
{
    private const int BreachMax = 3;

    /// <summary>The peer has said that it goes, or that it does not want to.</summary>
    public void End(Session session, SessionEnd reason, long now, bool keepsUid = true)
    {
        lock (_lock)
        {
            if (session.IsOver)
            {
                return;
            }

            session.IsOver = true;
            session.End = reason;
            _live.TryRemove(session.Remote, out _);
            _gates[session.Remote] = now + _gate;
            if (session.PeerUid != 0 && keepsUid)
            {
                _quarantined.Add((session.Remote, session.PeerUid));
            }

            Report(session, new SessionOver(session.Remote, session.PeerUid, reason));
        }
    }

    /// <summary>Cuts a system off. Without a uid only what there is now ends.</summary>
    public void Quarantine(Address address, int? uid, long now)
    {
        lock (_lock)
        {
            if (uid is { } known)
            {
                _quarantined.Add((address, known));
            }

            if (_live.TryGetValue(address, out var session)
                && (uid is null || uid == session.PeerUid))
            {
                End(session, SessionEnd.Quarantined, now, uid is not null);
            }
        }
    }

    /// <summary>The peer broke the protocol: a bug or malice, which a new connection does not
    /// heal when it goes on without anything arriving in between.</summary>
    public void Breach(Session session, long now)
    {
        lock (_lock)
        {
            var received = session.Inbound.Received;
            session.Breaches = received == session.ReceivedAtBreach ? session.Breaches + 1 : 1;
            session.ReceivedAtBreach = received;
            if (session.Breaches >= BreachMax)
            {
                End(session, SessionEnd.Broken, now);
            }
        }
    }

    /// <summary>
    /// What time does to sessions. Where this process itself was stopped for a while, that while
    /// counts for nobody: what the others sent is still waiting to be read. Gives the connections
    /// that have to go: who dialled does so anew when it hears nothing.
    /// </summary>
    public IReadOnlyList<Connection> Tick(long now, long interval)
    {
        lock (_lock)
        {
            var pause = now - _lastTick;
            _lastTick = now;
            var forgiven = pause > 3 * interval ? pause : 0;
            var gone = new List<Connection>();
            foreach (var session in _live.Values)
            {
                session.LastHeard += forgiven;
                if (Age(session, now) is { } connection)
                {
                    gone.Add(connection);
                }
            }

            foreach (var (address, until) in _gates)
            {
                if (until <= now)
                {
                    _gates.Remove(address);
                }
            }

            return gone;
        }
    }

    private Connection Age(Session session, long now)
    {
        var silence = now - session.LastHeard;
        var current = session.Current;
        if (silence > _settings.GiveUpAfter)
        {
            End(session, SessionEnd.GivenUp, now);
        }
        else if (current is not null && silence > _settings.SilentAfter && !session.IsSilent)
        {
            session.IsSilent = true;
            Report(session, new SessionSilent(session.Remote, session.PeerUid));
            return session.IsDialled ? current : null;
        }
        else if (current is not null && session.IsSilent && silence <= _settings.SilentAfter)
        {
            session.IsSilent = false;
            Report(session, new SessionBack(session.Remote, session.PeerUid));
        }

        return null;
    }
}
