using Akka.Remote.Wire;

namespace Akka.Remote;

internal sealed partial class Connection
{
    private async Task ReadAsync(Session session)
    {
        var isParting = false;
        do
        {
            session.LastHeard = remoting.Now;
            if (session.Current != this)
            {
                return;
            }

            isParting = TakeAll(session);
            if (session.Inbound.Received - Volatile.Read(ref _acknowledged) >= AcknowledgeEvery)
            {
                Signal();
            }
        }
        while (!isParting
            && await _input.FillAsync(socket, CancellationToken.None).ConfigureAwait(false));
        if (isParting)
        {
            remoting.Sessions.End(session, SessionEnd.Goodbye, remoting.Now);
            remoting.CarryOut();
        }
    }

    /// <summary>All frames that are there in full; true when the peer takes leave.</summary>
    private bool TakeAll(Session session)
    {
        lock (session.Inbound.Gate)
        {
            while (session.Current == this
                && _input.TryTake(remoting.Settings.FrameMax, out var kind, out var content))
            {
                switch (kind)
                {
                    case FrameKind.Message or FrameKind.System:
                        session.Inbound.Take(kind, content);
                        break;
                    case FrameKind.Pulse:
                        TakePulse(session, content);
                        break;
                    case FrameKind.Goodbye:
                        return true;
                    case FrameKind.Refusal:
                        throw Refusal.Read(content);
                    default:
                        throw new ProtocolException($"a frame of unknown kind {(byte)kind}");
                }
            }

            return false;
        }
    }

    private void TakePulse(Session session, ReadOnlySpan<byte> content)
    {
        var reader = new FrameReader(content);
        var received = reader.Int64();
        reader.End();
        if (!session.Outbox.Acknowledge(received))
        {
            throw new ProtocolException($"{received} acknowledged that was never sent");
        }

        if (session.HasComplained && session.Outbox.Count < remoting.Settings.BufferMax / 2)
        {
            session.HasComplained = false;
        }
    }
}
