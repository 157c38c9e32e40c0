using AkkaCoded.Codes.Sequential;

namespace AkkaCoded.Codes.Tests.Sequential;

/// <summary>
/// Integer gradients of every chunk of every job, so that a wrong decoding can't hide in rounding,
/// and the sum that the terms of a finished job give.
/// </summary>
internal sealed class ToyGradients(SequentialScheme scheme, ulong seed)
{
    private const int Length = 3;

    public void Check(FinishedJob job, string where)
    {
        var gradients = Of(job.Job);
        var sum = new double[Length];
        var decoded = new double[Length];
        foreach (var gradient in gradients)
        {
            Add(1, gradient, sum);
        }

        foreach (var term in job.Terms)
        {
            var row = scheme.Row(term.Worker, term.Part);
            for (var k = 0; k < row.Chunks.Length; k++)
            {
                Add(term.Coefficient * row.Coefficients[k], gradients[row.Chunks[k]], decoded);
            }
        }

        // Repetition decodes integers exactly; other codes up to their amplification.
        var allowed = scheme.Code?.Groups is not null || scheme.Code is null ? 0 : 1e-6;
        for (var i = 0; i < Length; i++)
        {
            Assert.True(
                Math.Abs(decoded[i] - sum[i]) <= allowed * scheme.Chunks,
                $"{where}: job {job.Job} decodes to {decoded[i]:R}, not {sum[i]:R}");
        }
    }

    private double[][] Of(int job)
    {
        var random = SeededRandom.Stream(seed, (ulong)job);
        return [.. Enumerable.Range(0, scheme.Chunks).Select(
            _ => Enumerable.Range(0, Length).Select(_ => random.NextInt(201) - 100.0).ToArray())];
    }

    private static void Add(double factor, double[] source, double[] target)
    {
        for (var i = 0; i < Length; i++)
        {
            target[i] += factor * source[i];
        }
    }
}
