using System.Net.Sockets;
using System.Text;

namespace AkkaCoded.WorkerNode.DataPlane;

/// <summary>One connection that answers are posted on, one after another.</summary>
internal sealed class AnswerConnection : IDisposable
{
    private readonly DataPlaneTarget _target;
    private readonly Socket _socket;

    public AnswerConnection(DataPlaneTarget target, Socket socket, Stream stream)
    {
        (_target, _socket, Stream) = (target, socket, stream);
        Response = new ResponseReader(stream, target.Limits.HeaderBytesMax);
    }

    public Stream Stream { get; }

    public ResponseReader Response { get; }

    /// <summary>Whether an answer was posted on it before.</summary>
    public bool WasUsed { get; set; }

    /// <summary>Timestamp of the end of the last answer on it.</summary>
    public long UsedAt { get; set; }

    /// <summary>Nothing may come on an idle connection: what can be read is its end.</summary>
    public bool IsAlive()
    {
        try
        {
            return !_socket.Poll(TimeSpan.Zero, SelectMode.SelectRead);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>The head of a request; the path and the token hold nothing to be escaped.
    /// </summary>
    public byte[] Head(string path, long bodyBytes)
    {
        var head = new StringBuilder($"POST {path} HTTP/1.1\r\nHost: {_target.Address.Authority}")
            .Append("\r\nContent-Type: application/octet-stream\r\nContent-Length: ")
            .Append(bodyBytes);
        if (_target.Token is { } token)
        {
            head.Append("\r\nAuthorization: Bearer ").Append(token);
        }

        return Encoding.ASCII.GetBytes(head.Append("\r\n\r\n").ToString());
    }

    public void Dispose() => Stream.Dispose();
}
