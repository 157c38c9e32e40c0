using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace AkkaCoded.Messages.Protocol;

/// <summary>
/// Bytes for every <see cref="IWireMessage"/> and back, by the messages of wire.proto. A short
/// manifest with a version (<c>compute.1</c>) names the type, never a class name, so bytes cannot
/// make this process load a type. Both ends check the same limits: what would be refused on arrival
/// is refused before it is sent. Safe for several threads. See docs/wire.md.
/// </summary>
/// <param name="system">The actor system; the identifier is read from its configuration, see
/// <see cref="WireSerialization.Config"/>.</param>
public sealed class WireSerializer(ExtendedActorSystem system)
    : SerializerWithStringManifest(system)
{
    /// <summary>The manifest of a message.</summary>
    /// <param name="o">An <see cref="IWireMessage"/>.</param>
    /// <exception cref="SerializationException">It is no message of this protocol.</exception>
    public override string Manifest(object o) => WireFormats.Of(o).Manifest;

    /// <summary>The bytes of a message.</summary>
    /// <param name="obj">An <see cref="IWireMessage"/>.</param>
    /// <exception cref="SerializationException">It is no message of this protocol, a value in it
    /// is out of its range, or it needs more than <see cref="WireLimits.MessageBytesMax"/> bytes.
    /// </exception>
    public override byte[] ToBinary(object obj) => WireFormats.Of(obj).Write(obj);

    /// <summary>The message in some bytes, which must not be changed afterwards.</summary>
    /// <param name="bytes">What <see cref="ToBinary"/> gave, or anything at all.</param>
    /// <param name="manifest">What <see cref="Manifest"/> gave.</param>
    /// <exception cref="SerializationException">The manifest is unknown here, or the bytes are no
    /// such message within its limits. Nothing else is ever thrown.</exception>
    public override object FromBinary(byte[] bytes, string manifest) =>
        WireFormats.Of(manifest).Read(bytes);
}
