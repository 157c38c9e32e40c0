using System.Net;
using System.Net.Sockets;
using System.Text;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.WorkerNode.DataPlane;
using static AkkaCoded.Coordinator.Tests.DataPlane.Plane;

namespace AkkaCoded.Coordinator.Tests.DataPlane;

public sealed class RefusalSpec
{
    private const int Length = 3000;

    public static TheoryData<string, int, string> LyingBodies => new()
    {
        { "checksum", 422, nameof(Refusal.Checksum) },
        { "mark", 422, nameof(Refusal.Block) },
        { "cut header", 422, nameof(Refusal.Block) },
        { "beyond the body", 422, nameof(Refusal.Block) },
        { "beyond the vector", 422, nameof(Refusal.Block) },
        { "longer than a block", 422, nameof(Refusal.Block) },
        { "crumbs", 422, nameof(Refusal.Block) },
        { "empty", 413, nameof(Refusal.Length) },
        { "longer than the job", 413, nameof(Refusal.Length) },
    };

    [Theory]
    [MemberData(nameof(LyingBodies))]
    public async Task Answer_must_be_refused_when_it_lies(string how, int status, string kind)
    {
        await using var plane = await StartAsync();
        plane.Exchange.Admit(Job, 1, Length);
        var receiver = new Collector();
        using var route = plane.Exchange.Receive(Step, receiver);

        Assert.Equal(status, await Post(plane, Spoilt(how)));
        Assert.Equal(status, await Post(plane, Spoilt(how)));
        Assert.Equal(200, await Post(plane, Body(Vector(1, Length))));

        Assert.Equal(2, plane.Server.Refusals[Enum.Parse<Refusal>(kind)]);
        Assert.Single(plane.Log, line => line.Contains($"({kind})"));
        Assert.Equal(Vector(1, Length), receiver.Values(Key(0))[^Length..]);
    }

    [Fact]
    public async Task Answer_must_be_refused_when_it_does_not_say_its_length()
    {
        await using var plane = await StartAsync();
        using var route = plane.Exchange.Receive(Step, new Collector());
        using var client = Client(plane);
        using var request = new HttpRequestMessage(HttpMethod.Post, DataPlanePaths.Answer(Key(0)))
        {
            Content = new ByteArrayContent(Body(Vector(1, 10))),
        };
        request.Headers.TransferEncodingChunked = true;

        Assert.Equal(411, (int)(await client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/data/v1/jobs/job/epochs/1/parameters/-1")]
    [InlineData("/data/v1/jobs/job/epochs/1/parameters/99999999999999999999")]
    [InlineData("/data/v1/jobs/..%2f..%2fetc/epochs/1/parameters/0")]
    [InlineData("/data/v1/jobs/JOB/epochs/1/parameters/0")]
    [InlineData("/data/v1/files/../../../etc/passwd")]
    [InlineData("/data/v1/files/passwd.txt")]
    [InlineData("/data/v1/jobs/job/epochs/1/steps/5/answers/0/0")]
    public async Task Path_must_be_refused_when_it_leads_nowhere(string path)
    {
        await using var plane = await StartAsync();
        plane.Exchange.Publish(new ParametersKey(Job, 1, 0), Vector(1, 10));
        using var client = Client(plane);

        Assert.Equal(404, (int)(await client.GetAsync(path)).StatusCode);

        Assert.Equal(1, plane.Server.Refusals.Total);
    }

    [Fact]
    public async Task Garbage_must_be_refused_and_counted_when_it_is_no_http()
    {
        await using var plane = await StartAsync();

        Assert.StartsWith("HTTP/1.1 400", await Raw(plane, "\u0016\u0003\u0001 garbage\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 431", await Raw(
            plane, $"GET / HTTP/1.1\r\nHost: localhost\r\nA: {new string('a', 9000)}\r\n\r\n"));

        await plane.Logged(Refusal.Request);
        Assert.Equal(2, plane.Server.Refusals[Refusal.Request]);
    }

    [Fact]
    public async Task Silent_sender_must_get_its_answer_when_the_step_is_closed()
    {
        await using var plane = await StartAsync();
        var offered = new TaskCompletionSource(
            TaskCreationOptions.RunContinuationsAsynchronously);
        var route = plane.Exchange.Receive(Step, new Collector
        {
            Wanted = (_, _) => offered.TrySetResult(),
        });
        var body = Body(Vector(1, Length));
        using var tcp = await ConnectAsync(plane);
        var head = $"POST {DataPlanePaths.Answer(Key(0))} HTTP/1.1\r\nHost: localhost\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n";
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await tcp.GetStream().WriteAsync(body.AsMemory(0, 6000));
        await offered.Task.WaitAsync(Patience);

        route.Dispose();

        var buffer = new byte[12];
        await tcp.GetStream().ReadExactlyAsync(buffer).AsTask().WaitAsync(Patience);
        Assert.Equal("HTTP/1.1 410", Encoding.ASCII.GetString(buffer));
    }

    [Fact]
    public async Task Sender_must_be_counted_when_it_goes_away_in_the_middle()
    {
        await using var plane = await StartAsync();
        using var route = plane.Exchange.Receive(Step, new Collector());
        var body = Body(Vector(1, Length));
        using (var tcp = await ConnectAsync(plane))
        {
            var head = $"POST {DataPlanePaths.Answer(Key(0))} HTTP/1.1\r\nHost: localhost\r\n"
                + $"Content-Length: {body.Length}\r\n\r\n";
            await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
            await tcp.GetStream().WriteAsync(body.AsMemory(0, 6000));
        }

        await plane.Logged(Refusal.Broken);
    }

    [Fact]
    public async Task Request_must_bring_the_token_when_there_is_one()
    {
        await using var plane = await StartAsync(
            host: options => options with { Token = "secret" },
            worker: target => target with { Token = "secret" });
        using var stranger = new HttpExchange(new DataPlaneTarget(plane.Server.Address)
        {
            Token = "secre",
        });
        var key = new ParametersKey(Job, 1, 0);
        plane.Exchange.Publish(key, Vector(1, 10));
        using var route = plane.Exchange.Receive(Step, new Collector());

        using var lease = await plane.Worker.GetParametersAsync(key, default);
        Assert.True(await plane.Post(Key(0), Vector(1, 10)));
        var get = await Assert.ThrowsAsync<InvalidInputException>(
            async () => await stranger.GetParametersAsync(key, default));
        var post = await Assert.ThrowsAsync<InvalidInputException>(
            async () => await stranger.PostAnswerAsync(Key(1), Vector(1, 10), default));

        Assert.Equal(["CDL-0424", "CDL-0424"], [get.Code, post.Code]);
        Assert.Equal(2, plane.Server.Refusals[Refusal.Token]);
    }

    [Fact]
    public async Task Host_must_not_start_when_others_could_reach_it_unprotected()
    {
        var options = new DataPlaneOptions { EndPoint = new IPEndPoint(IPAddress.Any, 0) };

        var error = await Assert.ThrowsAsync<InvalidInputException>(
            () => DataPlaneServer.StartAsync(options));
        await using var insecure = await DataPlaneServer.StartAsync(
            options with { IsInsecure = true });

        Assert.Equal("CDL-0420", error.Code);
    }

    [Fact]
    public async Task Host_must_say_so_when_its_port_is_taken()
    {
        await using var plane = await StartAsync();
        var taken = new IPEndPoint(IPAddress.Loopback, plane.Server.Address.Port);

        var error = await Assert.ThrowsAsync<InvalidInputException>(
            () => DataPlaneServer.StartAsync(new DataPlaneOptions { EndPoint = taken }));

        Assert.Equal("CDL-0422", error.Code);
    }

    private static byte[] Spoilt(string how)
    {
        var body = new MemoryStream();
        switch (how)
        {
            case "checksum":
                Append(body, 0, Vector(1, 1024), spoil: 1);
                break;
            case "mark":
                body.Write(Body(Vector(1, 1024)));
                body.GetBuffer()[1] ^= 4;
                break;
            case "cut header":
                Append(body, 0, Vector(1, 1024));
                body.Write(new byte[24]);
                break;
            case "beyond the body":
                Append(body, 0, Vector(1, 1024));
                body.SetLength(body.Length - 4);
                break;
            case "beyond the vector":
                Append(body, Length - 1023, Vector(1, 1024));
                break;
            case "longer than a block":
                Append(body, 0, Vector(1, 1025));
                break;
            case "crumbs":
                Append(body, 0, Vector(1, 15));
                Append(body, 15, Vector(1, 1024));
                break;
            case "longer than the job":
                body.Write(Body(Vector(1, Length + 2000)));
                break;
            default:
                break;
        }

        return body.ToArray();
    }

    private static HttpClient Client(Plane plane) => new() { BaseAddress = plane.Server.Address };

    private static async Task<int> Post(Plane plane, byte[] body)
    {
        using var client = Client(plane);
        using var content = new ByteArrayContent(body);
        using var response = await client.PostAsync(DataPlanePaths.Answer(Key(0)), content);
        return (int)response.StatusCode;
    }

    private static async Task<TcpClient> ConnectAsync(Plane plane)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, plane.Server.Address.Port);
        return tcp;
    }

    private static async Task<string> Raw(Plane plane, string text)
    {
        using var tcp = await ConnectAsync(plane);
        await tcp.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));
        using var reader = new StreamReader(tcp.GetStream());
        return await reader.ReadLineAsync() ?? "";
    }
}
