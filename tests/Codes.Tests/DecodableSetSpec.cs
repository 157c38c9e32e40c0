namespace AkkaCoded.Codes.Tests;

public sealed class DecodableSetSpec
{
    [Theory]
    [InlineData(12, 3)]
    [InlineData(11, 3)]
    [InlineData(7, 2)]
    public void Repetition_must_decode_with_0_and_1_and_amplify_nothing(int n, int s)
    {
        var code = CodeFamilies.Build("fractional-repetition", new(n, s) { Seed = 5 });
        foreach (var lost in Combinations(n, s))
        {
            var set = new DecodableSet(code);
            foreach (var worker in Enumerable.Range(0, n).Where(w => (lost >> w & 1) == 0))
            {
                set.Add(worker);
            }

            Assert.True(set.IsDecodable);
            Assert.Equal(1, set.Amplification);
            Assert.Equal(0, set.Residual);
            Assert.All(set.Coefficients(), a => Assert.True(a is 0 or 1));
            Assert.Equal(0, CodeAnalysis.ResidualOf(code, set.Coefficients()));
        }
    }

    [Fact]
    public void Repetition_must_go_on_with_another_of_the_group_when_the_first_leaves()
    {
        var code = CodeFamilies.Build("fractional-repetition", new(4, 1));
        var set = new DecodableSet(code);
        var twins = Enumerable.Range(0, 4).GroupBy(code.Groups!.GroupOf).Select(g => g.ToArray())
            .ToArray();
        set.Add(twins[0][0]);
        set.Add(twins[0][1]);
        Assert.True(set.Add(twins[1][0]));
        Assert.True(set.Remove(twins[0][0]));
        Assert.Equal(1, set.Coefficients()[twins[0][1]]);
        Assert.False(set.Remove(twins[1][0]));
        Assert.Equal(Math.Sqrt(2), set.Residual);
        Assert.Equal(1, set.Rank);
    }

    [Fact]
    public void Residual_must_fall_from_sqrt_of_chunks_to_rounding()
    {
        var code = CodeFamilies.Build("cyclic-mds", new(10, 3));
        var set = new DecodableSet(code);
        Assert.Equal(Math.Sqrt(10), set.Residual);
        Assert.Equal(0, set.Amplification);
        Assert.False(set.IsDecodable);
        Assert.All(set.Coefficients(), a => Assert.Equal(0, a));
        for (var worker = 0; worker < 7; worker++)
        {
            Assert.False(set.IsDecodable);
            set.Add(worker);
        }

        Assert.True(set.IsDecodable);
        Assert.Equal(7, set.Rank);
        Assert.InRange(set.Residual, 0, 1e-13);
    }

    [Fact]
    public void Answers_that_are_there_already_must_change_nothing()
    {
        var set = new DecodableSet(CodeFamilies.Build("uncoded", new(2, 0)));
        Assert.False(set.Add(0));
        Assert.False(set.Add(0));
        Assert.Equal(1, set.Count);
        Assert.False(set.Remove(1));
        Assert.True(set.Add(1));
        Assert.True(set.Contains(1));
    }

    [Fact]
    public void Limit_must_refuse_sets_that_amplify_more_and_report_by_how_much()
    {
        // The contiguous loss of this code amplifies 263 times.
        var code = CodeFamilies.Build("cyclic-mds", new(20, 5));
        var (strict, loose) = (new DecodableSet(code, 100), new DecodableSet(code, 300));
        for (var row = 5; row < 20; row++)
        {
            strict.Add(code.WorkerAtRow(row));
            loose.Add(code.WorkerAtRow(row));
        }

        Assert.True(loose.IsDecodable);
        Assert.False(strict.IsDecodable);
        Assert.InRange(loose.Amplification, 262, 264);
        Assert.Equal(loose.Amplification, strict.Amplification, 1e-3);
        Assert.InRange(strict.Residual, 0, 1e-12);

        // What it estimates without them amplifies less than the limit, and is not exact.
        var estimate = strict.Coefficients();
        Assert.InRange(AmplificationOf(code, estimate), 0.1, 100);
        Assert.InRange(CodeAnalysis.ResidualOf(code, estimate), 1e-6, 1);
    }

    [Fact]
    public void Estimates_must_be_the_least_squares_ones_when_a_chunk_is_missing()
    {
        // Uncoded: the best estimate leaves out exactly what is missing.
        var code = CodeFamilies.Build("uncoded", new(5, 0));
        var set = new DecodableSet(code);
        set.Add(1);
        set.Add(3);
        Assert.Equal([0, 1, 0, 1, 0], set.Coefficients());
        Assert.Equal(Math.Sqrt(3), set.Residual);

        // A sum of two chunks and one of them alone: least squares at the missing third.
        var user = new PairsCode().Build(new(3, 1));
        var pairs = new DecodableSet(user);
        pairs.Add(0);
        Assert.Equal(1, pairs.Coefficients()[0], 1e-5);
        Assert.Equal(1, pairs.Residual, 12);
        Assert.Equal(Math.Sqrt(2.0 / 3), pairs.Amplification, 1e-5);
    }

    [Fact]
    public void Chunks_with_equal_columns_must_count_one_by_one()
    {
        // Rows 1101 and 0110 of three columns: chunks 0 and 3 are alike. The least squares of
        // 2 (1 - a)^2 + (1 - a - b)^2 + (1 - b)^2 are at a = 0.8 and b = 0.6.
        var code = new PairsCode().Build(new(3, 1) { Chunks = 4 });
        var set = new DecodableSet(code);
        set.Add(code.WorkerAtRow(0));
        set.Add(code.WorkerAtRow(1));
        Assert.Equal(0.8, set.Coefficients()[code.WorkerAtRow(0)], 1e-5);
        Assert.Equal(0.6, set.Coefficients()[code.WorkerAtRow(1)], 1e-5);
        Assert.Equal(Math.Sqrt(0.4), set.Residual, 12);
        Assert.Equal(Math.Sqrt(((0.64 * 3) + (0.36 * 2)) / 4), set.Amplification, 1e-5);
    }

    [Fact]
    public void Coefficients_must_amplify_least_among_all_that_decode()
    {
        // All six answers of a code that needs three: moving along the null space only adds length.
        var code = CodeFamilies.Build("cyclic-repetition", new(6, 3));
        var set = new DecodableSet(code);
        for (var worker = 0; worker < 6; worker++)
        {
            set.Add(worker);
        }

        var best = set.Coefficients();
        Assert.Equal(set.Amplification, AmplificationOf(code, best), 1e-9);
        var fewer = new DecodableSet(code);
        for (var worker = 0; !fewer.Add(worker); worker++)
        {
        }

        Assert.True(fewer.Count < 6);
        Assert.True(AmplificationOf(code, fewer.Coefficients()) > set.Amplification);
        var mixed = best.Zip(fewer.Coefficients(), (a, b) => (0.99 * a) + (0.01 * b)).ToArray();
        Assert.InRange(CodeAnalysis.ResidualOf(code, mixed), 0, 1e-10);
        Assert.True(AmplificationOf(code, mixed) > set.Amplification);
    }

    [Theory]
    [InlineData("cyclic-mds")]
    [InlineData("reed-solomon")]
    [InlineData("fractional-repetition")]
    public void A_thousand_workers_must_decode_before_all_have_answered(string family)
    {
        var code = CodeFamilies.Build(family, new(1024, 27));
        var set = new DecodableSet(code);
        foreach (var worker in new SeededRandom(3).Permutation(1024))
        {
            if (set.Add(worker))
            {
                break;
            }
        }

        Assert.True(set.IsDecodable);
        Assert.InRange(set.Count, 1024 / 28, 1010);
        Assert.InRange(new DecodedSum(code, 3).ErrorOf(set), 0, 1e-7);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e7)]
    public void Limit_must_be_refused_when_out_of_range(double limit)
    {
        var code = CodeFamilies.Build("uncoded", new(2, 0));
        var error = Assert.Throws<InvalidInputException>(() => new DecodableSet(code, limit));
        Assert.Equal(("CDL-0010", "code.max-amplification"), (error.Code, error.Key));
    }

    private static double AmplificationOf(GradientCode code, double[] coefficients) => Math.Sqrt(
        coefficients.Select((a, worker) => Math.Pow(a * code.Row(worker).Norm, 2)).Sum()
        / code.Chunks);

    private static IEnumerable<int> Combinations(int n, int k) =>
        Enumerable.Range(0, 1 << n).Where(set => int.PopCount(set) == k);
}
