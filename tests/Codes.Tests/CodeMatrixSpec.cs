namespace AkkaCoded.Codes.Tests;

/// <summary>The rows that are built, against their definitions.</summary>
public sealed class CodeMatrixSpec
{
    public static TheoryData<string> Families =>
        [.. CodeFamilies.BuiltIn.Select(family => family.Name)];

    [Theory]
    [MemberData(nameof(Families))]
    public void Rows_must_be_those_of_50_digits_when_scaled(string family)
    {
        foreach (var (n, s) in new[] { (5, 0), (7, 2), (9, 4), (12, 5), (12, 11) })
        {
            var parameters = new CodeParameters(n, s) { Seed = 7, Chunks = n };
            var code = CodeFamilies.Build(family, parameters);
            var exact = ExactCodes.Build(code, parameters);
            for (var row = 0; row < n; row++)
            {
                var built = code.Row(code.WorkerAtRow(row));
                var wanted = exact[row].Select(entry => entry.ToDouble()).ToArray();
                Assert.Equal(
                    Enumerable.Range(0, n).Where(chunk => wanted[chunk] != 0), built.Chunks);
                for (var k = 0; k < built.Chunks.Length; k++)
                {
                    var ratio = wanted[built.Chunks[k]] / wanted[built.Chunks[0]];
                    var actual = built.Coefficients[k] / built.Coefficients[0];
                    Assert.True(
                        Math.Abs(actual - ratio) <= 1e-11 * Math.Max(1, Math.Abs(ratio)),
                        $"{family} n={n} s={s} row {row} chunk {k}: {actual} is not {ratio}");
                }
            }
        }
    }

    [Fact]
    public void CyclicMds_must_have_largest_entry_1_and_least_load()
    {
        var code = CodeFamilies.Build("cyclic-mds", new(10, 3));
        Assert.Equal(1, code.Row(0).Coefficients.Max());
        Assert.Equal(4, code.LoadChunks);
        Assert.Equal(0.4, code.Load);
        Assert.Equal(3, code.Tolerance);
        Assert.Equal(7, code.AnswersNeeded);
    }

    [Fact]
    public void CyclicMds_must_build_the_next_code_when_n_minus_s_is_even()
    {
        var code = CodeFamilies.Build("cyclic-mds", new(10, 4));
        Assert.Equal((4, 5, 6), (code.Stragglers, code.Tolerance, code.LoadChunks));
    }

    [Theory]
    [InlineData(10, 3, 5, 5)]
    [InlineData(11, 3, 6, 5)]
    [InlineData(12, 3, 4, 4, 4)]
    [InlineData(7, 6, 7)]
    [InlineData(23, 2, 4, 3, 3, 3, 3, 4, 3)]
    public void FractionalRepetition_must_have_groups_of_at_least_s_plus_1(
        int n, int s, params int[] sizes)
    {
        var code = CodeFamilies.Build("fractional-repetition", new(n, s));
        var groups = code.Groups!;
        var counted = Enumerable.Range(0, n).CountBy(groups.GroupOf).Select(pair => pair.Value);
        Assert.Equal(sizes.Order(), counted.Order());
        Assert.Equal(sizes.Max(), code.LoadChunks);
        Assert.Equal(s, code.Tolerance);
    }

    [Fact]
    public void Heterogeneous_must_load_in_proportion_to_speed()
    {
        double[] speeds = [1, 1, 2, 4, 1, 1];
        var code = CodeFamilies.Build(
            "heterogeneous", new(6, 1) { Speeds = speeds, Chunks = 100 });
        for (var worker = 0; worker < 6; worker++)
        {
            var share = 2 * 100 * speeds[worker] / speeds.Sum();
            Assert.InRange(code.Row(worker).Chunks.Length, share - 1, share + 1);
        }

        AssertEveryChunkHeldBy(code, 2);
    }

    [Fact]
    public void Heterogeneous_must_fill_a_worker_at_most_once_when_it_is_very_fast()
    {
        double[] speeds = [1000, 1, 1, 2];
        var code = CodeFamilies.Build("heterogeneous", new(4, 1) { Speeds = speeds, Chunks = 40 });
        Assert.Equal([40, 10, 10, 20], Enumerable.Range(0, 4)
            .Select(worker => code.Row(worker).Chunks.Length));
        AssertEveryChunkHeldBy(code, 2);
    }

    [Fact]
    public void Heterogeneous_must_hold_every_chunk_when_speeds_are_extreme()
    {
        (int S, double[] Speeds)[] cases =
        [
            (0, [1e308, 1e308, 1e308, 1e308]),
            (1, [1e-320, 1e-320, 1e300]),
            (2, [double.Epsilon, 1, double.MaxValue, 1]),
        ];
        foreach (var (s, speeds) in cases)
        {
            var code = CodeFamilies.Build(
                "heterogeneous", new(speeds.Length, s) { Speeds = speeds });
            AssertEveryChunkHeldBy(code, s + 1);
        }
    }

    [Theory]
    [InlineData(2000, 1000)]
    [InlineData(4096, 1000)]
    [InlineData(2400, 1201)]
    [InlineData(1500, 1499)]
    public void CyclicMds_must_have_symmetric_finite_rows_when_s_is_large(int n, int s)
    {
        var code = CodeFamilies.Build("cyclic-mds", new(n, s));
        var row = code.Row(code.WorkerAtRow(0)).Coefficients;
        Assert.Equal(code.Tolerance + 1, row.Length);
        Assert.Equal(1, row.Max());
        Assert.True(row.Min() > 0);
        Assert.Equal(row, row.Reverse());
    }

    [Theory]
    [InlineData("stochastic")]
    [InlineData("regular-graph")]
    public void Approximate_placement_must_give_every_chunk_to_d_workers(string family)
    {
        var code = CodeFamilies.Build(family, new(20, 2) { Degree = 5, Seed = 3 });
        AssertEveryChunkHeldBy(code, 5);
        Assert.Equal(0, code.Tolerance);
        Assert.False(code.IsExact);
    }

    [Fact]
    public void RegularGraph_must_give_every_worker_d_chunks()
    {
        var code = CodeFamilies.Build("regular-graph", new(20, 2) { Degree = 5, Seed = 3 });
        Assert.All(
            Enumerable.Range(0, 20), worker => Assert.Equal(5, code.Row(worker).Chunks.Length));
    }

    [Fact]
    public void Stochastic_must_be_unbiased_when_answers_are_just_added()
    {
        // The mean over which answers come, each with probability 1 - p, is 1 for every chunk.
        var code = CodeFamilies.Build("stochastic", new(20, 4) { StragglerProbability = 0.3 });
        var columns = new double[20];
        for (var worker = 0; worker < 20; worker++)
        {
            var row = code.Row(worker);
            for (var k = 0; k < row.Chunks.Length; k++)
            {
                columns[row.Chunks[k]] += row.Coefficients[k] * 0.7;
            }
        }

        Assert.Equal(1, code.OneStepCoefficient);
        Assert.All(columns, sum => Assert.Equal(1, sum, 12));
    }

    [Fact]
    public void BatchedCouponCollector_must_decode_when_all_batches_are_there()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var code = CodeFamilies.Build("batched-coupon-collector", new(12, 2) { Seed = seed });
            var set = new DecodableSet(code);
            Assert.Equal(4, code.Groups!.Count);
            Assert.True(
                Enumerable.Range(0, 12).ToList().ConvertAll(set.Add)[^1], $"seed {seed}");
        }
    }

    private static void AssertEveryChunkHeldBy(GradientCode code, int holders)
    {
        var held = ExactCodes.Held(code);
        Assert.All(
            Enumerable.Range(0, code.Chunks),
            chunk => Assert.Equal(holders, held.Count(row => row[chunk])));
    }
}
