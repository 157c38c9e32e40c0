using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Training.Data;

/// <summary>Turns samples into tensors: normalised features and int64 labels on a device.</summary>
internal sealed class SampleReader(IDataSet data, Normalization normalization, Device device)
{
    private readonly int _features = Shapes.Size(data.Shape);

    /// <summary>Reads samples; the tensors belong to the dispose scope around the call.</summary>
    public (Tensor Samples, Tensor Labels) Read(ReadOnlySpan<long> indices)
    {
        long[] shape = [indices.Length, .. data.Shape.Select(extent => (long)extent)];
        var samples = torch.empty(shape, ScalarType.Float32);
        var labels = torch.empty([indices.Length], ScalarType.Int64);
        var values = MemoryMarshal.Cast<byte, float>(samples.bytes);
        var classes = MemoryMarshal.Cast<byte, long>(labels.bytes);
        for (var i = 0; i < indices.Length; i++)
        {
            data.Read(indices[i], values.Slice(i * _features, _features));
            classes[i] = data.Label(indices[i]);
        }

        normalization.Apply(values);
        return device.type == DeviceType.CPU
            ? (samples, labels)
            : (samples.to(device), labels.to(device));
    }
}
