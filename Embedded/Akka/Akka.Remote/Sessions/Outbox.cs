using System.Buffers.Binary;
using Akka.Remote.Wire;

namespace Akka.Remote;

internal enum Posting
{
    Accepted,
    Full,
    Closed,
}

/// <summary>
/// The frames of one session that the peer has not acknowledged, in order. They are numbered here;
/// after a reconnect everything beyond what the peer has received is sent again.
/// </summary>
internal sealed class Outbox(int max, long maxBytes)
{
    private const int Smallest = 64;

    private readonly Lock _lock = new();
    private byte[][] _ring = new byte[Smallest][];
    private long _first = 1;
    private long _next = 1;
    private long _unsent = 1;
    private long _bytes;
    private object _owner;
    private bool _isClosed;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return (int)(_next - _first);
            }
        }
    }

    /// <summary>What is urgent goes in although it is full: system messages are never lost.
    /// </summary>
    public Posting Add(byte[] frame, bool isUrgent)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return Posting.Closed;
            }

            var count = _next - _first;
            if (!isUrgent && (count >= max || _bytes + frame.Length > maxBytes))
            {
                return Posting.Full;
            }

            if (count == _ring.Length)
            {
                Resize(_ring.Length * 2);
            }

            BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(Frame.SequenceOffset), _next);
            _ring[_next++ & (_ring.Length - 1)] = frame;
            _bytes += frame.Length;
            return Posting.Accepted;
        }
    }

    /// <summary>
    /// Copies unsent frames behind what the buffer holds, as many as fit; a larger one only into
    /// an empty buffer, which grows for it. Gives the new length.
    /// </summary>
    public int Fill(object owner, ref byte[] buffer, int length)
    {
        lock (_lock)
        {
            while (_owner == owner && _unsent < _next)
            {
                var frame = _ring[_unsent & (_ring.Length - 1)];
                if (length + frame.Length > buffer.Length)
                {
                    if (length > Frame.PulseLength)
                    {
                        break;
                    }

                    Array.Resize(ref buffer, length + frame.Length);
                }

                frame.CopyTo(buffer.AsSpan(length));
                length += frame.Length;
                _unsent++;
            }

            return length;
        }
    }

    /// <summary>False where the peer can't have received that much.</summary>
    public bool Acknowledge(long received)
    {
        lock (_lock)
        {
            return received < _unsent && Forget(received);
        }
    }

    /// <summary>A new connection sends on from there; the former one can't any more.</summary>
    public bool Rewind(object owner, long received)
    {
        lock (_lock)
        {
            _owner = owner;
            if (received < _first - 1 || received >= _next)
            {
                return false;
            }

            Forget(received);
            _unsent = _first;
            return true;
        }
    }

    /// <summary>Closes for good and gives what was not acknowledged.</summary>
    public IReadOnlyList<byte[]> Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            _owner = null;
            var rest = new List<byte[]>((int)(_next - _first));
            for (var number = _first; number < _next; number++)
            {
                rest.Add(_ring[number & (_ring.Length - 1)]);
            }

            _first = _next;
            _unsent = _next;
            _ring = [];
            return rest;
        }
    }

    private bool Forget(long received)
    {
        for (; _first <= received; _first++)
        {
            ref var slot = ref _ring[_first & (_ring.Length - 1)];
            _bytes -= slot.Length;
            slot = null;
        }

        if (_first == _next && _ring.Length > 64 * Smallest)
        {
            _ring = new byte[Smallest][];
        }

        return true;
    }

    private void Resize(int length)
    {
        var ring = new byte[length][];
        for (var number = _first; number < _next; number++)
        {
            ring[number & (length - 1)] = _ring[number & (_ring.Length - 1)];
        }

        _ring = ring;
    }
}
