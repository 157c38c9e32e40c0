using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>
/// Gradients of small whole numbers that follow from (seed, step, chunk), so that sums of them are
/// exact in float32 and a wrong decode cannot hide in rounding.
/// </summary>
/// <param name="seed">Where the numbers come from.</param>
/// <param name="length">Values of a vector.</param>
/// <param name="tolerance">Largest difference of a decoded value from the true one; infinite where
/// only an estimate is wanted.</param>
internal sealed class SyntheticGradients(ulong seed, int length, double tolerance)
    : IGradientSource
{
    private readonly double[] _sum = new double[length];

    /// <inheritdoc/>
    public int Length => length;

    /// <inheritdoc/>
    public bool NeedsParameters => false;

    /// <inheritdoc/>
    public void Compute(Compute row, ReadOnlySpan<float> parameters, Span<float> answer)
    {
        Array.Clear(_sum);
        for (var k = 0; k < row.RowChunks.Length; k++)
        {
            var coefficient = row.Coefficients.IsEmpty ? 1 : row.Coefficients[k];
            AddChunk(row.Key.Step.Step, row.RowChunks[k], coefficient);
        }

        for (var i = 0; i < _sum.Length; i++)
        {
            answer[i] = (float)_sum[i];
        }
    }

    /// <summary>Holds a decoded vector against the sum over all chunks.</summary>
    public void Check(long step, int chunks, ReadOnlySpan<float> decoded)
    {
        Array.Clear(_sum);
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            AddChunk(step, chunk, 1);
        }

        for (var i = 0; i < _sum.Length; i++)
        {
            Contract.Require(
                Math.Abs(decoded[i] - _sum[i]) <= tolerance,
                $"step {step} decodes to {decoded[i]} instead of {_sum[i]}, seed {seed}");
        }
    }

    private void AddChunk(long step, int chunk, double factor)
    {
        var random = SeededRandom.Stream(seed ^ (ulong)step, (ulong)chunk);
        for (var i = 0; i < _sum.Length; i++)
        {
            _sum[i] += factor * (random.NextInt(9) - 4);
        }
    }
}
