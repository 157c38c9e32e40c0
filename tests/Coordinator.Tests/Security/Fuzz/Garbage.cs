namespace AkkaCoded.Coordinator.Tests.Security.Fuzz;

/// <summary>What a sender of garbage does when it has sent it.</summary>
internal enum GarbageEnd
{
    /// <summary>Says that no more comes, and reads to the end.</summary>
    Read,

    /// <summary>Goes away without reading.</summary>
    Leave,

    /// <summary>Goes away with a reset.</summary>
    Reset,

    /// <summary>Stays, and says nothing, until others need its place.</summary>
    Stay,
}

/// <summary>One thing that is sent on a connection of its own.</summary>
/// <param name="Kind">Which maker made it.</param>
/// <param name="Bytes">What is sent; in two halves, to split what is read at once.</param>
/// <param name="End">What comes after.</param>
internal sealed record Garbage(string Kind, byte[] Bytes, GarbageEnd End);
