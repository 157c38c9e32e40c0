using System.Buffers.Binary;
using System.Net.WebSockets;

namespace Akka.Remote.Wire;

/// <summary>The bytes of a socket, taken out frame by frame where they lie.</summary>
internal sealed class FrameBuffer
{
    private byte[] _bytes = new byte[16 * 1024];
    private int _start;
    private int _end;
    private int _wanted;

    /// <summary>Waits for more; false when the other end has closed.</summary>
    public async ValueTask<bool> FillAsync(WebSocket socket, CancellationToken cancellation)
    {
        MakeRoom();
        var result = await socket.ReceiveAsync(_bytes.AsMemory(_end), cancellation)
            .ConfigureAwait(false);
        if (result.MessageType == WebSocketMessageType.Text)
        {
            throw new ProtocolException("text instead of frames");
        }

        _end += result.Count;
        return result.MessageType != WebSocketMessageType.Close;
    }

    /// <summary>False where the next frame is not there in full.</summary>
    public bool TryTake(int max, out FrameKind kind, out ReadOnlySpan<byte> content)
    {
        kind = default;
        content = default;
        var available = _bytes.AsSpan(_start, _end - _start);
        if (available.Length < Frame.HeaderLength)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(available);
        if (length < 1 || length > max - 4)
        {
            throw new ProtocolException($"a frame of {length} bytes; at most {max - 4} are taken");
        }

        var whole = (int)length + 4;
        if (available.Length < whole)
        {
            _wanted = whole;
            return false;
        }

        kind = (FrameKind)available[4];
        content = available[Frame.HeaderLength..whole];
        _start += whole;
        return true;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }

        if (_wanted > _bytes.Length)
        {
            Array.Resize(ref _bytes, _wanted);
        }

        _wanted = 0;
    }
}
