using Akka.Actor;
using Akka.Remote.Wire;

namespace Akka.Remote;

/// <summary>
/// What this system and one system with one uid have to say to each other, over as many
/// connections as it takes. All changes are made by <see cref="Remote.Sessions"/> under its lock,
/// but for what is received, which has a lock of its own.
/// </summary>
internal sealed class Session(Address remote, Outbox outbox, Inbound inbound)
{
    private Connection _current;
    private volatile bool _isOver;
    private long _lastHeard;

    public Address Remote { get; } = remote;

    public Outbox Outbox { get; } = outbox;

    public Inbound Inbound { get; } = inbound;

    /// <summary>0 until the peer was met.</summary>
    public int PeerUid { get; set; }

    public bool IsDialled { get; set; }

    public bool IsSilent { get; set; }

    /// <summary>One complaint about a full buffer is enough.</summary>
    public bool HasComplained { get; set; }

    /// <summary>Times in a row that the peer broke the protocol, with how much was received by
    /// the last.</summary>
    public int Breaches { get; set; }

    public long ReceivedAtBreach { get; set; }

    public bool IsOver
    {
        get => _isOver;
        set => _isOver = value;
    }

    public SessionEnd End { get; set; }

    /// <summary>Null while there is none.</summary>
    public Connection Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    public long LastHeard
    {
        get => Volatile.Read(ref _lastHeard);
        set => Volatile.Write(ref _lastHeard, value);
    }

    /// <summary>Cancelled when the session is over: nobody has to dial any more.</summary>
    public CancellationTokenSource Ended { get; } = new();
}
