using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace AkkaCoded.WorkerNode.DataPlane;

/// <summary>Connections for answers: idle ones are used again. Safe for several threads.</summary>
internal sealed class AnswerConnections(DataPlaneTarget target) : IDisposable
{
    /// <summary>More than one per compute thread of a node is never idle for long.</summary>
    private const int IdleMax = 16;

    /// <summary>Well below the time after which the coordinator closes idle connections, so that
    /// it does not do so just when an answer begins.</summary>
    private static readonly TimeSpan IdleTimeMax = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly Stack<AnswerConnection> _idle = new();
    private readonly HashSet<AnswerConnection> _busy = [];
    private bool _isDisposed;

    public async ValueTask<AnswerConnection> TakeAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        while (TryTakeIdle(out var idle))
        {
            if (Stopwatch.GetElapsedTime(idle.UsedAt) < IdleTimeMax && idle.IsAlive())
            {
                return idle;
            }

            Return(idle, mayStay: false);
        }

        var connection = await OpenAsync(cancellation).ConfigureAwait(false);
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _busy.Add(connection);
                return connection;
            }
        }

        connection.Dispose();
        throw new ObjectDisposedException(nameof(HttpExchange));
    }

    public void Return(AnswerConnection connection, bool mayStay)
    {
        lock (_gate)
        {
            _busy.Remove(connection);
            if (mayStay && !_isDisposed && _idle.Count < IdleMax)
            {
                (connection.WasUsed, connection.UsedAt) = (true, Stopwatch.GetTimestamp());
                _idle.Push(connection);
                return;
            }
        }

        connection.Dispose();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            foreach (var connection in _idle.Concat(_busy))
            {
                connection.Dispose();
            }

            _idle.Clear();
        }
    }

    private bool TryTakeIdle(out AnswerConnection connection)
    {
        lock (_gate)
        {
            if (!_idle.TryPop(out connection!))
            {
                return false;
            }

            _busy.Add(connection);
            return true;
        }
    }

    private async Task<AnswerConnection> OpenAsync(CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            SendBufferSize = target.Limits.SendBufferBytes,
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(target.ConnectTimeout);
        try
        {
            await socket.ConnectAsync(target.Address.IdnHost, target.Address.Port, limit.Token)
                .ConfigureAwait(false);
            return new AnswerConnection(
                target, socket, await SecureAsync(socket, limit.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            socket.Dispose();
            throw new DataPlaneException($"no connection to {target.Address}: {e.Message}", e)
            {
                IsUnsent = true,
            };
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Stream> SecureAsync(Socket socket, CancellationToken cancellation)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (target.Identity is not { } identity)
        {
            return plain;
        }

        var secure = new SslStream(plain);
        await secure.AuthenticateAsClientAsync(
            identity.ForClient(target.Address.IdnHost), cancellation).ConfigureAwait(false);
        return secure;
    }
}
