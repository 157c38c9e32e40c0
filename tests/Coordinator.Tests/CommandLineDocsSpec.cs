using System.Text.Json;
using AkkaCoded.TestSupport;

namespace AkkaCoded.Coordinator.Tests;

/// <summary>docs/command-line.md names every key of the JSON that the verbs print.</summary>
public sealed class CommandLineDocsSpec : IDisposable
{
    private static readonly string Page = File.ReadAllText(
        Path.Combine(DataFolder.RepositoryRoot(), "docs", "command-line.md"));

    private readonly string _folder = Directory.CreateTempSubdirectory("akkacoded-docs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Documentation_must_name_every_key_when_a_verb_prints_json()
    {
        var job = Path.Combine(_folder, "job.conf");
        File.WriteAllText(job, """
            coded {
              model.mlp.hidden = [8]
              data.glyphs { size = 8, train = 60, test = 20 }
              training { samples-per-step = 20, steps = 1 }
            }
            """);
        var run = Path.Combine(_folder, "run");
        Check("train --single JOB.conf", "train", "--single", job, "--checkpoints", run);
        Check("evaluate PATH", "evaluate", run);
        Check("predict PATH", "predict", run);
        Check("checkpoint list FOLDER", "checkpoint", "list", run);
        Check("checkpoint inspect PATH", "checkpoint", "inspect", run);
        Check("validate JOB.conf", "validate", job);
        Check("config show [JOB.conf]", "config", "show", job);
        Check("doctor [JOB.conf]", "doctor", job);
        Check("code list", "code", "list");
        Check(
            "cluster init [FOLDER]", "cluster", "init", Path.Combine(_folder, "certificates"),
            "--node", "w1=host2");
        // Nobody is there, which is a report too.
        Check("health [ADDRESS]", "health", "http://127.0.0.1:1");
    }

    private static void Check(string heading, params string[] arguments)
    {
        var found = CommandRun.Of([.. arguments, "--json"]);
        var root = JsonDocument.Parse(found.Output).RootElement;
        var entry = root.ValueKind == JsonValueKind.Array ? root[0] : root;
        var section = Page.Split("\n## ")
            .Single(part => part.StartsWith(heading + "\n", StringComparison.Ordinal))
            .Split('`', ',', '{', '}', ' ', '\n');
        Assert.All(
            entry.EnumerateObject(), property => Assert.Contains(property.Name, section));
    }
}
