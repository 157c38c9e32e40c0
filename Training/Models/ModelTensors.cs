using AkkaCoded.Codes;
using static TorchSharp.torch;

namespace AkkaCoded.Training.Models;

/// <summary>Lays the tensors of a model one after the other.</summary>
internal static class ModelTensors
{
    public static ModelLayout Place(
        IReadOnlyList<(string Name, Tensor Tensor, bool Trainable)> found)
    {
        if (!found.Any(tensor => tensor.Trainable))
        {
            throw new InvalidInputException(
                "CDL-0227", "coded.model", "a model without trainable weights",
                "at least one parameter that requires a gradient",
                "Register the layers of your module (RegisterComponents).");
        }

        var tensors = new List<ModelTensor>();
        long offset = 0;
        foreach (var (name, tensor, trainable) in found)
        {
            Check(name, tensor);
            var length = tensor.numel();
            tensors.Add(new ModelTensor(name, tensor.shape, (int)offset, (int)length, trainable));
            offset += length;
            CheckTotal(offset);
        }

        return new ModelLayout(tensors);
    }

    private static void Check(string name, Tensor tensor)
    {
        if (tensor.dtype != ScalarType.Float32)
        {
            throw new InvalidInputException(
                "CDL-0227", $"tensor {name} of the model", tensor.dtype, "Float32",
                "Gradients travel as float32: build the model in float32.");
        }
    }

    private static void CheckTotal(long length)
    {
        if (length > (int.MaxValue / sizeof(float)) - 16)
        {
            throw new InvalidInputException(
                "CDL-0227", "coded.model", $"{length} values", "less than 2 GiB of float32 values",
                "Choose a smaller model.");
        }
    }
}
