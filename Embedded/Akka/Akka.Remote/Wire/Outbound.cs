using System.Text;
using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Serialization;

namespace Akka.Remote.Wire;

/// <summary>Makes frames of what is told to actors of other nodes. The numbers come later.
/// </summary>
internal sealed class Outbound(Remoting remoting, WirePaths paths)
{
    public byte[] Message(object message, IActorRef sender, RemoteActorRef recipient)
    {
        var previous = Akka.Serialization.Serialization.CurrentTransportInformation;
        Akka.Serialization.Serialization.CurrentTransportInformation =
            remoting.Provider.SerializationInformation;
        try
        {
            var serializer = remoting.System.Serialization.FindSerializerFor(message);
            var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, message);
            var payload = serializer.ToBinary(message);
            var from = paths.Of(sender);
            return Message(serializer, manifest, payload, from, recipient.WirePath);
        }
        finally
        {
            Akka.Serialization.Serialization.CurrentTransportInformation = previous;
        }
    }

    /// <summary>Null for what only the supervisor of a remotely deployed actor says.</summary>
    public byte[] System(ISystemMessage message, RemoteActorRef recipient)
    {
        var to = recipient.WirePath;
        return message switch
        {
            Watch watch => System(SystemKind.Watch, 0, to, watch.Watcher),
            Unwatch unwatch => System(SystemKind.Unwatch, 0, to, unwatch.Watcher),
            DeathWatchNotification death => System(
                SystemKind.DeathWatchNotification,
                (byte)((death.ExistenceConfirmed ? 1 : 0) | (death.AddressTerminated ? 2 : 0)),
                to,
                death.Actor),
            Terminate => System(SystemKind.Terminate, 0, to, null),
            _ => null,
        };
    }

    private static byte[] Message(
        Serializer serializer, string manifest, byte[] payload, byte[] from, byte[] to)
    {
        var manifestLength = Encoding.UTF8.GetByteCount(manifest);
        var frame = GC.AllocateUninitializedArray<byte>(
            Frame.HeaderLength + 8 + 4 + 6 + to.Length + from.Length + manifestLength
            + payload.Length);
        var writer = new FrameWriter(frame, FrameKind.Message);
        writer.Int64(0);
        writer.Int32(serializer.Identifier);
        writer.Block(to);
        writer.Block(from);
        writer.Text(manifest, manifestLength);
        writer.Raw(payload);
        return frame;
    }

    private byte[] System(SystemKind kind, byte flags, byte[] to, IActorRef about)
    {
        var other = paths.Of(about);
        var frame = new byte[Frame.HeaderLength + 8 + 2 + 4 + to.Length + other.Length];
        var writer = new FrameWriter(frame, FrameKind.System);
        writer.Int64(0);
        writer.Byte((byte)kind);
        writer.Byte(flags);
        writer.Block(to);
        writer.Block(other);
        return frame;
    }
}
