using System.Numerics;
using System.Runtime.InteropServices;

namespace AkkaCoded.Training.Optimizers;

/// <summary>
/// v = mu * v + g, w -= lr * v (heavy ball), or w -= lr * (g + mu * v) (Nesterov), with g including
/// the weight decay. As in torch, v starts as the first gradient, which a start at zero gives too.
/// </summary>
internal sealed class Momentum(OptimizerOptions options, int length)
    : FlatOptimizer(options, length, "momentum")
{
    private protected override void Update(
        Span<float> weights, ReadOnlySpan<float> gradient, double learningRate)
    {
        var (rate, decay, mu) =
            ((float)learningRate, (float)Options.WeightDecay, (float)Options.Momentum);
        var nesterov = Options.Name == "nesterov";
        var velocities = State(0);
        var wide = MemoryMarshal.Cast<float, Vector<float>>(weights);
        var slopes = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        var moving = MemoryMarshal.Cast<float, Vector<float>>(velocities);
        for (var i = 0; i < wide.Length; i++)
        {
            var slope = slopes[i] + (wide[i] * decay);
            moving[i] = (moving[i] * mu) + slope;
            wide[i] -= (nesterov ? slope + (moving[i] * mu) : moving[i]) * rate;
        }

        for (var i = wide.Length * Vector<float>.Count; i < weights.Length; i++)
        {
            var slope = gradient[i] + (weights[i] * decay);
            velocities[i] = (velocities[i] * mu) + slope;
            weights[i] -= (nesterov ? slope + (velocities[i] * mu) : velocities[i]) * rate;
        }
    }
}
