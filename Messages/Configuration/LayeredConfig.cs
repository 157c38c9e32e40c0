using Akka.Configuration;
using AkkaCoded.Messages.Hocon;

namespace AkkaCoded.Messages.Configuration;

/// <summary>
/// The configuration that all layers together give, with the source of each value.
/// </summary>
public sealed class LayeredConfig
{
    private readonly ResolvedMap _resolved;

    internal LayeredConfig(ResolvedMap resolved)
    {
        _resolved = resolved;

        // Written out without substitutions, so that Akka.NET's own parser reads it the same way.
        Config = ConfigurationFactory.ParseString(HoconWriter.Write(resolved));
        Entries = [.. Leaves([], resolved)];
    }

    /// <summary>Everything, for the actor system and for options classes.</summary>
    public Config Config { get; }

    /// <summary>Every single value with its source, in the order of the files.</summary>
    public IReadOnlyList<ConfigEntry> Entries { get; }

    /// <summary>Reads typed values below a path and names their source in errors.</summary>
    /// <param name="path">Such as <c>coded.code</c>.</param>
    public ConfigReader Reader(string path) => new(Config, path, SourceOf);

    /// <summary>Where the value at a path was set, or null where nothing is.</summary>
    public string? SourceOf(string path) =>
        _resolved.Find(HoconPath.Split(path))?.Origin.Place;

    private static IEnumerable<ConfigEntry> Leaves(IEnumerable<string> path, ResolvedMap map)
    {
        foreach (var (name, value) in map.Fields)
        {
            string[] key = [.. path, name];
            if (value is ResolvedMap { Fields.Count: > 0 } inner)
            {
                foreach (var entry in Leaves(key, inner))
                {
                    yield return entry;
                }
            }
            else
            {
                yield return new ConfigEntry(
                    HoconText.JoinPath(key), HoconWriter.WriteValue(value), value.Origin.Place);
            }
        }
    }
}
