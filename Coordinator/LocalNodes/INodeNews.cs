namespace AkkaCoded.Coordinator.LocalNodes;

/// <summary>Hears what becomes of the processes of this machine. Calls come one at a time, under a
/// lock: return at once.</summary>
internal interface INodeNews
{
    /// <summary>For view and record.</summary>
    /// <param name="kind"><c>node-started</c>, <c>node-lost</c> or <c>node-quarantined</c>.</param>
    /// <param name="text">For people, in one line.</param>
    void Happened(string kind, string text);

    /// <summary>Lines for people alone, such as the last that a dead process wrote.</summary>
    void Show(IReadOnlyList<string> lines);
}
