using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>What is told to a selection: the rest of the path, and the message.</summary>
public class MessageContainerSerializer(ExtendedActorSystem system) : Serializer(system)
{
    private const int ElementsMax = 1000;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj)
    {
        var selection = (ActorSelectionMessage)obj;
        return Payload.Bytes(writer =>
        {
            writer.Write(selection.WildCardFanOut);
            writer.Write(selection.Elements.Length);
            foreach (var element in selection.Elements)
            {
                writer.Write(KindOf(element));
                writer.Write(element.ToString());
            }

            Payload.Write(writer, system, selection.Message);
        });
    }

    public override object FromBinary(byte[] bytes, Type type) =>
        Payload.From(bytes, reader =>
        {
            var fanOut = reader.ReadBoolean();
            var count = reader.ReadInt32();
            if (count is < 0 or > ElementsMax)
            {
                throw new SerializationException($"a selection of {count} elements");
            }

            var elements = new SelectionPathElement[count];
            for (var i = 0; i < count; i++)
            {
                elements[i] = Element(reader.ReadByte(), reader.ReadString());
            }

            return new ActorSelectionMessage(Payload.Read(reader, system), elements, fanOut);
        });

    private static byte KindOf(SelectionPathElement element) =>
        element switch
        {
            SelectChildName => 1,
            SelectChildPattern => 2,
            SelectParent => 3,
            SelectChildRecursive => 4,
            _ => throw new ArgumentException($"unknown element of a selection: {element}"),
        };

    private static SelectionPathElement Element(byte kind, string text) =>
        kind switch
        {
            1 => new SelectChildName(text),
            2 => new SelectChildPattern(text),
            3 => SelectParent.Instance,
            4 => SelectChildRecursive.Instance,
            _ => throw new SerializationException($"a selection's element of kind {kind}"),
        };
}
