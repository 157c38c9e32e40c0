using Akka.Configuration;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Hocon;
using AkkaCoded.Messages.Tests.Support;
using AkkaCoded.TestSupport;

namespace AkkaCoded.Messages.Tests.Configuration;

/// <summary>Every reference.conf and every example reads back as it was written out.</summary>
public sealed class RoundTripSpec
{
    [Fact]
    public void Documents_must_read_back_when_written_out()
    {
        foreach (var (file, resolved) in Documents())
        {
            var written = HoconWriter.Write(resolved);
            var again = HoconProbe.Read(written);
            Assert.True(written == HoconWriter.Write(again), file);
            Assert.Equal(HoconWriter.WriteValue(resolved), HoconWriter.WriteValue(again));
        }
    }

    [Fact]
    public void Documents_must_mean_the_same_to_the_engine()
    {
        foreach (var (file, resolved) in Documents())
        {
            var config = ConfigurationFactory.ParseString(HoconWriter.Write(resolved));
            foreach (var entry in new LayeredConfig(resolved).Entries)
            {
                var value = resolved.Find(HoconPath.Split(entry.Key));
                if (value is ResolvedText text)
                {
                    var expected = text.Text == "null" ? null : text.Text.Trim();
                    Assert.True(
                        expected == config.GetString(entry.Key), $"{file}: {entry.Key}");
                }
                else
                {
                    Assert.True(config.HasPath(entry.Key), $"{file}: {entry.Key}");
                }
            }
        }
    }

    [EmbeddedFact]
    public void ToString_must_read_back_as_an_equal_tree()
    {
        foreach (var (_, resolved) in Documents())
        {
            var config = ConfigurationFactory.ParseString(HoconWriter.Write(resolved));
            var shown = config.ToString(true);
            Assert.Equal(shown, ConfigurationFactory.ParseString(shown).ToString(true));
            Assert.Equal(
                Strip(HoconWriter.WriteValue(resolved)),
                Strip(HoconWriter.WriteValue(HoconProbe.Read(shown))));
        }
    }

    /// <summary>Quotes differ where they do not matter; null and blanks hold none.</summary>
    private static string Strip(string text) => text.Replace("\"", "", StringComparison.Ordinal);

    /// <summary>
    /// Each document on top of the reference.conf files, whose values it may use.
    /// </summary>
    private static IEnumerable<(string File, ResolvedMap Resolved)> Documents()
    {
        var root = DataFolder.RepositoryRoot();
        var references = Directory.EnumerateDirectories(root)
            .Select(folder => Path.Combine(folder, "reference.conf"))
            .Where(File.Exists)
            .Append(Path.Combine(root, "Embedded/Akka/Akka/Configuration/akka.conf"))
            .Where(File.Exists)
            .Order(StringComparer.Ordinal)
            .ToList();
        var examples = Directory.Exists(Path.Combine(root, "hocon"))
            ? Directory.EnumerateFiles(
                Path.Combine(root, "hocon"), "*.conf", SearchOption.AllDirectories)
            : [];
        Assert.NotEmpty(references);
        foreach (var file in references.Concat(examples))
        {
            var map = new MapNode(new HoconOrigin(file));
            var documents = new ConfigDocuments();
            references.ForEach(reference => map.Overlay(documents.File(reference)));
            map.Overlay(documents.File(file));
            yield return (file, HoconResolver.Resolve(map, _ => null));
        }
    }
}
