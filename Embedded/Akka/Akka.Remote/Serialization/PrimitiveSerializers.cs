using System.Buffers.Binary;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>Text and whole numbers as they are.</summary>
public sealed class PrimitiveSerializers(ExtendedActorSystem system, Config config)
    : SerializerWithStringManifest(system)
{
    internal Config Config { get; } = config;

    public override string Manifest(object o) =>
        o switch
        {
            string => "S",
            int => "I",
            long => "L",
            _ => throw new ArgumentException(
                $"Cannot serialize object of type [{o?.GetType()}] in [{GetType()}]"),
        };

    public override byte[] ToBinary(object obj)
    {
        switch (obj)
        {
            case string text:
                return Encoding.UTF8.GetBytes(text);
            case int number:
                var four = new byte[4];
                BinaryPrimitives.WriteInt32LittleEndian(four, number);
                return four;
            case long number:
                var eight = new byte[8];
                BinaryPrimitives.WriteInt64LittleEndian(eight, number);
                return eight;
            default:
                throw new ArgumentException(
                    $"Cannot serialize object of type [{obj?.GetType()}] in [{GetType()}]");
        }
    }

    public override object FromBinary(byte[] bytes, string manifest) =>
        manifest switch
        {
            "S" => Encoding.UTF8.GetString(bytes),
            "I" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            "L" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            _ => throw new SerializationException(
                $"Unimplemented deserialization of message with manifest [{manifest}] in "
                + $"[{GetType()}]"),
        };
}
