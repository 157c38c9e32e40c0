namespace AkkaCoded.Coordinator.LocalNodes;

/// <summary>What a node's process is told.</summary>
/// <param name="Name">The node's name, the same at each start.</param>
/// <param name="ControlPort">Its port of the control plane, the same at each start, so that a new
/// process replaces its earlier self.</param>
internal sealed record NodeStart(string Name, int ControlPort);

/// <summary>The end of a process.</summary>
/// <param name="Exit">How it ended.</param>
/// <param name="Output">The last lines that it wrote.</param>
internal sealed record NodeEnd(NodeExit Exit, IReadOnlyList<string> Output);

/// <summary>Starts processes; tests have one of their own.</summary>
internal interface INodeStarter
{
    /// <summary>Starts a process and returns at once.</summary>
    /// <param name="start">Which node.</param>
    /// <param name="ended">Told once when it has ended, on any thread, and never before this
    /// method has returned.</param>
    INodeProcess Start(NodeStart start, Action<NodeEnd> ended);
}

/// <summary>A process that was started.</summary>
internal interface INodeProcess
{
    /// <summary>Its number in the operating system.</summary>
    int Id { get; }

    /// <summary>Asks it to end in good order.</summary>
    void AskToEnd();

    /// <summary>Ends it at once.</summary>
    void Kill();
}
