using System.Numerics;
using System.Runtime.InteropServices;

namespace AkkaCoded.Training.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, ICLR 2015, algorithm 1; the step size as at the end of its section 2), with
/// weight decay as part of the gradient ("adam") or taken off the weights directly ("adamw",
/// Loshchilov and Hutter, ICLR 2019, algorithm 2).
/// </summary>
internal sealed class Adam(OptimizerOptions options, int length)
    : FlatOptimizer(options, length, "exp_avg", "exp_avg_sq")
{
    private protected override void Update(
        Span<float> weights, ReadOnlySpan<float> gradient, double learningRate)
    {
        var terms = new Terms(Options, Steps, learningRate);
        var wide = MemoryMarshal.Cast<float, Vector<float>>(weights);
        var slopes = MemoryMarshal.Cast<float, Vector<float>>(gradient);
        var first = MemoryMarshal.Cast<float, Vector<float>>(State(0));
        var second = MemoryMarshal.Cast<float, Vector<float>>(State(1));
        for (var i = 0; i < wide.Length; i++)
        {
            var weight = wide[i] * terms.Keep;
            var slope = slopes[i] + (wide[i] * terms.Decay);
            first[i] = (first[i] * terms.Beta1) + (slope * terms.Rest1);
            second[i] = (second[i] * terms.Beta2) + (slope * slope * terms.Rest2);
            var root = Vector.SquareRoot(second[i]) / terms.Correction;
            wide[i] = weight - (first[i] / (root + new Vector<float>(terms.Epsilon)) * terms.Size);
        }

        var done = wide.Length * Vector<float>.Count;
        UpdateRest(weights[done..], gradient[done..], State(0)[done..], State(1)[done..], terms);
    }

    private static void UpdateRest(
        Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second,
        in Terms terms)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            var weight = weights[i] * terms.Keep;
            var slope = gradient[i] + (weights[i] * terms.Decay);
            first[i] = (first[i] * terms.Beta1) + (slope * terms.Rest1);
            second[i] = (second[i] * terms.Beta2) + (slope * slope * terms.Rest2);
            var root = MathF.Sqrt(second[i]) / terms.Correction;
            weights[i] = weight - (first[i] / (root + terms.Epsilon) * terms.Size);
        }
    }

    /// <summary>The numbers of one step, rounded to float32 once.</summary>
    private readonly struct Terms
    {
        public Terms(OptimizerOptions options, long step, double learningRate)
        {
            var decoupled = options.Name == "adamw";
            Keep = decoupled ? (float)(1.0 - (learningRate * options.WeightDecay)) : 1f;
            Decay = decoupled ? 0f : (float)options.WeightDecay;
            (Beta1, Rest1) = ((float)options.Beta1, (float)(1.0 - options.Beta1));
            (Beta2, Rest2) = ((float)options.Beta2, (float)(1.0 - options.Beta2));
            Epsilon = (float)options.Epsilon;
            Correction = (float)Math.Sqrt(1.0 - Math.Pow(options.Beta2, step));
            Size = (float)(learningRate / (1.0 - Math.Pow(options.Beta1, step)));
        }

        public float Keep { get; }

        public float Decay { get; }

        public float Beta1 { get; }

        public float Rest1 { get; }

        public float Beta2 { get; }

        public float Rest2 { get; }

        public float Epsilon { get; }

        public float Correction { get; }

        public float Size { get; }
    }
}
