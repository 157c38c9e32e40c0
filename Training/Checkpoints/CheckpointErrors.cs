using AkkaCoded.Codes;

namespace AkkaCoded.Training.Checkpoints;

/// <summary>The errors of checkpoints: each names the file and what was expected.</summary>
internal static class CheckpointErrors
{
    public static InvalidInputException Damaged(string path, object? found, string expected) =>
        new("CDL-0281", path, found, expected,
            "The checkpoint is damaged: delete its folder and resume from an older one.");

    public static InvalidInputException Missing(string path, string found) =>
        new("CDL-0282", path, found, "a folder with checkpoints (step-NNNNNNNNNNNN)",
            "Check coded.checkpoint.folder, or train with checkpoints first.");

    public static InvalidInputException Unfit(string path, object? found, string expected) =>
        new("CDL-0283", path, found, expected,
            "The checkpoint belongs to another job: name another checkpoint.folder.");
}
