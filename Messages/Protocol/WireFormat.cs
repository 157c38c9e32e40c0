using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace AkkaCoded.Messages.Protocol;

/// <summary>How one kind of message goes to bytes and back.</summary>
internal abstract class WireFormat(string manifest, Type type)
{
    /// <summary>Name and version of the format: what travels beside the bytes.</summary>
    public string Manifest { get; } = manifest;

    /// <summary>The record.</summary>
    public Type Type { get; } = type;

    public abstract byte[] Write(object message);

    public abstract IWireMessage Read(byte[] bytes);
}

/// <summary>
/// The way over a generated class. The same check runs on both ends and always on the record: what
/// one end lets pass the other accepts.
/// </summary>
/// <typeparam name="TRecord">The record.</typeparam>
/// <typeparam name="TWire">The class made from wire.proto.</typeparam>
internal sealed class WireFormat<TRecord, TWire>(
    string manifest,
    MessageParser<TWire> parser,
    Func<TRecord, TWire> toWire,
    Func<TWire, TRecord> toRecord,
    Func<TRecord, string?> problem) : WireFormat(manifest, typeof(TRecord))
    where TRecord : class, IWireMessage
    where TWire : class, IMessage<TWire>, new()
{
    private readonly MessageDescriptor _descriptor = new TWire().Descriptor;

    // Fields of a newer version are skipped: keeping them would let a sender fill memory.
    private readonly MessageParser<TWire> _parser = parser.WithDiscardUnknownFields(true);

    public override byte[] Write(object message)
    {
        var record = (TRecord)message;
        if (problem(record) is { } why)
        {
            throw WireErrors.Refused(Manifest, why);
        }

        var wire = toWire(record);
        var size = wire.CalculateSize();
        if (size > WireLimits.MessageBytesMax)
        {
            throw WireErrors.TooLarge(Manifest, size);
        }

        var bytes = new byte[size];
        wire.WriteTo(bytes.AsSpan());
        return bytes;
    }

    public override IWireMessage Read(byte[] bytes)
    {
        if (bytes is null)
        {
            throw WireErrors.Refused(Manifest, "it has no bytes");
        }

        // Before parsing, so that nothing large is ever built.
        if (bytes.Length > WireLimits.MessageBytesMax)
        {
            throw WireErrors.TooLarge(Manifest, bytes.Length);
        }

        var record = toRecord(Parse(bytes));
        return problem(record) is { } why ? throw WireErrors.Refused(Manifest, why) : record;
    }

    private TWire Parse(byte[] bytes)
    {
        if (!WireShape.IsSound(bytes, _descriptor))
        {
            throw WireErrors.Refused(
                Manifest, "its bytes are damaged: a field is not within them");
        }

        try
        {
            return _parser.ParseFrom(bytes);
        }
        catch (Exception damage) when (damage is not OutOfMemoryException)
        {
            // Any kind, because bytes from outside must never reach an actor as a failure of its
            // own; newer parsers may throw for more than InvalidProtocolBufferException.
            throw WireErrors.Refused(
                Manifest, "its bytes are damaged: " + damage.Message.TrimEnd('.'));
        }
    }
}
