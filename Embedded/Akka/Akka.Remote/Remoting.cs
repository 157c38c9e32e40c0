using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.Remote.Wire;

namespace Akka.Remote;

/// <summary>
/// The transport: frames of a session over WebSockets, which the accepting node is handed by its
/// host and the others dial. Telling costs a serialization and a queue; one loop per connection
/// writes and one reads. See docs/embedded-remoting.md.
/// </summary>
internal sealed partial class Remoting : RemoteTransport
{
    private readonly Outbound _outbound;
    private readonly WebSocketSettings _settings;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly long _started;
    private readonly Dialler _dialler;
    private readonly Complaints _outOfReach;

    public Remoting(ExtendedActorSystem system, RemoteActorRefProvider provider)
        : base(system, provider)
    {
        _settings = provider.RemoteSettings.Socket;
        _started = _time.GetTimestamp();
        _outbound = new Outbound(this, new WirePaths(provider));
        Complaints = new Complaints(Log);
        _outOfReach = new Complaints(Log);
        Uid = AddressUidExtension.Uid(system);
        Sessions = new Sessions(
            provider.DefaultAddress, Uid, provider.RemoteSettings,
            address => new Inbound(this, address), Now);
        _dialler = new Dialler(this, _settings);
    }

    public override Address DefaultAddress => Provider.DefaultAddress;

    public override ISet<Address> Addresses => new HashSet<Address> { DefaultAddress };

    public int Uid { get; }

    public Sessions Sessions { get; }

    public Complaints Complaints { get; }

    public WebSocketSettings Settings => _settings;

    public long Now => (long)_time.GetElapsedTime(_started).TotalMilliseconds;

    public static Remoting Of(ActorSystem system) =>
        (((ExtendedActorSystem)system).Provider as RemoteActorRefProvider)?.Remoting;

    /// <summary>From now on this address is one that accepts connections.</summary>
    public void AllowDial(Address address) => Sessions.AllowDial(address);

    public override void Quarantine(Address address, int? uid)
    {
        Sessions.Quarantine(address, uid, Now);
        CarryOut();
    }

    public override void Send(object message, IActorRef sender, RemoteActorRef recipient)
    {
        var session = SessionFor(recipient, out var absence);
        if (session is null)
        {
            ReportAbsence(recipient.Path.Address, absence);
            Provider.PublishDeadLetter(message, sender, recipient);
            return;
        }

        byte[] frame;
        try
        {
            frame = _outbound.Message(message, sender, recipient);
        }
        catch (Exception e)
        {
            Log.Error(e, "Can't serialize a message of type [{0}] to [{1}]: it is dropped",
                message.GetType(), recipient);
            return;
        }

        if (frame.Length > _settings.FrameMax)
        {
            Log.Error(
                "A message of type [{0}] to [{1}] is too large: {2} bytes, "
                + "akka.remote.dot-netty.tcp.maximum-frame-size is {3}; it is dropped",
                message.GetType(), recipient, frame.Length, _settings.FrameMax);
            return;
        }

        if (!Post(session, frame, recipient, false))
        {
            Provider.PublishDeadLetter(message, sender, recipient);
        }
    }

    public void SendSystem(ISystemMessage message, RemoteActorRef recipient)
    {
        if (_outbound.System(message, recipient) is not { } frame)
        {
            return;
        }

        var session = SessionFor(recipient, out var absence);
        if (session is not null && Post(session, frame, recipient, true))
        {
            return;
        }

        ReportAbsence(recipient.Path.Address, absence);
        if (message is Watch watch)
        {
            watch.Watcher.SendSystemMessage(
                new DeathWatchNotification(watch.Watchee, false, true));
        }
    }

    public object Deserialize(int serializer, string manifest, byte[] payload)
    {
        var reader = System.Serialization.ByIdentifier(serializer, manifest);
        if (reader is not Akka.Serialization.SerializerWithStringManifest named)
        {
            return System.Serialization.Deserialize(payload, serializer, manifest);
        }

        var previous = Akka.Serialization.Serialization.CurrentTransportInformation;
        Akka.Serialization.Serialization.CurrentTransportInformation =
            Provider.SerializationInformation;
        try
        {
            return named.FromBinary(payload, manifest);
        }
        finally
        {
            Akka.Serialization.Serialization.CurrentTransportInformation = previous;
        }
    }

    private Session SessionFor(RemoteActorRef recipient, out Absence absence)
    {
        absence = default;
        if (recipient.Session is { IsOver: false } known)
        {
            return known;
        }

        var address = recipient.Path.Address;
        var session = Sessions.ForSending(address, Now, out absence, out var isNew);
        recipient.Session = session;
        if (isNew)
        {
            _dialler.Begin(session);
        }

        return session;
    }

    private bool Post(Session session, byte[] frame, RemoteActorRef recipient, bool isUrgent)
    {
        var posted = session.Outbox.Add(frame, isUrgent);
        if (posted == Posting.Closed)
        {
            // It ended this moment: the address may have a successor by now.
            session = SessionFor(recipient, out _);
            posted = session is null ? Posting.Closed : session.Outbox.Add(frame, isUrgent);
        }

        if (posted == Posting.Accepted)
        {
            session.Current?.Signal();
            return true;
        }

        if (posted == Posting.Full && !session.HasComplained)
        {
            session.HasComplained = true;
            Log.Warning(
                "[{0}] takes nothing any more: {1} messages wait for it "
                + "(akka.remote.websocket.buffer-max); what follows are dead letters",
                session.Remote, session.Outbox.Count);
        }

        return false;
    }

    private void ReportAbsence(Address address, Absence absence)
    {
        if (absence == Absence.OutOfReach && _outOfReach.Count(address.ToString()))
        {
            Log.Warning(
                "[{0}] can't be reached from here: it accepts no connections, being none of "
                + "akka.cluster.seed-nodes or akka.remote.websocket.dial. The embedded engine's "
                + "nodes speak with the node they joined, not among one another; where they "
                + "have to, build with -p:Engine=Packages. Messages become dead letters.",
                address);
        }
    }
}
