using System.Net;
using Microsoft.AspNetCore.Connections;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>
/// Open connections by remote address: one machine, broken or hostile, must not take those of all
/// others. Loopback has no limit but that of all: whole clusters run there. Safe for several
/// threads.
/// </summary>
internal sealed class ConnectionLimit(int max, RefusalLedger refusals)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _open = [];

    private int _total;

    /// <summary>Connections open now, of all addresses.</summary>
    public int Open => Volatile.Read(ref _total);

    /// <summary>Before TLS: a handshake costs more than a connection.</summary>
    public async Task InvokeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        Interlocked.Increment(ref _total);
        try
        {
            await LimitAsync(connection, next);
        }
        finally
        {
            Interlocked.Decrement(ref _total);
        }
    }

    private async Task LimitAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (address is null || IPAddress.IsLoopback(address))
        {
            await next(connection);
            return;
        }

        if (!TryEnter(address))
        {
            refusals.Count(Refusal.Connections, $"{address} has {max} connections open");
            connection.Abort(new ConnectionAbortedException("too many connections"));
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Leave(address);
        }
    }

    internal bool TryEnter(IPAddress address)
    {
        lock (_gate)
        {
            var count = _open.GetValueOrDefault(address);
            if (count < max)
            {
                _open[address] = count + 1;
            }

            return count < max;
        }
    }

    internal void Leave(IPAddress address)
    {
        lock (_gate)
        {
            if (--_open[address] == 0)
            {
                _open.Remove(address);
            }
        }
    }
}
