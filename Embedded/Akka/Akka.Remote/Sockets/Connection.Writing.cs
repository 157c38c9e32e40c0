using System.Net.WebSockets;
using Akka.Event;
using Akka.Remote.Wire;

namespace Akka.Remote;

internal sealed partial class Connection
{
    private static readonly byte[] Goodbye =
        [1, 0, 0, 0, (byte)FrameKind.Goodbye];

    private readonly SemaphoreSlim _wake = new(0);
    private int _isSignalled;
    private long _acknowledged;
    private long _lastBeat;
    private volatile bool _isBeatDue;
    private volatile byte[] _lastWord;

    /// <summary>There may be something to send. Cheap where that is known already.</summary>
    public void Signal()
    {
        if (Volatile.Read(ref _isSignalled) == 0
            && Interlocked.Exchange(ref _isSignalled, 1) == 0)
        {
            _wake.Release();
        }
    }

    public void BeatIfDue(long now)
    {
        if (now - _lastBeat >= remoting.Settings.Heartbeat)
        {
            _lastBeat = now;
            _isBeatDue = true;
            Signal();
        }
    }

    /// <summary>After all that was told before; ends when the peer has closed.</summary>
    public Task SayGoodbyeAsync()
    {
        _lastWord = Goodbye;
        Signal();
        _ = AbortLaterAsync();
        return _ended.Task;
    }

    public void Refuse(RefusalCode code, string text)
    {
        _lastWord = Refusal.ToFrame(code, text);
        Signal();
        _ = AbortLaterAsync();
    }

    /// <summary>Says no to a greeting, and waits a little for the other end to have read it: what
    /// is broken off may be lost.</summary>
    private async Task TurnAwayAsync(RefusalCode code, string text)
    {
        await PartAsync(Refusal.ToFrame(code, text)).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(remoting.Settings.HandshakeTimeout);
        var rest = new byte[1024];
        try
        {
            while ((await socket.ReceiveAsync(rest.AsMemory(), limit.Token).ConfigureAwait(false))
                .MessageType != WebSocketMessageType.Close)
            {
                // Whatever it had to say comes too late.
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException
            or IOException or InvalidOperationException)
        {
            Abort();
        }
    }

    /// <summary>The other end may not read any more, or never close.</summary>
    private async Task AbortLaterAsync()
    {
        await Task.WhenAny(_ended.Task, Task.Delay(remoting.Settings.HandshakeTimeout))
            .ConfigureAwait(false);
        Abort();
    }

    private async Task WriteAsync(Session session)
    {
        try
        {
            var buffer = new byte[32 * 1024];
            while (Volatile.Read(ref _isAborted) == 0)
            {
                await _wake.WaitAsync().ConfigureAwait(false);
                Volatile.Write(ref _isSignalled, 0);
                for (var part = Gather(session, ref buffer);
                    part.Length > 0;
                    part = Gather(session, ref buffer))
                {
                    await SendAsync(part).ConfigureAwait(false);
                }

                if (_lastWord is { } word)
                {
                    await PartAsync(word).ConfigureAwait(false);
                    return;
                }
            }
        }
        catch (Exception e)
        {
            remoting.Log.Debug("Writing to {0} has ended: {1}", where, e.Message);
            Abort();
        }
    }

    /// <summary>What there is to send: frames, with an acknowledgement before them.</summary>
    private ReadOnlyMemory<byte> Gather(Session session, ref byte[] buffer)
    {
        var received = session.Inbound.Received;
        var length = session.Outbox.Fill(this, ref buffer, Frame.PulseLength);
        var news = received - _acknowledged;
        var hasData = length > Frame.PulseLength;
        if (!_isBeatDue && news < (hasData ? 1 : AcknowledgeEvery))
        {
            return buffer.AsMemory(Frame.PulseLength, length - Frame.PulseLength);
        }

        _isBeatDue = false;
        Volatile.Write(ref _acknowledged, received);
        var writer = new FrameWriter(
            buffer.AsSpan(0, Frame.PulseLength), FrameKind.Pulse);
        writer.Int64(received);
        return buffer.AsMemory(0, length);
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> frames) =>
        socket.SendAsync(
            frames, WebSocketMessageType.Binary, true, CancellationToken.None);

    /// <summary>The last frame, and then nothing more from this end.</summary>
    private async Task PartAsync(byte[] lastWord)
    {
        using var limit = new CancellationTokenSource(remoting.Settings.HandshakeTimeout);
        try
        {
            await socket.SendAsync(
                lastWord, WebSocketMessageType.Binary, true, limit.Token).ConfigureAwait(false);
            await socket.CloseOutputAsync(
                WebSocketCloseStatus.NormalClosure, null, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException
            or InvalidOperationException or IOException)
        {
            remoting.Log.Debug("No leave was taken of {0}: {1}", where, e.Message);
            Abort();
        }
    }
}
