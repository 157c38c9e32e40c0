using AkkaCoded.Codes;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.WorkerNode.DataPlane;
using static AkkaCoded.Coordinator.Tests.DataPlane.Plane;

namespace AkkaCoded.Coordinator.Tests.DataPlane;

public sealed class FilesOverHttpSpec : IDisposable
{
    private const long Plenty = 1L << 30;

    private readonly string _root = Directory.CreateTempSubdirectory("akkacoded-files").FullName;

    private string Source => Path.Combine(_root, "source.bin");

    private string Folder => Path.Combine(_root, "cache");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000_001)]
    public async Task File_must_lie_in_the_cache_as_it_is_when_fetched(int bytes)
    {
        await using var plane = await StartAsync();
        var file = await ShareAsync(plane, bytes);
        using var cache = Cache(plane);

        var path = await cache.FetchAsync(file.Sha256, Plenty, default);

        Assert.Equal(Path.Combine(Folder, file.Sha256), path);
        Assert.Equal(File.ReadAllBytes(Source), File.ReadAllBytes(path));
        Assert.Equal([".lock", file.Sha256], Directory.GetFiles(Folder)
            .Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task File_must_be_fetched_once_when_many_want_it()
    {
        await using var plane = await StartAsync();
        var file = await ShareAsync(plane, 1_000_000);
        using var one = Cache(plane);
        using var other = Cache(plane);

        var paths = await Task.WhenAll(Enumerable.Range(0, 6).Select(
            i => Task.Run(() => (i % 2 == 0 ? one : other).FetchAsync(
                file.Sha256, Plenty, default))));

        Assert.Single(paths.Distinct());
        // It is served from the cache, also when the coordinator has it no more.
        File.Delete(Source);
        Assert.Equal(paths[0], await one.FetchAsync(file.Sha256, Plenty, default));
    }

    [Theory]
    [InlineData(500_000, false)]
    [InlineData(1_000_000, false)]
    [InlineData(500_000, true)]
    [InlineData(2_000_000, true)]
    public async Task Fetch_must_go_on_where_an_earlier_one_ended(int have, bool isDamaged)
    {
        await using var plane = await StartAsync();
        var file = await ShareAsync(plane, 1_000_000);
        Directory.CreateDirectory(Folder);
        var part = new byte[have];
        File.ReadAllBytes(Source).AsSpan(0, Math.Min(have, 1_000_000)).CopyTo(part);
        part[77] ^= (byte)(isDamaged ? 1 : 0);
        File.WriteAllBytes(Path.Combine(Folder, file.Sha256 + ".part"), part);
        using var cache = Cache(plane);

        var path = await cache.FetchAsync(file.Sha256, Plenty, default);

        Assert.Equal(File.ReadAllBytes(Source), File.ReadAllBytes(path));
    }

    [Fact]
    public async Task File_must_be_fetched_anew_when_the_cached_one_is_damaged()
    {
        await using var plane = await StartAsync();
        var file = await ShareAsync(plane, 1000);
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, file.Sha256), "damaged");
        using var cache = Cache(plane);

        var path = await cache.FetchAsync(file.Sha256, Plenty, default);

        Assert.Equal(File.ReadAllBytes(Source), File.ReadAllBytes(path));
    }

    [Fact]
    public async Task Fetch_must_say_what_is_wrong_when_it_cannot_be()
    {
        await using var plane = await StartAsync();
        var file = await ShareAsync(plane, 1000);
        using var cache = Cache(plane);
        using var nowhere = new FileCache(plane.Target, Source, TimeProvider.System);

        Assert.Equal("CDL-0425", await Code(cache, new string('0', 64), Plenty));
        Assert.Equal("CDL-0425", await Code(cache, file.Sha256, 999));
        Assert.Equal("CDL-0427", await Code(nowhere, file.Sha256, Plenty));
        File.AppendAllText(Source, "changed");
        Assert.Equal("CDL-0426", await Code(cache, file.Sha256, Plenty));

        Assert.False(File.Exists(Path.Combine(Folder, file.Sha256)));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static async Task<string> Code(FileCache cache, string sha256, long bytesMax)
    {
        var error = await Assert.ThrowsAsync<InvalidInputException>(
            () => cache.FetchAsync(sha256, bytesMax, default));
        return error.Code;
    }

    private FileCache Cache(Plane plane) => new(plane.Target, Folder, TimeProvider.System);

    private Task<SharedFile> ShareAsync(Plane plane, int bytes)
    {
        var content = new byte[bytes];
        new Random(bytes).NextBytes(content);
        File.WriteAllBytes(Source, content);
        return plane.Server.Files.ShareAsync(Source);
    }
}
