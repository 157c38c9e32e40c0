using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Logging;
using AkkaCoded.TestSupport;

namespace AkkaCoded.Messages.Tests.Configuration;

/// <summary>reference.conf, the options classes and the document agree.</summary>
public sealed class ReferenceConfSpec
{
    private static readonly LayeredConfig Reference = new ConfigLayers().Build();

    [Fact]
    public void Every_key_must_be_read_by_an_options_class()
    {
        var readers = new List<ConfigReader>();
        ConfigReader Section(string path)
        {
            readers.Add(Reference.Reader(path));
            return readers[^1];
        }

        var code = CodeOptions.Read(Section("coded.code"));
        JobSections.Read(Section, code);
        LoggingOptions.Read(Section("coded.logging"));
        ClusterOptions.Read(Section("coded.cluster"));
        NodeSettings.Read(Section("coded.node"), "machine");
        MetricsOptions.Read(Section("coded.metrics"));
        Assert.Equal(
            Reference.Entries.Select(entry => entry.Key).Order(StringComparer.Ordinal),
            readers.SelectMany(reader => reader.KeysRead).Distinct()
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_key_must_stand_below_a_comment()
    {
        var lines = Text("Messages/reference.conf").Split('\n');
        var bare = Enumerable.Range(1, lines.Length - 1)
            .Where(i => lines[i].Contains('=', StringComparison.Ordinal)
                && !lines[i].TrimStart().StartsWith('#'))
            .Where(i => !lines[i - 1].TrimStart().StartsWith('#'))
            .Select(i => $"{i + 1}: {lines[i]}");
        Assert.Empty(bare);
    }

    [Fact]
    public void Every_key_must_be_in_the_document_with_its_default_and_variable()
    {
        var document = Text("docs/configuration.md");
        foreach (var entry in Reference.Entries)
        {
            var variable = "AKKACODED__" + string.Join(
                "__", entry.Key.Split('.').Skip(1)).Replace('-', '_').ToUpperInvariant();
            var row = $"| `{entry.Key}` | `{entry.Value.Trim('"')}` | `{variable}` |";
            Assert.Contains(row, document, StringComparison.Ordinal);
        }
    }

    private static string Text(string path) =>
        File.ReadAllText(Path.Combine(DataFolder.RepositoryRoot(), path));
}
