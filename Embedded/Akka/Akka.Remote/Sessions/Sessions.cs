using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Remote.Wire;

namespace Akka.Remote;

/// <summary>
/// With whom this system speaks, may speak and never speaks again. Every decision about sessions
/// is made here, under one lock, from what it is told and the time it is given; what follows from
/// it is queued in <see cref="Changes"/> for <see cref="Remoting"/> to carry out in that order.
/// Looking up a live session takes no lock.
/// </summary>
internal sealed partial class Sessions
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<Address, Session> _live = new();
    private readonly HashSet<(Address Address, int Uid)> _quarantined = [];
    private readonly Dictionary<Address, long> _gates = [];
    private readonly HashSet<Address> _met = [];
    private readonly HashSet<Address> _dialled;
    private readonly Address _own;
    private readonly int _uid;
    private readonly WebSocketSettings _settings;
    private readonly long _gate;
    private readonly Func<Address, Inbound> _inbound;
    private bool _isClosing;
    private long _lastTick;

    public Sessions(
        Address own, int uid, RemoteSettings settings, Func<Address, Inbound> inbound, long now)
    {
        _own = own;
        _uid = uid;
        _settings = settings.Socket;
        _gate = (long)settings.RetryGateClosedFor.TotalMilliseconds;
        _inbound = inbound;
        _lastTick = now;
        _dialled = [.. _settings.Dialled.Where(address => address != own)];
    }

    public ConcurrentQueue<Change> Changes { get; } = new();

    public IReadOnlyCollection<Session> Live => (IReadOnlyCollection<Session>)_live.Values;

    public Session Find(Address address) => _live.GetValueOrDefault(address);

    public void AllowDial(Address address)
    {
        lock (_lock)
        {
            if (address != _own)
            {
                _dialled.Add(address);
            }
        }
    }

    /// <summary>
    /// The session to send over, made where there is none and the address may be dialled; then
    /// somebody has to dial. Null says why not.
    /// </summary>
    public Session ForSending(Address address, long now, out Absence absence, out bool isNew)
    {
        absence = default;
        isNew = false;
        if (_live.TryGetValue(address, out var session))
        {
            return session;
        }

        lock (_lock)
        {
            if (_live.TryGetValue(address, out session))
            {
                return session;
            }

            absence = _isClosing || IsGated(address, now) ? Absence.Gone
                : _dialled.Contains(address) ? Absence.None
                : _met.Contains(address) ? Absence.Gone
                : Absence.OutOfReach;
            isNew = absence == Absence.None;
            return isNew ? Create(address, now) : null;
        }
    }

    public bool IsQuarantined(Address address, int uid)
    {
        lock (_lock)
        {
            return _quarantined.Contains((address, uid));
        }
    }

    /// <summary>No session is made any more; gives those that are to be ended.</summary>
    public IReadOnlyList<Session> CloseAll()
    {
        lock (_lock)
        {
            _isClosing = true;
            return [.. _live.Values];
        }
    }

    private bool IsGated(Address address, long now) =>
        _gates.TryGetValue(address, out var until) && now < until;

    private Session Create(Address address, long now)
    {
        var outbox = new Outbox(_settings.BufferMax, _settings.BufferBytes);
        var session = new Session(address, outbox, _inbound(address)) { LastHeard = now };
        _live[address] = session;
        return session;
    }
}

/// <summary>What has become of a session.</summary>
internal readonly record struct Change(Session Session, SessionEvent Event);

/// <summary>Why nothing can be sent to an address.</summary>
internal enum Absence
{
    None,

    /// <summary>It was there, or was tried a moment ago.</summary>
    Gone,

    /// <summary>It was never there, and does not accept connections.</summary>
    OutOfReach,
}
