using Akka.Remote;

namespace Akka.Cluster.Membership;

/// <summary>The one place that knows how remoting says what it noticed.</summary>
internal static class SessionSignals
{
    /// <summary>
    /// A connection that closed counts as silence at once: that is how a process that died shows.
    /// Null for what says nothing on a member.
    /// </summary>
    public static SessionSignal Of(SessionEvent happened) =>
        happened switch
        {
            SessionOver { Reason: SessionEnd.Shutdown } or { Uid: 0 } => null,
            SessionOver => Signal(SessionState.Over, happened),
            SessionInterrupted or SessionSilent => Signal(SessionState.Silent, happened),
            SessionResumed or SessionBack or SessionUp => Signal(SessionState.Back, happened),
            _ => null,
        };

    private static SessionSignal Signal(SessionState state, SessionEvent happened) =>
        new(state, new UniqueAddress(happened.Address, happened.Uid));
}
