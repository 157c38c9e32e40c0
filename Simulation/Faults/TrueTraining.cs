using AkkaCoded.Codes;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.Simulation.Faults;

/// <summary>
/// The training as one process would do it: what every sum and every version of the parameters has
/// to be. A sample's gradient follows from the parameters, the step and the sample, so that a row
/// computed at wrong parameters is seen in the sum. Whole numbers, which any exact code has to
/// decode, or numbers that round, which repetition has to add in the order of its groups.
/// </summary>
internal sealed class TrueTraining
{
    /// <summary>Most that decoding may be off by before it is rounded to whole numbers.</summary>
    public const float Tolerance = 0.05f;

    private readonly FaultPlan _plan;
    private readonly GradientCode _code;
    private readonly List<float[]> _weights;
    private readonly List<ulong> _digests;

    public TrueTraining(FaultPlan plan)
    {
        _plan = plan;
        _code = CodeOf(plan).Build();
        _weights = [new float[plan.VectorLength]];
        _digests = [ContentHash.Of(_weights[0])];
    }

    /// <summary>Whether all coefficients are 1.</summary>
    public bool HasGroups => _code.Groups is not null;

    /// <summary>The code section of a plan.</summary>
    public static CodeOptions CodeOf(FaultPlan plan) => new()
    {
        Family = plan.Family,
        MaxAmplification = 1000,
        Parameters = new CodeParameters(plan.Workers, plan.Stragglers) { Seed = plan.Seed },
    };

    /// <summary>The parameters after so many steps.</summary>
    public ReadOnlySpan<float> Weights(long version)
    {
        while (_weights.Count <= version)
        {
            var step = _weights.Count - 1;
            var next = _weights[step].ToArray();
            Move(next, Sum(step));
            _weights.Add(next);
            _digests.Add(ContentHash.Of(next));
        }

        return _weights[(int)version];
    }

    /// <summary>Hash of <see cref="Weights"/>.</summary>
    public ulong Digest(long version)
    {
        Weights(version);
        return _digests[(int)version];
    }

    /// <summary>What a step has to be decoded to.</summary>
    public float[] Sum(long step)
    {
        var digest = Digest(step);
        var sum = new float[_plan.VectorLength];
        if (!_plan.IsRough)
        {
            AddChunk(sum, 1, digest, step, 0, 1);
            return sum;
        }

        foreach (var group in _code.Groups!.Rows)
        {
            var row = new float[_plan.VectorLength];
            foreach (var chunk in group.Chunks)
            {
                AddChunk(row, 1, digest, step, chunk, _code.Chunks);
            }

            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += row[i];
            }
        }

        return sum;
    }

    /// <summary>Adds a chunk's gradient to a row, as a worker does.</summary>
    /// <param name="row">The sum so far.</param>
    /// <param name="coefficient">The row's coefficient of the chunk.</param>
    /// <param name="digest">Hash of the parameters.</param>
    /// <param name="step">The step.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="chunks">Chunks that the samples are cut into.</param>
    public void AddChunk(
        Span<float> row, float coefficient, ulong digest, long step, int chunk, int chunks)
    {
        var (first, end) = (_plan.Samples * chunk / chunks, _plan.Samples * (chunk + 1) / chunks);
        for (var i = 0; i < row.Length; i++)
        {
            var sum = 0f;
            for (var sample = first; sample < end; sample++)
            {
                sum += Value(digest, step, sample, i);
            }

            row[i] += coefficient * sum;
        }
    }

    /// <summary>Moves parameters by a decoded sum.</summary>
    public void Move(Span<float> weights, ReadOnlySpan<float> sum)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = _plan.IsRough
                ? (0.5f * weights[i]) + sum[i]
                : (weights[i] + sum[i]) % 8191;
        }
    }

    /// <summary>Whether a decoded vector is a step's sum; whole numbers are rounded in place.
    /// </summary>
    public bool Accepts(long step, Span<float> vector)
    {
        var sum = Sum(step);
        for (var i = 0; i < sum.Length; i++)
        {
            if (_plan.IsRough ? vector[i] != sum[i] : !(MathF.Abs(vector[i] - sum[i]) <= Limit))
            {
                return false;
            }

            vector[i] = sum[i];
        }

        return true;
    }

    /// <summary>Sums of whole numbers are exact; codes with other coefficients round.</summary>
    private float Limit => _code.Groups is not null && !_plan.IsElastic ? 0 : Tolerance;

    private float Value(ulong digest, long step, int sample, int place)
    {
        var random = Mix(digest + (ulong)((((step * 4096) + sample) * 64) + place));
        return _plan.IsRough
            ? ((int)(random >> 40) - 0x800000) * MathF.Pow(2, -22 - (int)(random & 7))
            : (int)(random % 17) - 8;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
