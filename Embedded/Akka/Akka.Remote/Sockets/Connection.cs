using System.Net.WebSockets;
using Akka.Event;
using Akka.Remote.Wire;

namespace Akka.Remote;

/// <summary>One WebSocket, from its greeting to its end. It serves one session at most; when it
/// ends the session waits for the next.</summary>
internal sealed partial class Connection(Remoting remoting, WebSocket socket, string where)
{
    /// <summary>How many received frames the peer may wait for the acknowledgement of.</summary>
    private const int AcknowledgeEvery = 64;

    private readonly FrameBuffer _input = new();
    private readonly TaskCompletionSource _ended =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Session _session;
    private int _isAborted;

    /// <summary>Was there ever an understanding?</summary>
    public bool HasServed => _session is not null;

    /// <summary>Serves a socket that a node has dialled. Whatever goes wrong ends here.</summary>
    public async Task AcceptAsync()
    {
        try
        {
            var first = await GreetedAsync().ConfigureAwait(false);
            var meeting = remoting.Sessions.Meet((Hello)first, this, remoting.Now);
            remoting.CarryOut();
            if (meeting.Refusal is { } code)
            {
                throw new RefusedException(code, Reason(code));
            }

            meeting.Former?.Abort();
            await ServeAsync(meeting.Session, true).ConfigureAwait(false);
        }
        catch (RefusedException e) when (_session is null)
        {
            remoting.Complaints.Broken(where, e);
            await TurnAwayAsync(e.Code, e.Message).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Ended(e);
        }
    }

    /// <summary>Serves a socket that this system has dialled for a session, and gives the session
    /// that it was for in the end. Throws where the other end refuses.</summary>
    public async Task<Session> DialAsync(Session session)
    {
        await SendAsync(OwnHello(session)).ConfigureAwait(false);
        var answer = (Hello)await GreetedAsync().ConfigureAwait(false);
        var meeting = remoting.Sessions.Answered(session, answer, this, remoting.Now);
        remoting.CarryOut();
        if (meeting.Refusal is { } code)
        {
            await TurnAwayAsync(code, Reason(code)).ConfigureAwait(false);
            throw new ProtocolException($"{where} says it is {answer.From}: {Reason(code)}");
        }

        meeting.Former?.Abort();
        try
        {
            await ServeAsync(meeting.Session, false).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Ended(e);
        }

        return meeting.Session;
    }

    /// <summary>At once, with whatever is under way.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _isAborted, 1) == 0)
        {
            try
            {
                socket.Abort();
            }
            catch (Exception e)
            {
                remoting.Log.Debug("A socket of {0} does not let go: {1}", where, e.Message);
            }

            Signal();
        }
    }

    private static string Reason(RefusalCode code) =>
        code switch
        {
            RefusalCode.Address => "it was dialled by another address than it has",
            RefusalCode.Quarantined => "this uid was given up; a restarted system is welcome",
            RefusalCode.Closing => "it is shutting down",
            _ => "what it says contradicts what is known",
        };

    /// <summary>After this returns no earlier connection takes anything any more.</summary>
    private byte[] OwnHello(Session session)
    {
        long received;
        lock (session.Inbound.Gate)
        {
            received = session.Inbound.Received;
        }

        return new Hello(
            remoting.DefaultAddress, session.Remote, remoting.Uid, session.PeerUid, received)
            .ToFrame();
    }

    /// <summary>The first frame, soon.</summary>
    private async Task<object> GreetedAsync()
    {
        using var limit = new CancellationTokenSource(remoting.Settings.HandshakeTimeout);
        while (true)
        {
            if (TryReadGreeting() is { } greeting)
            {
                return greeting is RefusedException refused ? throw refused : greeting;
            }

            if (!await _input.FillAsync(socket, limit.Token).ConfigureAwait(false))
            {
                throw new ProtocolException("closed before it said who it is");
            }
        }
    }

    private object TryReadGreeting() =>
        !_input.TryTake(Frame.GreetingMax, out var kind, out var content)
            ? null
            : kind switch
            {
                FrameKind.Hello => Hello.Read(content),
                FrameKind.Refusal => Refusal.Read(content),
                _ => throw new ProtocolException("the first frame is no hello"),
            };

    private async Task ServeAsync(Session session, bool hasToAnswer)
    {
        _session = session;
        var writing = Task.CompletedTask;
        try
        {
            if (hasToAnswer)
            {
                await SendAsync(OwnHello(session)).ConfigureAwait(false);
            }

            writing = WriteAsync(session);
            Signal();
            await ReadAsync(session).ConfigureAwait(false);
        }
        finally
        {
            Abort();
            await writing.ConfigureAwait(false);
            remoting.Sessions.Lost(session, this);
            remoting.CarryOut();
            _ended.TrySetResult();
        }
    }

    private void Ended(Exception cause)
    {
        switch (cause)
        {
            case RefusedException refused:
                remoting.Refused(_session, refused);
                break;
            case ProtocolException:
                remoting.Complaints.Broken(where, cause);
                if (_session is not null)
                {
                    remoting.Sessions.Breach(_session, remoting.Now);
                    remoting.CarryOut();
                }

                break;
            case WebSocketException or OperationCanceledException or IOException
                or ObjectDisposedException:
                remoting.Log.Debug("A socket of {0} has ended: {1}", where, cause.Message);
                break;
            default:
                remoting.Log.Error(cause, "A socket of {0} has failed", where);
                break;
        }
    }
}
