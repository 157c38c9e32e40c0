using Akka.Configuration;
using AkkaCoded.Codes;
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

    public static Config Parse(string text, string path) => Parse(
        text,
        damage => CheckpointErrors.Damaged(
            path, damage, "the job as HOCON under \"configuration\""));

    /// <summary>Reads a job that came as a message.</summary>
    public static Config Parse(string text) => Parse(
        text,
        damage => new InvalidInputException(
            "CDL-0401", "OpenJob.Configuration", damage, "the job as HOCON",
            "Run the same version of the program on coordinator and workers."));

    private static Config Parse(string text, Func<string, Exception> wrong)
    {
        try
        {
            return ConfigurationFactory.ParseString(text);
        }
        catch (Exception damage) when (damage is not OutOfMemoryException)
        {
            throw wrong(damage.Message);
        }
    }
}
