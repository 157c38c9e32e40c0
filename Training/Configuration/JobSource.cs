using Akka.Configuration;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Training.Checkpoints;

namespace AkkaCoded.Training.Configuration;

/// <summary>
/// A job as text for its checkpoints: every value that training depends on, one per line, with the
/// defaults of the day it was written, so that later defaults do not change an old job.
/// </summary>
internal static class JobSource
{
    private static readonly string[] Sections =
        ["model", "data", "optimizer", "training", "checkpoint", "code"];

    public static string Write(LayeredConfig config) => string.Join(
        '\n',
        config.Entries
            .Where(entry => Sections.Any(section => entry.Key.StartsWith(
                $"coded.{section}.", StringComparison.Ordinal)))
            .Select(entry => $"{entry.Key} = {entry.Value}"));

    public static Config Parse(string text, string path)
    {
        try
        {
            return ConfigurationFactory.ParseString(text);
        }
        catch (Exception damage) when (damage is not OutOfMemoryException)
        {
            throw CheckpointErrors.Damaged(
                path, damage.Message, "the job as HOCON under \"configuration\"");
        }
    }
}
