using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;

namespace Akka.Remote.Serialization;

/// <summary>Messages within messages, each by its own serializer; little-endian, text with its
/// length before it.</summary>
internal static class Payload
{
    /// <summary>Selections within selections: nobody needs more, and a stack has an end.</summary>
    private const int DepthMax = 16;

    [ThreadStatic]
    private static int _depth;

    public static void Write(BinaryWriter writer, ExtendedActorSystem system, object message)
    {
        var serializer = system.Serialization.FindSerializerFor(message);
        var bytes = serializer.ToBinary(message);
        writer.Write(serializer.Identifier);
        writer.Write(Akka.Serialization.Serialization.ManifestFor(serializer, message));
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    public static object Read(BinaryReader reader, ExtendedActorSystem system)
    {
        var serializer = reader.ReadInt32();
        var manifest = reader.ReadString();
        var length = reader.ReadInt32();
        var left = reader.BaseStream.Length - reader.BaseStream.Position;
        if (length < 0 || length > left)
        {
            throw new SerializationException("a message within a message ends before it should");
        }

        if (_depth == DepthMax)
        {
            throw new SerializationException($"more than {DepthMax} messages in one another");
        }

        _depth++;
        try
        {
            return system.Serialization.Deserialize(
                reader.ReadBytes(length), serializer, manifest);
        }
        finally
        {
            _depth--;
        }
    }

    public static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, true))
        {
            write(writer);
        }

        return stream.ToArray();
    }

    public static T From<T>(byte[] bytes, Func<BinaryReader, T> read)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, false), Encoding.UTF8);
        return read(reader);
    }
}
