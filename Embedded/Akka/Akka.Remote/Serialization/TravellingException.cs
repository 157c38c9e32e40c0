using Akka.Actor;

namespace Akka.Remote.Serialization;

/// <summary>
/// The failure that an Ask is answered with. What type it had is told in words, but for some of
/// the runtime's own: a node makes no objects of types that the wire names.
/// </summary>
internal static class TravellingException
{
    private static readonly Dictionary<string, Func<string, Exception>> Known = new()
    {
        [nameof(ArgumentException)] = text => new ArgumentException(text),
        [nameof(InvalidOperationException)] = text => new InvalidOperationException(text),
        [nameof(NotSupportedException)] = text => new NotSupportedException(text),
        [nameof(OperationCanceledException)] = text => new OperationCanceledException(text),
        [nameof(TaskCanceledException)] = text => new TaskCanceledException(text),
        [nameof(TimeoutException)] = text => new TimeoutException(text),
        [nameof(AskTimeoutException)] = text => new AskTimeoutException(text),
    };

    public static void Write(BinaryWriter writer, Exception cause)
    {
        writer.Write(cause?.GetType().Name ?? "");
        writer.Write(cause?.Message ?? "");
    }

    public static Exception Read(BinaryReader reader)
    {
        var type = reader.ReadString();
        var text = reader.ReadString();
        return type.Length == 0 ? null
            : Known.TryGetValue(type, out var make) ? make(text)
            : new RemoteTransportException($"{type}: {text}");
    }
}
