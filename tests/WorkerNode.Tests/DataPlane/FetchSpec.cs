using System.Security.Cryptography;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.WorkerNode.Tests.DataPlane;

public sealed class FetchSpec : IDisposable
{
    private readonly string _folder =
        Directory.CreateTempSubdirectory("akkacoded-fetch").FullName;

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 8\r\nContent-Hash: {hash}\r\n\r\n1234")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Hash: {hash}\r\n\r\n1235")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Hash: nonsense\r\n\r\n1234")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n1234")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Hash: {hash}\r\n\r\n12345")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Hash: {hash}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 268435456\r\nContent-Hash: {hash}\r\n\r\n1")]
    [InlineData("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("")]
    public async Task Parameters_must_be_refused_when_the_response_lies(string response)
    {
        var hash = ContentHash.Of([BitConverter.ToSingle("1234"u8)]).ToString("x16");
        using var host = new ScriptedHost(async client =>
        {
            await client.HeadAsync();
            await client.SayAsync(response.Replace("{hash}", hash));
        });
        using var exchange = new HttpExchange(host.Target);

        await Assert.ThrowsAsync<DataPlaneException>(
            async () => await exchange.GetParametersAsync(ScriptedHost.Parameters, default));
    }

    [Fact]
    public async Task File_must_go_on_where_it_broke_off_when_the_connection_is_lost()
    {
        var content = new byte[1_000_000];
        new Random(7).NextBytes(content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        string[] ranges = ["", "", ""];
        using var host = new ScriptedHost(
            client => ServeAsync(client, 0, 400_000),
            client => ServeAsync(client, 1, 300_000),
            client => ServeAsync(client, 2, int.MaxValue));
        using var cache = new FileCache(host.Target, _folder, TimeProvider.System);

        var path = await cache.FetchAsync(hash, 1_000_000, default);

        Assert.Equal(content, File.ReadAllBytes(path));
        Assert.Equal(["", "Range: bytes=400000-", "Range: bytes=700000-"], ranges);

        async Task ServeAsync(ScriptedHost.Client client, int number, int bytes)
        {
            var head = await client.HeadAsync();
            ranges[number] = head.SingleOrDefault(line => line.StartsWith("Range"), "");
            var from = number == 0 ? 0 : int.Parse(ranges[number].Split('=', '-')[1]);
            var count = Math.Min(bytes, content.Length - from);
            var status = number == 0 ? "200 OK" : "206 Partial Content\r\nContent-Range: "
                + $"bytes {from}-{content.Length - 1}/{content.Length}";
            await client.SayAsync(
                $"HTTP/1.1 {status}\r\nContent-Length: {content.Length - from}\r\n\r\n");
            await client.Stream.WriteAsync(content.AsMemory(from, count));
        }
    }

    [Fact]
    public async Task Fetch_must_give_up_when_several_tries_bring_nothing()
    {
        static async Task HangUp(ScriptedHost.Client client) => await client.HeadAsync();
        using var host = new ScriptedHost(HangUp, HangUp, HangUp, HangUp, HangUp, HangUp);
        using var cache = new FileCache(host.Target, _folder, TimeProvider.System);

        await Assert.ThrowsAsync<DataPlaneException>(
            () => cache.FetchAsync(new string('0', 64), 1000, default));
    }

    [Fact]
    public async Task File_must_be_refused_when_its_length_is_not_said()
    {
        static async Task Chunked(ScriptedHost.Client client)
        {
            await client.HeadAsync();
            await client.SayAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                + "Connection: close\r\n\r\n4\r\n1234\r\n0\r\n\r\n");
        }

        using var host = new ScriptedHost(Chunked, Chunked, Chunked);
        using var cache = new FileCache(host.Target, _folder, TimeProvider.System);

        await Assert.ThrowsAsync<DataPlaneException>(
            () => cache.FetchAsync(new string('0', 64), 1000, default));

        Assert.All(Directory.GetFiles(_folder), f => Assert.Equal(0, new FileInfo(f).Length));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
