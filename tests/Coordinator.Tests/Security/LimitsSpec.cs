using System.Net;
using System.Net.Sockets;
using System.Text;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Coordinator.Tests.DataPlane;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using static AkkaCoded.Coordinator.Tests.DataPlane.Plane;

namespace AkkaCoded.Coordinator.Tests.Security;

/// <summary>Rows of the table of limits in docs/security.md that no other spec has.</summary>
public sealed class LimitsSpec : IDisposable
{
    /// <summary>Kestrel looks at its clock once a second.</summary>
    private static readonly DataPlaneLimits Hasty =
        Limits with { SlowGrace = TimeSpan.FromSeconds(1.5) };

    private readonly Certificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Theory]
    [InlineData("GET /{2100} HTTP/1.1\r\nHost: localhost\r\n\r\n", 414)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nA: {8200}\r\n\r\n", 431)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n{51 headers}\r\n", 431)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    public async Task Request_must_be_refused_and_counted_when_it_is_out_of_bounds(
        string request, int status)
    {
        await using var plane = await Plane.StartAsync();
        var headers = Enumerable.Range(0, 51).Select(number => $"H{number}: a\r\n");
        var text = request
            .Replace("{2100}", new string('a', 2100), StringComparison.Ordinal)
            .Replace("{8200}", new string('a', 8200), StringComparison.Ordinal)
            .Replace("{51 headers}", string.Concat(headers), StringComparison.Ordinal);

        using var tcp = await ConnectAsync(plane.Server, IPAddress.Loopback);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
        var answer = await ReadAsync(tcp);

        Assert.StartsWith($"HTTP/1.1 {status}", answer);
        await plane.Logged(Refusal.Request);
        Assert.Equal(1, plane.Server.Refusals[Refusal.Request]);
    }

    [Theory]
    [InlineData("nobody", 1, 404, nameof(Refusal.Job))]
    [InlineData("job", 0, 409, nameof(Refusal.Epoch))]
    [InlineData("job", 2, 409, nameof(Refusal.Epoch))]
    public async Task Request_must_be_refused_and_counted_when_it_is_of_another_job_or_epoch(
        string job, long epoch, int status, string kind)
    {
        await using var plane = await Plane.StartAsync();
        plane.Exchange.Publish(new ParametersKey(Job, 1, 0), Vector(1, 10));
        using var route = plane.Exchange.Receive(Step, new Collector());
        using var client = new HttpClient { BaseAddress = plane.Server.Address };
        using var body = new ByteArrayContent(Body(Vector(1, 10)));
        var step = new StepKey(new JobId(job), epoch, Step.Step);

        var get = await client.GetAsync(DataPlanePaths.Parameters(new(step.Job, epoch, 0)));
        var post = await client.PostAsync(
            DataPlanePaths.Answer(new AnswerKey(step, 0, 0)), body);

        Assert.Equal((status, status), ((int)get.StatusCode, (int)post.StatusCode));
        Assert.Equal(2, plane.Server.Refusals[Enum.Parse<Refusal>(kind)]);
        Assert.Single(plane.Log);
    }

    [Fact]
    public async Task Connection_must_be_closed_when_there_are_too_many()
    {
        await using var plane = await Plane.StartAsync(Limits with { ConnectionsMax = 2 });
        using var first = await ConnectAsync(plane.Server, IPAddress.Loopback);
        using var second = await ConnectAsync(plane.Server, IPAddress.Loopback);
        Assert.StartsWith("HTTP/1.1 404", await AskAsync(first));
        Assert.StartsWith("HTTP/1.1 404", await AskAsync(second));

        Assert.Equal("", await AskAnewAsync(plane.Server, IPAddress.Loopback));
    }

    [NetworkFact]
    public async Task Connection_must_be_closed_and_counted_when_one_address_has_too_many()
    {
        await using var server = await StartServerAsync(
            Limits with { ConnectionsPerAddressMax = 1 }, isSecure: false);
        using (var first = await ConnectAsync(server, Network.Own!))
        {
            Assert.StartsWith("HTTP/1.1 404", await AskAsync(first));
            Assert.Equal("", await AskAnewAsync(server, Network.Own!));
        }

        Assert.Equal(1, server.Refusals[Refusal.Connections]);
    }

    [Theory]
    [InlineData("G")]
    [InlineData("GET / HTTP/1.1\r\nHost: local")]
    public async Task Connection_must_be_closed_when_its_request_does_not_come(string begun)
    {
        await using var plane = await Plane.StartAsync(Hasty);
        using var tcp = await ConnectAsync(plane.Server, IPAddress.Loopback);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(begun));

        Assert.Contains("408", await ReadAsync(tcp));
    }

    [NetworkFact]
    public async Task Connection_must_be_closed_when_its_handshake_does_not_come()
    {
        await using var server = await StartServerAsync(Hasty, isSecure: true);
        using var tcp = await ConnectAsync(server, Network.Own!);
        await tcp.GetStream().WriteAsync(new byte[] { 22, 3, 1, 2, 0, 1 });

        Assert.Equal("", await ReadAsync(tcp));
        Assert.Equal(0, server.Refusals.Total);
    }

    [Fact]
    public async Task Sender_must_be_cut_off_when_its_answer_does_not_go_on()
    {
        await using var plane = await Plane.StartAsync(Hasty);
        using var route = plane.Exchange.Receive(Step, new Collector());
        using var tcp = await ConnectAsync(plane.Server, IPAddress.Loopback);
        var head = $"POST {DataPlanePaths.Answer(Key(0))} HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Length: 5000\r\n\r\nACB1";
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));

        Assert.DoesNotContain("200", await ReadAsync(tcp));
        await plane.Logged(Refusal.Broken);
    }

    private static async Task<TcpClient> ConnectAsync(DataPlaneServer server, IPAddress address)
    {
        var tcp = new TcpClient(address.AddressFamily);
        await tcp.ConnectAsync(address, server.Address.Port);
        return tcp;
    }

    /// <summary>The connection may be closed before it is whole at this end.</summary>
    private static async Task<string> AskAnewAsync(DataPlaneServer server, IPAddress address)
    {
        try
        {
            using var tcp = await ConnectAsync(server, address);
            return await AskAsync(tcp);
        }
        catch (SocketException)
        {
            return "";
        }
    }

    private static async Task<string> AskAsync(TcpClient tcp)
    {
        try
        {
            await tcp.GetStream().WriteAsync(
                "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
            var answer = new byte[1024];
            var read = await tcp.GetStream().ReadAsync(answer).AsTask().WaitAsync(Patience);
            return Encoding.Latin1.GetString(answer, 0, read);
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>Until the other end closes.</summary>
    private static async Task<string> ReadAsync(TcpClient tcp)
    {
        using var answer = new MemoryStream();
        try
        {
            await tcp.GetStream().CopyToAsync(answer).WaitAsync(Patience);
        }
        catch (IOException)
        {
            // Closed with a reset.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    private Task<DataPlaneServer> StartServerAsync(DataPlaneLimits limits, bool isSecure) =>
        DataPlaneServer.StartAsync(new DataPlaneOptions
        {
            EndPoint = new IPEndPoint(Network.Own!, 0),
            Limits = limits,
            IsInsecure = !isSecure,
            Identity = isSecure ? _certificates.Identity($"coordinator={Network.Own}") : null,
        });
}
