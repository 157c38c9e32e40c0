using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AkkaCoded.Training.Models;

/// <summary>
/// Layers with their arguments by position: the names of TorchSharp's constructor parameters have
/// changed between its versions, the positions have not.
/// </summary>
internal static class Layers
{
    /// <summary>A square convolution that keeps the extents at stride 1.</summary>
    public static Conv2d Convolution(
        int inputs, int outputs, int kernel, int stride, bool bias)
    {
        long padding = kernel / 2;
        return nn.Conv2d(
            inputs, outputs, (long)kernel, (long)stride, padding, 1L, PaddingModes.Zeros, 1L, bias);
    }
}
