using Akka.Remote.Wire;

namespace Akka.Remote;

internal sealed partial class Sessions
{
    /// <summary>A node has dialled and says who it is.</summary>
    public Meeting Meet(Hello hello, Connection connection, long now)
    {
        lock (_lock)
        {
            if (Objection(hello) is { } code)
            {
                return Meeting.Refused(code);
            }

            _live.TryGetValue(hello.From, out var session);
            if (session is not null && session.PeerUid != 0 && session.PeerUid != hello.Uid)
            {
                End(session, SessionEnd.Replaced, now);
                session = null;
            }

            session ??= Create(hello.From, now);
            return Attach(session, hello, connection, false, now);
        }
    }

    /// <summary>A node that was dialled for a session has said who it is. The session in the
    /// answer is another one where the node is.</summary>
    public Meeting Answered(Session session, Hello hello, Connection connection, long now)
    {
        lock (_lock)
        {
            if (session.IsOver)
            {
                return Meeting.Refused(RefusalCode.Closing);
            }

            if (hello.From != session.Remote)
            {
                return Meeting.Refused(RefusalCode.Address);
            }

            if (Objection(hello) is { } code)
            {
                if (code == RefusalCode.Quarantined)
                {
                    End(session, SessionEnd.Quarantined, now);
                }

                return Meeting.Refused(code);
            }

            if (session.PeerUid != 0 && session.PeerUid != hello.Uid)
            {
                End(session, SessionEnd.Replaced, now);
                session = Create(hello.From, now);
            }

            return Attach(session, hello, connection, true, now);
        }
    }

    /// <summary>The connection has ended; the session waits for another.</summary>
    public void Lost(Session session, Connection connection)
    {
        lock (_lock)
        {
            if (!session.IsOver && session.Current == connection)
            {
                session.Current = null;
                Report(session, new SessionInterrupted(session.Remote, session.PeerUid));
            }
        }
    }

    private RefusalCode? Objection(Hello hello) =>
        _isClosing ? RefusalCode.Closing
        : hello.To != _own || hello.From == _own ? RefusalCode.Address
        : _quarantined.Contains((hello.From, hello.Uid)) ? RefusalCode.Quarantined
        : null;

    private Meeting Attach(
        Session session, Hello hello, Connection connection, bool isDialled, long now)
    {
        // Who does not know this system's uid has received nothing from it.
        var received = hello.KnownUid == _uid ? hello.Received : 0;
        if (!session.Outbox.Rewind(connection, received))
        {
            session.PeerUid = hello.Uid;
            End(session, SessionEnd.Broken, now);
            return Meeting.Refused(RefusalCode.Protocol);
        }

        var isNew = session.PeerUid == 0;
        var former = session.Current;
        session.PeerUid = hello.Uid;
        session.Current = connection;
        session.IsDialled = isDialled;
        session.IsSilent = false;
        session.LastHeard = now;
        _gates.Remove(session.Remote);
        _met.Add(session.Remote);
        Report(session, isNew
            ? new SessionUp(session.Remote, session.PeerUid, isDialled)
            : new SessionResumed(session.Remote, session.PeerUid));
        return new Meeting(session, former, null);
    }

    private void Report(Session session, SessionEvent change) =>
        Changes.Enqueue(new Change(session, change));
}

/// <summary>Whether a connection serves a session, and which it takes the place of.</summary>
internal readonly record struct Meeting(
    Session Session, Connection Former, RefusalCode? Refusal)
{
    public static Meeting Refused(RefusalCode code) => new(null, null, code);
}
