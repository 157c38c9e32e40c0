using AkkaCoded.Codes;
using AkkaCoded.Training.Checkpoints;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>A checkpoint's weights as one safetensors file, with the model's own names.</summary>
internal static class CheckpointExport
{
    public static void Write(Checkpoint checkpoint, string file, bool force)
    {
        if (File.Exists(file) && !force)
        {
            throw new InvalidInputException(
                "CDL-0190", "--output", file, "a file that does not exist yet",
                "Name another file, or add --force to replace it.");
        }

        try
        {
            CheckpointStore.Export(checkpoint, file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                "CDL-0191", "--output", file, "a file that can be written", error.Message);
        }
    }
}
