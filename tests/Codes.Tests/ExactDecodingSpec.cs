namespace AkkaCoded.Codes.Tests;

/// <summary>
/// Decodable exactly when the construction, at 50 digits, says so: every family, every s, every
/// subset. The limit on the amplification can only refuse: a set that is refused although the exact
/// rows span the ones must amplify more than the limit at 50 digits, too.
/// </summary>
public sealed class ExactDecodingSpec
{
    private const double Limit = 1e5;

    public static TheoryData<string> Families =>
        [.. CodeFamilies.BuiltIn.Select(family => family.Name)];

    [Theory]
    [MemberData(nameof(Families))]
    public void DecodableSet_must_agree_with_50_digits_when_n_is_at_most_8(string family)
    {
        for (var n = 1; n <= 8; n++)
        {
            CheckAllStragglers(family, n);
        }
    }

    [Theory]
    [Trait("Suite", "Slow")]
    [MemberData(nameof(Families))]
    public void DecodableSet_must_agree_with_50_digits_when_n_is_9_to_12(string family)
    {
        Parallel.For(9, 13, n => CheckAllStragglers(family, n));
    }

    /// <summary>Each of its default chunks, eight a worker or more, has holders of its own.
    /// </summary>
    [Fact]
    public void Heterogeneous_must_agree_with_50_digits_when_chunks_are_its_own_choice()
    {
        for (var n = 1; n <= 7; n++)
        {
            for (var s = 0; s < n; s++)
            {
                var parameters = new CodeParameters(n, s)
                {
                    Seed = (ulong)((n * 100) + s),
                    Speeds = [.. Enumerable.Range(0, n).Select(i => 1 + (0.7 * i * i))],
                };
                var code = CodeFamilies.Build("heterogeneous", parameters);
                Assert.True(code.Chunks * (s + 1) >= 8 * n);
                CheckAllSubsets(code, parameters);
            }
        }
    }

    private static void CheckAllStragglers(string family, int n)
    {
        for (var s = 0; s < n; s++)
        {
            // As many chunks as workers; for most families more of them only repeat columns.
            var parameters = new CodeParameters(n, s)
            {
                Seed = (ulong)((n * 100) + s),
                Chunks = n,
                Speeds = [.. Enumerable.Range(0, n).Select(i => 1 + (0.3 * (i % 4)))],
            };
            CheckAllSubsets(CodeFamilies.Build(family, parameters), parameters);
        }
    }

    private static void CheckAllSubsets(GradientCode code, CodeParameters parameters)
    {
        var exact = ExactCodes.Build(code, parameters);
        var spans = ExactElimination.SpansOnes(exact);
        var set = new DecodableSet(code, Limit);
        var strict = new DecodableSet(code);
        var sums = new DecodedSum(code, parameters.Seed);
        for (var subset = 0; subset < spans.Length; subset++)
        {
            Fill(set, subset);
            Fill(strict, subset);
            var where = $"{code.Family} n={code.Workers} s={code.Stragglers} "
                + $"seed={parameters.Seed} rows {subset:b}";
            Assert.True(
                !set.IsDecodable || spans[subset], $"{where}: decodes, but not at 50 digits");
            Assert.True(
                spans[subset] || set.Count < code.AnswersNeeded || !code.IsExact,
                $"{where}: not decodable at 50 digits within the tolerance");
            CheckDefaultLimit(strict, set, where);
            if (strict.IsDecodable)
            {
                sums.Check(strict, where);
            }

            if (set.IsDecodable)
            {
                sums.Check(set, where);
            }
            else if (spans[subset])
            {
                var square = ExactElimination.SquaredAmplification(exact, subset);
                Assert.True(
                    Math.Sqrt(square) > 0.99 * Limit,
                    $"{where}: refused, but amplifies only {Math.Sqrt(square):g3}");
            }
        }
    }

    /// <summary>Under the default limit the same sets decode, but for those that amplify more.
    /// </summary>
    private static void CheckDefaultLimit(DecodableSet strict, DecodableSet loose, string where)
    {
        var share = loose.Amplification / DecodableSet.DefaultMaxAmplification;
        if (!loose.IsDecodable || share is < 0.99 or > 1.01)
        {
            Assert.True(
                strict.IsDecodable == (loose.IsDecodable && share < 1),
                $"{where}: the limit is off at {share:g6} of it");
        }
    }

    private static void Fill(DecodableSet set, int subset)
    {
        set.Clear();
        for (var row = 0; row < set.Code.Workers; row++)
        {
            if ((subset >> row & 1) == 1)
            {
                set.Add(set.Code.WorkerAtRow(row));
            }
        }
    }
}
