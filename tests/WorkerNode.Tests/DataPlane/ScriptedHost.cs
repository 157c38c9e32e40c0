using System.Net;
using System.Net.Sockets;
using System.Text;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.WorkerNode.Tests.DataPlane;

/// <summary>A coordinator that does on each connection what a test says: also what none would do.
/// </summary>
internal sealed class ScriptedHost : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    private readonly SemaphoreSlim _closed = new(0);

    public ScriptedHost(params Func<Client, Task>[] connections)
    {
        _listener.Start();
        Done = Task.Run(async () =>
        {
            foreach (var connection in connections)
            {
                using (var tcp = await _listener.AcceptTcpClientAsync())
                {
                    await connection(new Client(tcp));
                }

                _closed.Release();
            }

            // Whoever tries once more is refused, and does not wait for ever.
            _listener.Stop();
        });
    }

    /// <summary>Ended when all connections are played; fails as they do.</summary>
    public Task Done { get; }

    public DataPlaneTarget Target => new(
        new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}"))
    {
        Limits = new DataPlaneLimits { BlockLength = 1024, VectorLengthMax = 1 << 24 },
    };

    public static AnswerKey Answer => new(new StepKey(new JobId("job"), 1, 5), 0, 0);

    public static ParametersKey Parameters => new(new JobId("job"), 1, 3);

    /// <summary>Waits until one more connection is played and closed.</summary>
    public async Task NextClosed() => Assert.True(await _closed.WaitAsync(Patience));

    public void Dispose() => _listener.Dispose();

    internal sealed class Client(TcpClient tcp)
    {
        public NetworkStream Stream { get; } = tcp.GetStream();

        /// <summary>The lines of a request's head.</summary>
        public async Task<string[]> HeadAsync()
        {
            var head = new StringBuilder();
            var one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                await Stream.ReadExactlyAsync(one);
                head.Append((char)one[0]);
            }

            return head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        }

        public Task SayAsync(string text) =>
            Stream.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

        /// <summary>Reads to the end; how many bytes still came.</summary>
        public async Task<long> DrainAsync()
        {
            var buffer = new byte[1 << 16];
            var total = 0L;
            try
            {
                int count;
                while ((count = await Stream.ReadAsync(buffer)) > 0)
                {
                    total += count;
                }
            }
            catch (IOException)
            {
                // Closed with something unread.
            }

            return total;
        }
    }
}
