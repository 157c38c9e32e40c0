using System.Text.Json;
using AkkaCoded.Simulation.Cluster;
using AkkaCoded.TestSupport;

namespace AkkaCoded.Simulation.Tests.CommandLine;

/// <summary>docs/command-line.md names every key of the JSON that these verbs print, and
/// docs/simulator.md every policy.</summary>
public sealed class SimulationDocsSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akkacoded-docs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Documentation_must_name_every_key_when_a_verb_prints_json()
    {
        var trace = Path.Combine(_folder, "t.csv");
        File.WriteAllText(trace, "1,2,9,1\n1,1,1,5\n");
        Check("simulate [JOB.conf]", "simulate", "--trace", trace, "--policies", "wait-all");
        Check(
            "simulate compare [JOB.conf]", "simulate", "compare", "--trace", trace,
            "--stragglers-max", "1");
        Check("trace inspect FILE", "trace", "inspect", trace);
        Check(
            "trace import FILE -o OUT.csv", "trace", "import", trace, "-o",
            Path.Combine(_folder, "o.csv"));
    }

    [Fact]
    public void Documentation_must_name_every_policy_when_the_simulator_knows_it()
    {
        var page = Read("simulator.md");
        foreach (var policy in new[]
            {
                "wait-all", "exact:cyclic-mds:s=1", "approximate:bernoulli:s=1", "backup:b=1",
                "count:cyclic-mds:s=1", "async", "ssp:s=1", "local-sgd:h=2", "auto", "gc-mu:s=1",
                "sr-sgc:b=1,w=2,lambda=1", "m-sgc:b=1,w=2,lambda=1", "partial:s=1", "lb-bsp",
                "speculative", "k-sync:k=1", "dsag:k=1",
            })
        {
            Assert.Equal(policy, SimulatedPolicy.Parse(policy).Text);
            Assert.Contains("`" + policy.Split(':')[0], page);
        }
    }

    private static string Read(string page) =>
        File.ReadAllText(Path.Combine(DataFolder.RepositoryRoot(), "docs", page));

    private static void Check(string heading, params string[] arguments)
    {
        var section = Read("command-line.md").Split("\n## ")
            .Single(part => part.StartsWith(heading + "\n", StringComparison.Ordinal))
            .Split('`', ',', '{', '}', ' ', '\n');
        Assert.All(
            Keys(CommandRun.Of([.. arguments, "--json"]).Json(), isTop: true),
            key => Assert.Contains(key, section));
    }

    /// <summary>Keys, also those of objects in lists. The simulation inside a comparison is that of
    /// simulate.</summary>
    private static IEnumerable<string> Keys(JsonElement json, bool isTop = false) => json.ValueKind
        switch
        {
            JsonValueKind.Object => json.EnumerateObject().SelectMany(property =>
                isTop && property.Name == "simulation"
                    ? [property.Name]
                    : Keys(property.Value).Prepend(property.Name)),
            JsonValueKind.Array => json.EnumerateArray().SelectMany(item => Keys(item)),
            _ => [],
        };
}
