using Akka.Actor;
using Akka.Configuration;
using Akka.Remote;
using Akka.Remote.Wire;

namespace AkkaCoded.EngineCluster.Tests.Remoting.Sockets;

/// <summary>The decisions about sessions, without sockets and with a clock of the spec's.</summary>
public sealed class SessionsSpec
{
    private const int OwnUid = 1;
    private const int Interval = 100;

    private static readonly Address Own = new("akka.tcp", "world", "seed", 1);
    private static readonly Address Peer = new("akka.tcp", "world", "peer", 2);
    private static readonly Address Other = new("akka.tcp", "world", "other", 3);

    private readonly Sessions _sessions;
    private long _now = 1000;

    public SessionsSpec()
    {
        var defaults = ConfigurationFactory.FromResource(
            "Akka.Remote.Configuration.Remote.conf", typeof(RemoteSettings).Assembly);
        var config = ConfigurationFactory.ParseString(
            $"akka.remote.websocket.dial = [\"{Other}\"]").WithFallback(defaults);
        _sessions = new Sessions(Own, OwnUid, new RemoteSettings(config), _ => null!, _now);
    }

    [Fact]
    public void Peer_must_be_met_once_and_then_resumed()
    {
        var first = NewConnection();
        var met = Meet(10, first);
        Assert.Equal([new SessionUp(Peer, 10, false)], Changes());
        var second = NewConnection();
        var again = Meet(10, second);
        Assert.Same(met.Session, again.Session);
        Assert.Same(first, again.Former);
        Assert.Equal([new SessionResumed(Peer, 10)], Changes());
    }

    [Fact]
    public void Loss_must_count_only_for_the_newest_connection()
    {
        var first = NewConnection();
        var session = Meet(10, first).Session;
        Meet(10, NewConnection());
        Changes();
        _sessions.Lost(session, first);
        Assert.Empty(Changes());
        _sessions.Lost(session, session.Current);
        Assert.Equal([new SessionInterrupted(Peer, 10)], Changes());
    }

    [Fact]
    public void Other_uid_must_end_the_former_for_ever()
    {
        Meet(10, NewConnection());
        Changes();
        Assert.Null(Meet(11, NewConnection()).Refusal);
        Assert.Equal(
            [new SessionOver(Peer, 10, SessionEnd.Replaced), new SessionUp(Peer, 11, false)],
            Changes());
        Assert.Equal(RefusalCode.Quarantined, Meet(10, NewConnection()).Refusal);
    }

    [Fact]
    public void Hello_must_be_refused_when_it_is_for_another_address_or_from_this_one()
    {
        Assert.Equal(
            RefusalCode.Address,
            _sessions.Meet(new Hello(Peer, Other, 5, 0, 0), NewConnection(), _now).Refusal);
        Assert.Equal(
            RefusalCode.Address,
            _sessions.Meet(new Hello(Own, Own, 5, 0, 0), NewConnection(), _now).Refusal);
        Assert.Empty(Changes());
    }

    [Fact]
    public void Hello_must_be_refused_when_it_claims_what_was_never_sent()
    {
        Assert.Equal(
            RefusalCode.Protocol,
            _sessions.Meet(new Hello(Peer, Own, 5, OwnUid, 7), NewConnection(), _now).Refusal);
        Assert.Equal([new SessionOver(Peer, 5, SessionEnd.Broken)], Changes());
    }

    [Fact]
    public void Silence_must_be_told_once_and_end_with_the_session()
    {
        var session = Meet(10, NewConnection()).Session;
        Changes();
        Pass(2900);
        Assert.Empty(Changes());
        Pass(200);
        Assert.Equal([new SessionSilent(Peer, 10)], Changes());
        session.LastHeard = _now;
        Pass(100);
        Assert.Equal([new SessionBack(Peer, 10)], Changes());
        Pass(10_200);
        Assert.Equal(
            [new SessionSilent(Peer, 10), new SessionOver(Peer, 10, SessionEnd.GivenUp)],
            Changes());
    }

    [Fact]
    public void Silence_must_not_count_when_this_process_itself_was_stopped()
    {
        Meet(10, NewConnection());
        Changes();
        Pass(2000);
        _now += 60_000;
        _sessions.Tick(_now, Interval);
        Pass(800);
        Assert.Empty(Changes());
        Pass(300);
        Assert.Equal([new SessionSilent(Peer, 10)], Changes());
    }

    [Fact]
    public void Dialler_must_give_up_a_silent_connection()
    {
        var session = Dial();
        var connection = NewConnection();
        _sessions.Answered(session, new Hello(Other, Own, 20, 0, 0), connection, _now);
        var gone = new List<Connection>();
        for (var i = 0; i < 35; i++)
        {
            _now += Interval;
            gone.AddRange(_sessions.Tick(_now, Interval));
        }

        Assert.Equal([connection], gone);
    }

    [Fact]
    public void Address_must_not_be_dialled_when_it_does_not_accept()
    {
        Assert.Null(_sessions.ForSending(Peer, _now, out var absence, out _));
        Assert.Equal(Absence.OutOfReach, absence);
        _sessions.AllowDial(Peer);
        Assert.NotNull(_sessions.ForSending(Peer, _now, out _, out var isNew));
        Assert.True(isNew);
    }

    [Fact]
    public void Address_must_be_tried_again_only_after_a_while_when_it_was_given_up()
    {
        Dial();
        Pass(10_200);
        Assert.Equal([new SessionOver(Other, 0, SessionEnd.GivenUp)], Changes());
        Assert.Null(_sessions.ForSending(Other, _now, out var absence, out _));
        Assert.Equal(Absence.Gone, absence);
        Pass(1100);
        Assert.NotNull(_sessions.ForSending(Other, _now, out _, out _));
    }

    [Fact]
    public void Buffered_messages_must_go_to_who_answers_first()
    {
        var session = Dial();
        session.Outbox.Add(new byte[20], false);
        var met = _sessions.Answered(
            session, new Hello(Other, Own, 20, 0, 0), NewConnection(), _now);
        Assert.Same(session, met.Session);
        Assert.Equal(1, session.Outbox.Count);
    }

    [Fact]
    public void Dialled_node_must_be_another_session_when_it_was_restarted()
    {
        var session = Dial();
        _sessions.Answered(session, new Hello(Other, Own, 20, 0, 0), NewConnection(), _now);
        _sessions.Lost(session, session.Current);
        Changes();
        var met = _sessions.Answered(
            session, new Hello(Other, Own, 21, 0, 0), NewConnection(), _now);
        Assert.NotSame(session, met.Session);
        Assert.Equal(
            [new SessionOver(Other, 20, SessionEnd.Replaced), new SessionUp(Other, 21, true)],
            Changes());
    }

    [Fact]
    public void Quarantine_must_spare_a_system_with_another_uid()
    {
        var session = Meet(10, NewConnection()).Session;
        Changes();
        _sessions.Quarantine(Peer, 9, _now);
        Assert.False(session.IsOver);
        Assert.Equal(RefusalCode.Quarantined, Meet(9, NewConnection()).Refusal);
        _sessions.Quarantine(Peer, 10, _now);
        Assert.True(session.IsOver);
    }

    [Fact]
    public void Nobody_must_be_met_any_more_when_it_closes()
    {
        Meet(10, NewConnection());
        Assert.Single(_sessions.CloseAll());
        Assert.Equal(RefusalCode.Closing, Meet(10, NewConnection()).Refusal);
        Assert.Null(_sessions.ForSending(Other, _now, out _, out _));
    }

    private static Connection NewConnection() => new(null!, null!, "nowhere");

    private Meeting Meet(int uid, Connection connection) =>
        _sessions.Meet(new Hello(Peer, Own, uid, 0, 0), connection, _now);

    private Session Dial() => _sessions.ForSending(Other, _now, out _, out _);

    private List<SessionEvent> Changes()
    {
        var changes = new List<SessionEvent>();
        while (_sessions.Changes.TryDequeue(out var change))
        {
            changes.Add(change.Event);
        }

        return changes;
    }

    private void Pass(long milliseconds)
    {
        for (var until = _now + milliseconds; _now < until;)
        {
            _now += Interval;
            _sessions.Tick(_now, Interval);
        }
    }
}
