using System.Net;
using System.Net.Sockets;
using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.Bench.DataPlane;

/// <summary>The fastest plain way: one connection, whole vectors, no headers, no checksums.
/// One byte asks: r the values, s to take some, answered by one byte.</summary>
internal sealed class RawHost : IDisposable
{
    private readonly Socket _listener =
        new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public RawHost(float[] values)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _ = Task.Run(() => ServeAsync(values, new float[values.Length]));
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(float[] values, float[] taken)
    {
        using var socket = await _listener.AcceptAsync();
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket);
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] == (byte)'r')
            {
                await stream.WriteAsync(FloatBytes.Of((ReadOnlyMemory<float>)values));
            }
            else
            {
                await stream.ReadExactlyAsync(FloatBytes.Of(taken.AsMemory()));
                await stream.WriteAsync(one);
            }
        }
    }
}

/// <summary>The other end of <see cref="RawHost"/>.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly NetworkStream _stream;

    public RawClient(IPEndPoint host)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(host);
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    public async ValueTask<bool> ReceiveAsync(float[] values)
    {
        await _stream.WriteAsync("r"u8.ToArray());
        await _stream.ReadExactlyAsync(FloatBytes.Of(values.AsMemory()));
        return true;
    }

    public async ValueTask<bool> SendAsync(float[] values)
    {
        await _stream.WriteAsync("s"u8.ToArray());
        await _stream.WriteAsync(FloatBytes.Of((ReadOnlyMemory<float>)values));
        await _stream.ReadExactlyAsync(new byte[1]);
        return true;
    }

    public void Dispose() => _stream.Dispose();
}
