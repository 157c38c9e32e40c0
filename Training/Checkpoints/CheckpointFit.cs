using AkkaCoded.Training.Models;

namespace AkkaCoded.Training.Checkpoints;

/// <summary>Whether a checkpoint's tensors are those of a model.</summary>
internal static class CheckpointFit
{
    public static void RequireSameModel(Checkpoint checkpoint, ModelLayout layout, string path)
    {
        var count = Math.Max(checkpoint.Tensors.Count, layout.Tensors.Count);
        for (var i = 0; i < count; i++)
        {
            var saved = i < checkpoint.Tensors.Count ? Text(checkpoint.Tensors[i]) : "(none)";
            var wanted = i < layout.Tensors.Count
                ? Text((layout.Tensors[i].Name, layout.Tensors[i].Shape))
                : "(none)";
            if (saved != wanted)
            {
                throw CheckpointErrors.Unfit(path, $"tensor {saved}", $"tensor {wanted}");
            }
        }
    }

    private static string Text((string Name, IReadOnlyList<long> Shape) tensor) =>
        $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]";
}
