using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>
/// Keeps which node was last heard when. Knows nothing of connections but how to cut one. Time
/// comes from outside. Safe for several threads.
/// </summary>
internal sealed class PresenceBoard(TimeProvider time, DataPlaneLimits limits)
    : IPresence, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Ticket> _nodes = [];
    private readonly List<Action<PresenceEvent>> _listeners = [];

    public IReadOnlyDictionary<string, long> Present()
    {
        lock (_gate)
        {
            return _nodes.Values.Where(ticket => !ticket.IsSilent)
                .ToDictionary(ticket => ticket.Node, ticket => ticket.Incarnation);
        }
    }

    public IDisposable Subscribe(Action<PresenceEvent> listener)
    {
        lock (_gate)
        {
            foreach (var ticket in _nodes.Values)
            {
                listener(Event(ticket, PresenceChange.Appeared));
                if (ticket.IsSilent)
                {
                    listener(Event(ticket, PresenceChange.Silent));
                }
            }

            _listeners.Add(listener);
        }

        return new Subscription(this, listener);
    }

    /// <summary>A node's connection is open. It replaces one of the same node that has not been
    /// noticed to be dead.</summary>
    /// <param name="node">The node's name.</param>
    /// <param name="incarnation">Which start of its process.</param>
    /// <param name="cut">Ends the connection; called at most once, on any thread.</param>
    /// <returns>Null where a later start of the node is there already.</returns>
    public Ticket? Appear(string node, long incarnation, Action cut)
    {
        Ticket? replaced;
        Ticket ticket;
        lock (_gate)
        {
            if (_nodes.TryGetValue(node, out replaced))
            {
                if (replaced.Incarnation > incarnation)
                {
                    return null;
                }

                Remove(replaced);
            }

            ticket = new Ticket(node, incarnation, cut) { HeardAt = time.GetTimestamp() };
            _nodes[node] = ticket;
            ticket.Timer = time.CreateTimer(
                _ => Look(ticket), null, limits.SilenceMax, Timeout.InfiniteTimeSpan);
            Tell(Event(ticket, PresenceChange.Appeared));
        }

        replaced?.Cut();
        return ticket;
    }

    /// <summary>A sign of life.</summary>
    public void Heard(Ticket ticket)
    {
        lock (_gate)
        {
            if (ticket.IsGone)
            {
                return;
            }

            ticket.HeardAt = time.GetTimestamp();
            if (ticket.IsSilent)
            {
                ticket.IsSilent = false;
                ticket.Timer?.Change(limits.SilenceMax, Timeout.InfiniteTimeSpan);
                Tell(Event(ticket, PresenceChange.Back));
            }
        }
    }

    /// <summary>The connection is closed.</summary>
    public void Close(Ticket ticket)
    {
        lock (_gate)
        {
            Remove(ticket);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var ticket in _nodes.Values)
            {
                ticket.Timer?.Dispose();
            }

            _nodes.Clear();
            _listeners.Clear();
        }
    }

    /// <summary>The timer is not moved by every sign of life: it looks when the last one was, and
    /// sleeps for what is left.</summary>
    private void Look(Ticket ticket)
    {
        var isForgotten = false;
        lock (_gate)
        {
            if (ticket.IsGone)
            {
                return;
            }

            var elapsed = time.GetElapsedTime(ticket.HeardAt);
            if (elapsed >= limits.SilenceMax && !ticket.IsSilent)
            {
                ticket.IsSilent = true;
                Tell(Event(ticket, PresenceChange.Silent));
            }

            var limit = ticket.IsSilent ? limits.ForgetAfter : limits.SilenceMax;
            isForgotten = ticket.IsSilent && elapsed >= limit;
            if (isForgotten)
            {
                Remove(ticket);
            }
            else
            {
                ticket.Timer?.Change(limit - elapsed, Timeout.InfiniteTimeSpan);
            }
        }

        if (isForgotten)
        {
            ticket.Cut();
        }
    }

    private void Remove(Ticket ticket)
    {
        if (ticket.IsGone)
        {
            return;
        }

        ticket.IsGone = true;
        ticket.Timer?.Dispose();
        _nodes.Remove(ticket.Node);
        Tell(Event(ticket, PresenceChange.Gone));
    }

    private PresenceEvent Event(Ticket ticket, PresenceChange change) => new(
        ticket.Node, ticket.Incarnation, change, time.GetElapsedTime(ticket.HeardAt));

    private void Tell(PresenceEvent change) => _listeners.ForEach(listener => listener(change));

    /// <summary>One connection of one node; all but the names is guarded by the board.</summary>
    internal sealed class Ticket(string node, long incarnation, Action cut)
    {
        public string Node { get; } = node;

        public long Incarnation { get; } = incarnation;

        public long HeardAt { get; set; }

        public bool IsSilent { get; set; }

        public bool IsGone { get; set; }

        public ITimer? Timer { get; set; }

        public void Cut() => cut();
    }

    private sealed class Subscription(PresenceBoard board, Action<PresenceEvent> listener)
        : IDisposable
    {
        public void Dispose()
        {
            lock (board._gate)
            {
                board._listeners.Remove(listener);
            }
        }
    }
}
