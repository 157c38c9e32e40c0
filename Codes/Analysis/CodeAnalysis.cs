namespace AkkaCoded.Codes;

/// <summary>
/// Tries a code on the losses it is meant for. Deterministic: the same code and options give the
/// same report on any number of processors.
/// </summary>
public static class CodeAnalysis
{
    /// <summary>
    /// Checks every pattern of s losses, or a seeded sample of them and all n contiguous losses
    /// (neighbouring rows, the worst case of cyclic codes), and counts which subsets decode.
    /// </summary>
    public static CodeReport Analyze(GradientCode code, CodeReportOptions? options = null)
    {
        options ??= new();
        // A limit that is no limit is refused here, before it would fail on many threads at once.
        _ = new DecodableSet(code, options.MaxAmplification);
        ParameterChecks.Sample(options);
        var isExhaustive =
            Combinations.Count(code.Workers, code.Stragglers) <= options.PatternsMax;
        var contiguous = ContiguousLosses(code);
        var patterns = isExhaustive
            ? Combinations.All(code.Workers, code.Stragglers).ToList()
            : [.. SampledLosses(code, options), .. contiguous];
        var outcomes = Check(code, options, patterns);
        var decoded = outcomes.Where(outcome => outcome.IsDecodable).ToList();
        return new()
        {
            Family = code.Family,
            Workers = code.Workers,
            Stragglers = code.Stragglers,
            Chunks = code.Chunks,
            Load = code.Load,
            LoadChunks = code.LoadChunks,
            Tolerance = code.Tolerance,
            IsExact = code.IsExact,
            MaxAmplification = options.MaxAmplification,
            WorstResidual = outcomes.Max(outcome => outcome.Residual),
            WorstAmplification = outcomes.Max(outcome => outcome.Amplification),
            MeanAmplification = decoded.Count == 0
                ? double.NaN
                : decoded.Average(outcome => outcome.Amplification),
            SubsetsChecked = patterns.Count,
            IsExhaustive = isExhaustive,
            DecodableShare = (double)decoded.Count / patterns.Count,
            ContiguousDecodable = Check(code, options, contiguous).Count(one => one.IsDecodable),
            SaferFamily = decoded.Count == patterns.Count ? null : new FractionalRepetition().Name,
            SubsetSizes = code.Workers <= options.ExhaustiveWorkersMax
                ? CountAllSubsets(code, options)
                : CountSampledSubsets(code, options),
        };
    }

    /// <summary>|1 - a^T B|, summed anew from the rows and not taken from the decoder.</summary>
    /// <param name="code">The code.</param>
    /// <param name="coefficients">a, one per worker, 0 for workers that did not answer.</param>
    public static double ResidualOf(GradientCode code, ReadOnlySpan<double> coefficients)
    {
        Contract.Require(coefficients.Length == code.Workers, "one coefficient per worker");
        var missing = new double[code.Chunks];
        Array.Fill(missing, 1);
        for (var worker = 0; worker < code.Workers; worker++)
        {
            var row = code.Row(worker);
            for (var k = 0; k < row.Chunks.Length; k++)
            {
                missing[row.Chunks[k]] -= coefficients[worker] * row.Coefficients[k];
            }
        }

        return Math.Sqrt(missing.Sum(value => value * value));
    }

    private static List<int[]> ContiguousLosses(GradientCode code) =>
        [.. Enumerable.Range(0, code.Workers).Select(first =>
            Enumerable.Range(first, code.Stragglers)
                .Select(row => code.WorkerAtRow(row % code.Workers))
                .ToArray())];

    private static IEnumerable<int[]> SampledLosses(GradientCode code, CodeReportOptions options)
    {
        var random = new SeededRandom(options.Seed);
        return Enumerable.Range(0, options.PatternSample)
            .Select(_ => random.Permutation(code.Workers)[..code.Stragglers]);
    }

    private static Outcome[] Check(
        GradientCode code, CodeReportOptions options, List<int[]> patterns)
    {
        var outcomes = new Outcome[patterns.Count];
        Parallel.For(
            0, patterns.Count,
            () => new DecodableSet(code, options.MaxAmplification),
            (index, _, set) =>
            {
                outcomes[index] = Check(set, patterns[index]);
                return set;
            },
            _ => { });
        return outcomes;
    }

    private static Outcome Check(DecodableSet set, int[] lost)
    {
        set.Clear();
        foreach (var worker in Enumerable.Range(0, set.Code.Workers).Except(lost))
        {
            set.Add(worker);
        }

        return new(
            set.IsDecodable, ResidualOf(set.Code, set.Coefficients()), set.Amplification);
    }

    private static List<SubsetCount> CountAllSubsets(GradientCode code, CodeReportOptions options)
    {
        var n = code.Workers;
        var decodable = new int[n + 1];
        var set = new DecodableSet(code, options.MaxAmplification);
        for (var subset = 0; subset < 1 << n; subset++)
        {
            set.Clear();
            for (var worker = 0; worker < n; worker++)
            {
                if ((subset >> worker & 1) == 1)
                {
                    set.Add(worker);
                }
            }

            decodable[set.Count] += set.IsDecodable ? 1 : 0;
        }

        return [.. decodable.Select((count, answers) => new SubsetCount(
            answers, (int)Combinations.Count(n, answers), count, IsExhaustive: true))];
    }

    private static List<SubsetCount> CountSampledSubsets(
        GradientCode code, CodeReportOptions options)
    {
        var decodable = new int[code.Workers + 1];
        var random = SeededRandom.Stream(options.Seed, 1);
        var set = new DecodableSet(code, options.MaxAmplification);
        var orders = Math.Min(options.OrderSample, options.PatternSample);
        for (var order = 0; order < orders; order++)
        {
            set.Clear();
            foreach (var worker in random.Permutation(code.Workers))
            {
                decodable[set.Count] += set.IsDecodable ? 1 : 0;
                set.Add(worker);
            }

            decodable[set.Count] += set.IsDecodable ? 1 : 0;
        }

        return [.. decodable.Select((count, answers) => new SubsetCount(
            answers, orders, count, IsExhaustive: false))];
    }

    private readonly record struct Outcome(
        bool IsDecodable, double Residual, double Amplification);
}
