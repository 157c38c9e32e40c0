using AkkaCoded.Messages.Exchange;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.WorkerNode.Tests.DataPlane;

public sealed class AnswerPostSpec
{
    private static readonly float[] Vector = [.. Enumerable.Range(0, 8_000_000)
        .Select(i => (float)i)];

    [Fact]
    public async Task Request_must_be_http_with_blocks_as_documented()
    {
        byte[] body = [];
        string[] head = [];
        using var host = new ScriptedHost(async client =>
        {
            head = await client.HeadAsync();
            body = new byte[AnswerBlock.BodyBytes(1500, 1024)];
            await client.Stream.ReadExactlyAsync(body);
            await client.SayAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        using var exchange = new HttpExchange(host.Target with { Token = "t" });

        Assert.True(await Post(exchange, 1500));
        await host.Done;

        Assert.Equal("POST /data/v1/jobs/job/epochs/1/steps/5/answers/0/0 HTTP/1.1", head[0]);
        Assert.Contains("Authorization: Bearer t", head);
        Assert.Contains("Content-Length: 6048", head);
        Assert.True(AnswerBlock.TryRead(body.AsSpan(4096 + 24), out var second));
        var hash = ContentHash.Of(Vector.AsSpan(1024, 476));
        Assert.Equal(new AnswerBlock(1024, 476, hash), second);
        Assert.Equal(FloatBytes.Of(Vector.AsMemory(1024, 476)).ToArray(), body[^(4 * 476)..]);
    }

    [Fact]
    public async Task Bytes_must_stop_when_the_response_comes_early()
    {
        var late = -1L;
        using var host = new ScriptedHost(async client =>
        {
            await client.HeadAsync();
            await client.SayAsync(
                "HTTP/1.1 410 Gone\r\nConnection: close\r\nContent-Length: 3\r\n\r\nno\n");
            late = await client.DrainAsync();
        });
        using var exchange = new HttpExchange(host.Target);

        Assert.False(await Post(exchange));
        await host.Done.WaitAsync(ScriptedHost.Patience);

        // What the operating system had taken already, of 32 MB.
        Assert.InRange(late, 0, 16_000_000);
    }

    [Fact]
    public async Task Response_must_be_heard_when_the_coordinator_reads_nothing()
    {
        using var host = new ScriptedHost(async client =>
        {
            await client.HeadAsync();
            await client.SayAsync("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n");
            // The buffers of the system hold less than the answer: the sender is stuck in a write.
            await client.Stream.Socket.ReceiveAsync(
                new byte[1], System.Net.Sockets.SocketFlags.Peek);
        });
        using var exchange = new HttpExchange(host.Target);

        Assert.False(await Post(exchange).WaitAsync(ScriptedHost.Patience));
    }

    [Fact]
    public async Task Transfer_must_end_when_it_is_cancelled_while_the_coordinator_reads_nothing()
    {
        using var cancel = new CancellationTokenSource();
        using var host = new ScriptedHost(async client =>
        {
            await client.HeadAsync();
            cancel.Cancel();
            await client.DrainAsync();
        });
        using var exchange = new HttpExchange(host.Target);

        var post = exchange.PostAnswerAsync(ScriptedHost.Answer, Vector, cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await post);
        await host.Done.WaitAsync(ScriptedHost.Patience);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 2")]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n")]
    [InlineData("HTTP/1.1 999 No\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nwithout colon\r\n\r\n")]
    [InlineData("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")]
    public async Task Sender_must_be_told_when_the_answer_did_not_arrive(string response)
    {
        using var host = new ScriptedHost(async client =>
        {
            await client.HeadAsync();
            await client.SayAsync(response);
        });
        using var exchange = new HttpExchange(host.Target);

        await Assert.ThrowsAsync<DataPlaneException>(
            () => Post(exchange).WaitAsync(ScriptedHost.Patience));
    }

    [Fact]
    public async Task Headers_must_be_refused_when_they_never_end()
    {
        using var host = new ScriptedHost(async client =>
        {
            await client.HeadAsync();
            await client.SayAsync("HTTP/1.1 200 OK\r\nA: " + new string('a', 10_000));
            await client.DrainAsync();
        });
        using var exchange = new HttpExchange(host.Target);

        await Assert.ThrowsAsync<DataPlaneException>(
            () => Post(exchange).WaitAsync(ScriptedHost.Patience));
    }

    [Fact]
    public async Task Connection_must_be_used_again_and_replaced_when_it_was_closed_meanwhile()
    {
        using var host = new ScriptedHost(
            async client =>
            {
                await TakeAsync(client);
                await TakeAsync(client);
            },
            TakeAsync);
        using var exchange = new HttpExchange(host.Target);

        Assert.True(await Post(exchange, 100).WaitAsync(ScriptedHost.Patience));
        Assert.True(await Post(exchange, 100).WaitAsync(ScriptedHost.Patience));
        await host.NextClosed();
        Assert.True(await Post(exchange, 100).WaitAsync(ScriptedHost.Patience));
    }

    [Fact]
    public async Task Sender_must_be_told_when_nobody_listens()
    {
        var host = new ScriptedHost();
        using var exchange = new HttpExchange(host.Target);
        host.Dispose();

        await Assert.ThrowsAsync<DataPlaneException>(() => Post(exchange));
    }

    private static async Task TakeAsync(ScriptedHost.Client client)
    {
        await client.HeadAsync();
        await client.Stream.ReadExactlyAsync(new byte[AnswerBlock.BodyBytes(100, 1024)]);
        await client.SayAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }

    private static Task<bool> Post(HttpExchange exchange, int length = 8_000_000) =>
        exchange.PostAnswerAsync(
            ScriptedHost.Answer, Vector.AsMemory(0, length), CancellationToken.None).AsTask();
}
