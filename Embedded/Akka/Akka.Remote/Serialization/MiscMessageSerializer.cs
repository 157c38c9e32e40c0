using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace Akka.Remote.Serialization;

/// <summary>The engine's own messages that may travel.</summary>
public sealed class MiscMessageSerializer(ExtendedActorSystem system)
    : SerializerWithStringManifest(system)
{
    public override string Manifest(object obj) =>
        obj switch
        {
            Identify => "ID",
            ActorIdentity => "AID",
            IActorRef => "AR",
            PoisonPill => "PP",
            Kill => "K",
            Status.Success => "SS",
            Status.Failure => "SF",
            _ => throw Unknown(obj?.GetType().ToString()),
        };

    public override byte[] ToBinary(object obj) =>
        obj switch
        {
            Identify identify => Nested(identify.MessageId),
            ActorIdentity identity => Payload.Bytes(writer =>
            {
                Payload.Write(writer, system, identity.MessageId);
                writer.Write(Path(identity.Subject));
            }),
            IActorRef actor => Encoding.UTF8.GetBytes(Path(actor)),
            PoisonPill or Kill => [],
            Status.Success success => Nested(success.Status),
            Status.Failure failure => Payload.Bytes(writer =>
            {
                TravellingException.Write(writer, failure.Cause);
                Payload.Write(writer, system, failure.State);
            }),
            _ => throw Unknown(obj?.GetType().ToString()),
        };

    public override object FromBinary(byte[] bytes, string manifest) =>
        manifest switch
        {
            "ID" => new Identify(Nested(bytes)),
            "AID" => Payload.From(bytes, reader =>
            {
                var id = Payload.Read(reader, system);
                var subject = reader.ReadString();
                return new ActorIdentity(id, subject.Length == 0 ? null : Actor(subject));
            }),
            "AR" => Actor(Encoding.UTF8.GetString(bytes)),
            "PP" => PoisonPill.Instance,
            "K" => Kill.Instance,
            "SS" => new Status.Success(Nested(bytes)),
            "SF" => Payload.From(bytes, reader => new Status.Failure(
                TravellingException.Read(reader), Payload.Read(reader, system))),
            _ => throw Unknown(manifest),
        };

    private static string Path(IActorRef actor) =>
        actor.IsNobody() ? "" : Akka.Serialization.Serialization.SerializedActorPath(actor);

    private static SerializationException Unknown(string what) =>
        new($"[{typeof(MiscMessageSerializer)}] has no [{what}]");

    private IActorRef Actor(string path) => system.Serialization.DeserializeActorRef(path);

    private byte[] Nested(object message) =>
        Payload.Bytes(writer => Payload.Write(writer, system, message));

    private object Nested(byte[] bytes) =>
        Payload.From(bytes, reader => Payload.Read(reader, system));
}
