namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>What happened to a node's presence.</summary>
internal enum PresenceChange
{
    /// <summary>Its connection was opened.</summary>
    Appeared,

    /// <summary>It says nothing for longer than allowed, though its connection stands.</summary>
    Silent,

    /// <summary>It speaks again on the same connection.</summary>
    Back,

    /// <summary>Its connection is closed, replaced, or was cut after a long silence.</summary>
    Gone,
}

/// <summary>One change of a node's presence.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Incarnation">Which start of the node's process; grows.</param>
/// <param name="Change">What happened.</param>
/// <param name="SinceHeard">Time since its last sign of life.</param>
internal sealed record PresenceEvent(
    string Node, long Incarnation, PresenceChange Change, TimeSpan SinceHeard);

/// <summary>
/// Which nodes are there. A job trusts this, as a closed connection is known at once, while a
/// failure detector of a cluster takes seconds. Safe for several threads.
/// </summary>
internal interface IPresence
{
    /// <summary>Nodes whose connection stands and that are not silent, by name.</summary>
    IReadOnlyDictionary<string, long> Present();

    /// <summary>
    /// Tells changes in their order, beginning with an <see cref="PresenceChange.Appeared"/> for
    /// every node that is there. The listener is called under a lock: it passes the event on (to
    /// an actor) and does not call back.
    /// </summary>
    /// <returns>Dispose it to hear no more.</returns>
    IDisposable Subscribe(Action<PresenceEvent> listener);
}
