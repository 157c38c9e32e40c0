using AkkaCoded.Codes;

namespace AkkaCoded.Training.Data;

/// <summary>
/// (x - mean) * scale, with one pair for all features, one per channel or one per feature. Fitted
/// on training data only and kept in the checkpoint, so that test data and later predictions are
/// treated as the model has learned them.
/// </summary>
public sealed class Normalization
{
    private const int SamplesMax = 60_000;

    /// <summary>The kinds that <c>coded.data.normalize</c> may name.</summary>
    public static readonly IReadOnlyList<string> Kinds =
        ["none", "scale", "standard", "channel", "feature"];

    private readonly float[] _mean;
    private readonly float[] _scale;
    private readonly int _features;

    /// <summary>A normalisation read back from a checkpoint.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="mean">1, channels or features values.</param>
    /// <param name="scale">As many values.</param>
    /// <param name="features">Features of a sample, a multiple of the number of values.</param>
    public Normalization(string kind, float[] mean, float[] scale, int features)
    {
        Contract.Require(Kinds.Contains(kind), "a known kind of normalisation");
        Contract.Require(mean.Length == scale.Length && mean.Length > 0, "a scale per mean");
        Contract.Require(features % mean.Length == 0, "the features fall into equal groups");
        Kind = kind;
        _mean = mean;
        _scale = scale;
        _features = features;
    }

    /// <summary>One of <see cref="Kinds"/>.</summary>
    public string Kind { get; }

    /// <summary>What is taken off each group of features.</summary>
    public ReadOnlyMemory<float> Mean => _mean;

    /// <summary>What each group is multiplied by afterwards.</summary>
    public ReadOnlyMemory<float> Scale => _scale;

    /// <summary>
    /// Fits the normalisation: <c>scale</c> divides by the largest magnitude; <c>standard</c> takes
    /// mean and standard deviation over everything, <c>channel</c> per channel, <c>feature</c> per
    /// feature. Sets of more than 60,000 samples are fitted on 60,000 evenly spaced ones.
    /// </summary>
    public static Normalization Fit(string kind, IDataSet training)
    {
        var features = Shapes.Size(training.Shape);
        var groups = kind switch
        {
            "feature" => features,
            "channel" => training.Shape.Count == 3 ? training.Shape[0] : 1,
            _ => 1,
        };
        if (kind == "none")
        {
            return new Normalization(kind, [0f], [1f], features);
        }

        var moments = new FeatureMoments(groups, features);
        var values = new float[features];
        var count = Math.Min(training.Count, SamplesMax);
        for (long i = 0; i < count; i++)
        {
            training.Read((long)((Int128)i * training.Count / count), values);
            moments.Add(values);
        }

        return kind == "scale"
            ? new Normalization(kind, [0f], [Inverse(moments.LargestMagnitude)], features)
            : new Normalization(
                kind, moments.Means(), [.. moments.Deviations().Select(Inverse)], features);
    }

    /// <summary>Kind and first values, as errors name it.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{Kind} (mean {_mean[0]:G9}, scale {_scale[0]:G9}{(_mean.Length > 1 ? ", ..." : "")})");

    /// <summary>Whether it does the same to every sample, bit by bit.</summary>
    internal bool IsSame(Normalization other) =>
        Kind == other.Kind && _features == other._features
        && _mean.AsSpan().SequenceEqual(other._mean)
        && _scale.AsSpan().SequenceEqual(other._scale);

    /// <summary>Normalises samples that stand one after the other.</summary>
    public void Apply(Span<float> samples)
    {
        Contract.Require(samples.Length % _features == 0, "whole samples");
        var run = _features / _mean.Length;
        for (var start = 0; start < samples.Length; start += run)
        {
            var group = start / run % _mean.Length;
            var (mean, scale) = (_mean[group], _scale[group]);
            foreach (ref var value in samples.Slice(start, run))
            {
                value = (value - mean) * scale;
            }
        }
    }

    /// <summary>A feature that never changes is left at zero, not blown up.</summary>
    private static float Inverse(double deviation) =>
        deviation > 1e-12 ? (float)(1.0 / deviation) : 1f;
}
