namespace Akka.Remote.Wire;

/// <summary>
/// Frames as they follow one another in the WebSocket's binary messages: length of the rest (u32),
/// kind (u8), content; all numbers little-endian. docs/embedded-remoting.md has the table.
/// </summary>
internal static class Frame
{
    public const int HeaderLength = 5;
    public const int SequenceOffset = HeaderLength;
    public const int PulseLength = HeaderLength + 8;

    /// <summary>Of a hello or a refusal, which come before anybody is trusted.</summary>
    public const int GreetingMax = 4096;
}

internal enum FrameKind : byte
{
    Hello = 1,
    Refusal = 2,
    Message = 3,
    System = 4,
    Pulse = 5,
    Goodbye = 6,
}

internal enum SystemKind : byte
{
    Watch = 1,
    Unwatch = 2,
    DeathWatchNotification = 3,
    Terminate = 4,
}

internal enum RefusalCode : byte
{
    /// <summary>Another version of the protocol.</summary>
    Version = 1,

    /// <summary>This node has another address, or the dialler claims one it can't have.</summary>
    Address = 2,

    /// <summary>That uid was cut off.</summary>
    Quarantined = 3,

    /// <summary>This node is shutting down.</summary>
    Closing = 4,

    /// <summary>What was said contradicts what is known.</summary>
    Protocol = 5,
}

/// <summary>The other end does not keep to the protocol: the socket is closed.</summary>
internal sealed class ProtocolException(string message) : Exception(message);

/// <summary>The other end does not want to speak with this node.</summary>
internal sealed class RefusedException(RefusalCode code, string text)
    : Exception($"{code}: {text}")
{
    public RefusalCode Code { get; } = code;
}
