using System.Numerics;
using System.Runtime.InteropServices;

namespace AkkaCoded.Training.Optimizers;

/// <summary>w -= lr * (g + decay * w).</summary>
internal sealed class Sgd(OptimizerOptions options, int length) : FlatOptimizer(options, length)
{
    private protected override void Update(
        Span<float> weights, ReadOnlySpan<float> gradient, double learningRate)
    {
        var (rate, decay) = ((float)learningRate, (float)Options.WeightDecay);
        var wide = MemoryMarshal.Cast<float, Vector<float>>(weights);
        var slopes = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] -= (slopes[i] + (wide[i] * decay)) * rate;
        }

        for (var i = wide.Length * Vector<float>.Count; i < weights.Length; i++)
        {
            weights[i] -= (gradient[i] + (weights[i] * decay)) * rate;
        }
    }
}
