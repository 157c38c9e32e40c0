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

        var tensors = new List<NamedTensor>();
        var offset = 0;
        foreach (var (name, shape) in checkpoint.Tensors)
        {
            var length = checked((int)shape.Aggregate(1L, (product, extent) => product * extent));
            tensors.Add(new NamedTensor(name, shape, checkpoint.Weights.AsMemory(offset, length)));
            offset += length;
        }

        try
        {
            using var stream = new FileStream(file, FileMode.Create, FileAccess.Write);
            SafetensorsWriter.Write(stream, tensors, new Dictionary<string, string>
            {
                ["format"] = "pt",
                ["model"] = checkpoint.Manifest.Model,
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                "CDL-0191", "--output", file, "a file that can be written", error.Message);
        }
    }
}
