using System.Net.WebSockets;
using Akka.Actor;
using Akka.Event;

namespace Akka.Remote;

/// <summary>Dials for sessions until they are over, with pauses that double.</summary>
internal sealed class Dialler(Remoting remoting, WebSocketSettings settings) : IDisposable
{
    private readonly Lazy<HttpMessageInvoker> _http =
        new(() => new HttpMessageInvoker(ClientTls.Handler(settings)));

    public void Begin(Session session) => _ = Task.Run(() => ReachAsync(session));

    /// <summary>Certificates that can't be read are better known of at the start.</summary>
    public void Prepare()
    {
        if (settings.IsSecure)
        {
            _ = _http.Value;
        }
    }

    public void Dispose()
    {
        if (_http.IsValueCreated)
        {
            _http.Value.Dispose();
        }
    }

    private async Task ReachAsync(Session session)
    {
        var pause = settings.RetryFirst;
        var isFirst = true;
        while (!session.IsOver)
        {
            Connection connection = null;
            try
            {
                using var socket = await ConnectAsync(session).ConfigureAwait(false);
                connection = new Connection(remoting, socket, session.Remote.ToString());
                session = await connection.DialAsync(session).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                Failed(session, e, isFirst);
            }

            var hasServed = connection?.HasServed == true;
            pause = hasServed ? settings.RetryFirst : pause;
            isFirst = hasServed;
            await PauseAsync(session, pause).ConfigureAwait(false);
            pause = pause * 2 < settings.RetryLast ? pause * 2 : settings.RetryLast;
        }
    }

    private static async Task PauseAsync(Session session, TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, session.Ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It is over: the loop sees that.
        }
    }

    private async Task<WebSocket> ConnectAsync(Session session)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.KeepAliveInterval = TimeSpan.Zero;
            if (settings.Token.Length > 0)
            {
                socket.Options.SetRequestHeader("Authorization", "Bearer " + settings.Token);
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(session.Ended.Token);
            limit.CancelAfter(settings.ConnectTimeout);
            await socket.ConnectAsync(UriOf(session.Remote), _http.Value, limit.Token)
                .ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Uri UriOf(Address address)
    {
        var scheme = settings.IsSecure ? "wss" : "ws";
        return new UriBuilder(scheme, address.Host, address.Port ?? 0, settings.Path).Uri;
    }

    private void Failed(Session session, Exception cause, bool isFirst)
    {
        if (cause is Wire.RefusedException refused)
        {
            remoting.Refused(session, refused);
        }
        else if (isFirst && !session.IsOver)
        {
            remoting.Log.Warning("[{0}] can't be reached: {1} (it is tried again)",
                session.Remote, cause.GetBaseException().Message);
        }
    }
}
