using System.Net.WebSockets;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Wire;

namespace Akka.Remote;

internal sealed partial class Remoting
{
    /// <summary>How often the sessions are looked at.</summary>
    private const int Interval = 100;

    private readonly Lock _carryingOut = new();
    private Timer _timer;
    private bool _isStopped;

    public override void Start()
    {
        _dialler.Prepare();
        _timer = new Timer(_ => Tick(), null, Interval, Interval);
        Log.Info("Remoting started; this system is [{0}]", DefaultAddress);
        System.EventStream.Publish(new RemotingListenEvent([DefaultAddress]));
    }

    /// <summary>Says goodbye after everything that was told before; not for ever.</summary>
    public override async Task Shutdown()
    {
        var goodbyes = Sessions.CloseAll()
            .Select(session => session.Current?.SayGoodbyeAsync() ?? Task.CompletedTask);
        try
        {
            await Task.WhenAll(goodbyes).WaitAsync(Provider.RemoteSettings.FlushWait)
                .ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.Info("Not every node has taken leave in time");
        }

        Stop();
        System.EventStream.Publish(new RemotingShutdownEvent());
    }

    /// <summary>At once; also where the system never started in full.</summary>
    public void Stop()
    {
        _timer?.Dispose();
        foreach (var session in Sessions.CloseAll())
        {
            Sessions.End(session, SessionEnd.Shutdown, Now);
        }

        Volatile.Write(ref _isStopped, true);
        CarryOut();
        _dialler.Dispose();
    }

    /// <summary>Orderly leave of one node, as the last word of this system to it.</summary>
    public Task SayGoodbyeAsync(Address address) =>
        Sessions.Find(address)?.Current?.SayGoodbyeAsync() ?? Task.CompletedTask;

    public async Task AcceptAsync(WebSocket socket, CancellationToken cancellation)
    {
        var connection = new Connection(this, socket, "a node that dialled");
        await using var stop = cancellation.UnsafeRegister(
            static state => ((Connection)state).Abort(), connection).ConfigureAwait(false);
        try
        {
            await connection.AcceptAsync().ConfigureAwait(false);
        }
        finally
        {
            connection.Abort();
        }
    }

    /// <summary>Does what the sessions' changes ask for, in their order, and only one at a time.
    /// </summary>
    public void CarryOut()
    {
        lock (_carryingOut)
        {
            while (Sessions.Changes.TryDequeue(out var change))
            {
                try
                {
                    CarryOut(change.Session, change.Event);
                }
                catch (Exception e)
                {
                    Log.Error(e, "[{0}]", change.Event);
                }
            }
        }
    }

    /// <summary>The other end has said why it does not speak with this system.</summary>
    public void Refused(Session session, RefusedException refusal)
    {
        if (refusal.Code is RefusalCode.Quarantined or RefusalCode.Protocol)
        {
            Sessions.End(session, SessionEnd.Refused, Now);
        }
        else if (refusal.Code == RefusalCode.Closing && session.PeerUid != 0)
        {
            Sessions.End(session, SessionEnd.Goodbye, Now);
        }
        else if (Complaints.Count($"{session.Remote} refuses: {refusal.Code}"))
        {
            Log.Warning("[{0}] refuses this system: {1}", session.Remote, refusal.Message);
        }

        CarryOut();
    }

    private void CarryOut(Session session, SessionEvent change)
    {
        switch (change)
        {
            case SessionUp:
                Log.Info("[{0}] with uid [{1}] is connected", change.Address, change.Uid);
                Publish(new AssociatedEvent(DefaultAddress, change.Address, !session.IsDialled));
                break;
            case SessionResumed:
                Log.Info("[{0}] is connected again", change.Address);
                Publish(new AssociatedEvent(DefaultAddress, change.Address, !session.IsDialled));
                break;
            case SessionInterrupted:
                Log.Info("The connection with [{0}] was interrupted", change.Address);
                Publish(new DisassociatedEvent(
                    DefaultAddress, change.Address, !session.IsDialled));
                break;
            case SessionSilent:
                Log.Warning("[{0}] is silent", change.Address);
                break;
            case SessionOver over:
                CarryOut(session, over);
                return;
        }

        Publish(change);
    }

    private void CarryOut(Session session, SessionOver over)
    {
        _ = session.Ended.CancelAsync();
        var rest = session.Outbox.Close();
        if (over.Reason is SessionEnd.Quarantined or SessionEnd.GivenUp)
        {
            session.Current?.Refuse(RefusalCode.Quarantined, "this node was given up");
        }
        else
        {
            session.Current?.Abort();
        }

        if (Volatile.Read(ref _isStopped) || over.Reason == SessionEnd.Shutdown)
        {
            return;
        }

        var level = over.Reason == SessionEnd.Goodbye ? LogLevel.InfoLevel : LogLevel.WarningLevel;
        Log.Log(level, null, $"The session with [{over.Address}], uid [{over.Uid}], is over: "
            + $"{over.Reason}; {rest.Count} messages were not acknowledged");
        AddressTerminatedTopic.Get(System).Publish(new AddressTerminated(over.Address));
        GiveBack(session, rest);
        PublishLifecycle(over);
        Publish(over);
    }

    private void PublishLifecycle(SessionOver over)
    {
        if (over.Reason == SessionEnd.Refused)
        {
            Publish(new ThisActorSystemQuarantinedEvent(DefaultAddress, over.Address));
        }
        else if (over.Uid != 0 && over.Reason != SessionEnd.Goodbye)
        {
            Publish(new QuarantinedEvent(over.Address, over.Uid));
        }
    }

    /// <summary>What the peer has not acknowledged it may have, or may not: it is a dead letter.
    /// </summary>
    private void GiveBack(Session session, IReadOnlyList<byte[]> frames)
    {
        foreach (var frame in frames)
        {
            if (frame[4] != (byte)FrameKind.Message)
            {
                continue;
            }

            try
            {
                var (message, sender, to) = Inbound.ReadBack(Provider, this, frame);
                var path = new RootActorPath(session.Remote) / to.Split('/');
                Provider.PublishDeadLetter(message, sender, Provider.ResolveActorRef(path));
            }
            catch (Exception e)
            {
                Log.Debug("A message to [{0}] can't be read back: {1}", session.Remote, e.Message);
            }
        }
    }

    private void Tick()
    {
        foreach (var connection in Sessions.Tick(Now, Interval))
        {
            connection.Abort();
        }

        var now = Now;
        foreach (var session in Sessions.Live)
        {
            session.Current?.BeatIfDue(now);
        }

        CarryOut();
    }

    private void Publish(object message) => System.EventStream.Publish(message);
}
