using System.Net;
using AkkaCoded.Coordinator.Tests.Jobs;
using Xunit.Abstractions;

namespace AkkaCoded.Coordinator.Tests.Security;

/// <summary>All planes with certificates, on an address that other machines reach.</summary>
[Trait("Suite", "Slow")]
public sealed class MutualTlsClusterSpec(ITestOutputHelper output) : IDisposable
{
    private readonly Certificates _own = new();
    private readonly Certificates _other = new();

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
    }

    [NetworkClusterFact]
    public async Task Job_must_have_the_bits_of_one_process_when_all_planes_have_certificates()
    {
        var listen = Network.Own!.ToString();
        await using var cluster = await GuardedCluster.StartAsync(
            listen, "token", name => _own.Node($"{name}={listen}"));
        Assert.Equal("https", cluster.Host.Address.Scheme);
        var observed = new Observed();
        await using var run = cluster.Begin("", observed);
        var over = run.Completion.WaitAsync(GuardedCluster.Patience);

        var routes = cluster.Host.Server.Routes.Select(route => route.Template).Distinct().ToList();
        using var foreign = _other.Identity($"w1={listen}").Certificate;
        var target = new IPEndPoint(Network.Own, cluster.Host.Address.Port);
        foreach (var path in routes)
        {
            Assert.Equal("", await Stranger.AskAsync(target, path, null));
            Assert.Equal("", await Stranger.AskAsync(target, path, foreign));
            Assert.Equal("", await Stranger.AskPlainlyAsync(target, path));
        }

        var result = await over;
        output.WriteLine($"{routes.Count} routes: {string.Join(", ", routes)}");
        output.WriteLine(string.Join('\n', cluster.Lines));
        Assert.Equal(12, result.StepsNow);
        Assert.Equal(
            RunJobs.Reference(RunJobs.Parse()).Result.Weights.ToArray(),
            result.Weights.ToArray());
        Assert.Empty(observed.Of("lost"));
    }
}
