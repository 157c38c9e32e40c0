using Akka.Actor;

namespace Akka.Remote;

/// <summary>Why a session has ended. In each case its uid is never spoken with again, but where
/// it was not known yet.</summary>
internal enum SessionEnd
{
    /// <summary>The other system has shut down in order.</summary>
    Goodbye,

    /// <summary>Nothing was heard for akka.remote.websocket.give-up-after.</summary>
    GivenUp,

    /// <summary>A system with another uid has come in its place.</summary>
    Replaced,

    /// <summary>This system has cut it off, with <see cref="RemoteTransport.Quarantine"/>.
    /// </summary>
    Quarantined,

    /// <summary>The other system has cut this one off.</summary>
    Refused,

    /// <summary>The other end broke the protocol again and again.</summary>
    Broken,

    /// <summary>This system is shutting down.</summary>
    Shutdown,
}

/// <summary>What becomes of the sessions, on the event stream in the order in which it happens.
/// Akka.Cluster subscribes to this class.</summary>
internal abstract record SessionEvent(Address Address, int Uid);

/// <summary>Both know each other. Published before the first message of the peer arrives.
/// </summary>
internal sealed record SessionUp(Address Address, int Uid, bool IsDialled)
    : SessionEvent(Address, Uid);

/// <summary>The connection has closed; the session lives on for give-up-after.</summary>
internal sealed record SessionInterrupted(Address Address, int Uid) : SessionEvent(Address, Uid);

/// <summary>There is a new connection: the peer is neither interrupted nor silent any more, and
/// nothing was lost.</summary>
internal sealed record SessionResumed(Address Address, int Uid) : SessionEvent(Address, Uid);

/// <summary>The connection stands, but nothing was heard for silent-after.</summary>
internal sealed record SessionSilent(Address Address, int Uid) : SessionEvent(Address, Uid);

/// <summary>The peer was silent and is heard again, over the same connection.</summary>
internal sealed record SessionBack(Address Address, int Uid) : SessionEvent(Address, Uid);

/// <summary>Published after the watchers of its actors were told, before a successor's
/// <see cref="SessionUp"/>. Uid 0: that system was never reached.</summary>
internal sealed record SessionOver(Address Address, int Uid, SessionEnd Reason)
    : SessionEvent(Address, Uid);
