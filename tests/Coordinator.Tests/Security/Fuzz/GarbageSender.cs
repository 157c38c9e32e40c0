using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaCoded.Coordinator.Tests.Security.Fuzz;

/// <summary>Sends garbage over several connections at once and keeps what was answered.</summary>
internal sealed class GarbageSender(IPEndPoint target, GarbageMaker maker)
{
    /// <summary>Silent connections that are held open at once.</summary>
    private const int HeldMax = 48;

    private const int AnswerBytesMax = 256 * 1024;

    private readonly ConcurrentQueue<Socket> _held = new();

    /// <summary>Answers by their first line's status; 0: closed without one, -1: no HTTP.</summary>
    public ConcurrentDictionary<int, int> Statuses { get; } = new();

    /// <summary>Numbers of the garbage that was answered with an error of the server.</summary>
    public ConcurrentQueue<int> Failed { get; } = new();

    public int Sent { get; private set; }

    public async Task SendAsync(int from, int count, int sideBySide)
    {
        var numbers = Enumerable.Range(from, count);
        var options = new ParallelOptions { MaxDegreeOfParallelism = sideBySide };
        await Parallel.ForEachAsync(numbers, options, (number, _) => SendOneAsync(number));
        Sent += count;
        while (_held.TryDequeue(out var socket))
        {
            socket.Dispose();
        }
    }

    private async ValueTask SendOneAsync(int number)
    {
        var garbage = maker.Make(number);
        var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
        };
        try
        {
            await socket.ConnectAsync(target);
            var half = garbage.Bytes.Length / 2;
            await SendAllAsync(socket, garbage.Bytes.AsMemory(0, half));
            await SendAllAsync(socket, garbage.Bytes.AsMemory(half));
            await EndAsync(socket, garbage.End, number);
        }
        catch (SocketException)
        {
            // Cut off in the middle, as it should be.
            Count(0);
        }
        finally
        {
            if (garbage.End != GarbageEnd.Stay)
            {
                socket.Dispose();
            }
        }
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None)..];
        }
    }

    private async Task EndAsync(Socket socket, GarbageEnd end, int number)
    {
        switch (end)
        {
            case GarbageEnd.Read:
                socket.Shutdown(SocketShutdown.Send);
                await ReadAsync(socket, number);
                break;
            case GarbageEnd.Reset:
                socket.LingerState = new LingerOption(true, 0);
                break;
            case GarbageEnd.Stay:
                _held.Enqueue(socket);
                while (_held.Count > HeldMax && _held.TryDequeue(out var oldest))
                {
                    oldest.Dispose();
                }

                break;
            default:
                break;
        }
    }

    private async Task ReadAsync(Socket socket, int number)
    {
        var answer = new byte[64 * 1024];
        var first = await FillAsync(socket, answer.AsMemory(0, 64));
        var status = Status(answer.AsSpan(0, first));
        Count(status);
        // 505 is a version of HTTP that is none.
        if (status is >= 500 and < 505)
        {
            Failed.Enqueue(number);
        }

        for (int read = first, all = 0; read > 0 && all < AnswerBytesMax; all += read)
        {
            read = await socket.ReceiveAsync(answer, SocketFlags.None);
        }
    }

    private static async Task<int> FillAsync(Socket socket, Memory<byte> target)
    {
        var filled = 0;
        while (filled < target.Length)
        {
            var read = await socket.ReceiveAsync(target[filled..], SocketFlags.None);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return filled;
    }

    private static int Status(ReadOnlySpan<byte> answer)
    {
        if (answer.IsEmpty)
        {
            return 0;
        }

        var text = Encoding.Latin1.GetString(answer);
        return text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(9, 3), out var status)
            ? status
            : -1;
    }

    private void Count(int status) => Statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
}
