using System.Text;
using Akka.Actor;

namespace Akka.Remote.Wire;

/// <summary>
/// The first frame of each end: who it is, whom it wants to reach, and what it has received from
/// that one already, so that the other knows from where to send again.
/// </summary>
internal sealed record Hello(
    Address From, Address To, int Uid, int KnownUid, long Received)
{
    public const uint Magic = 0x4B43_5241;
    public const ushort Version = 1;

    public byte[] ToFrame()
    {
        var from = Encoding.UTF8.GetBytes(From.ToString());
        var to = Encoding.UTF8.GetBytes(To.ToString());
        var frame = new byte[Frame.HeaderLength + 4 + 2 + 8 + 8 + 8 + 4 + from.Length + to.Length];
        var writer = new FrameWriter(frame, FrameKind.Hello);
        writer.UInt32(Magic);
        writer.UInt16(Version);
        writer.Int64(Uid);
        writer.Int64(KnownUid);
        writer.Int64(Received);
        writer.Block(from);
        writer.Block(to);
        return frame;
    }

    public static Hello Read(ReadOnlySpan<byte> content)
    {
        var reader = new FrameReader(content);
        if (reader.UInt32() != Magic)
        {
            throw new ProtocolException("the first frame is no hello of this protocol");
        }

        if (reader.UInt16() is var version && version != Version)
        {
            throw new RefusedException(
                RefusalCode.Version, $"protocol {version} instead of {Version}");
        }

        var uid = Uid32(reader.Int64());
        var known = Uid32(reader.Int64());
        var received = reader.Int64();
        var hello = new Hello(
            ParseAddress(reader.Text()), ParseAddress(reader.Text()), uid, known, received);
        reader.End();
        return uid == 0 || received < 0
            ? throw new ProtocolException("a hello without uid, or with a negative count")
            : hello;
    }

    private static int Uid32(long uid) =>
        uid is >= 0 and <= int.MaxValue
            ? (int)uid
            : throw new ProtocolException($"uid {uid} is out of range");

    private static Address ParseAddress(string text) =>
        Address.TryParse(text, out var address) && address.HasGlobalScope
            ? address
            : throw new ProtocolException("a hello names no address that can be reached");
}

/// <summary>Why a node is not spoken with.</summary>
internal static class Refusal
{
    public static byte[] ToFrame(RefusalCode code, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.Length > 500 ? text[..500] : text);
        var frame = new byte[Frame.HeaderLength + 1 + 2 + bytes.Length];
        var writer = new FrameWriter(frame, FrameKind.Refusal);
        writer.Byte((byte)code);
        writer.Block(bytes);
        return frame;
    }

    public static RefusedException Read(ReadOnlySpan<byte> content)
    {
        var reader = new FrameReader(content);
        var code = (RefusalCode)reader.Byte();
        var text = reader.Text();
        reader.End();
        return new RefusedException(code, text);
    }
}
