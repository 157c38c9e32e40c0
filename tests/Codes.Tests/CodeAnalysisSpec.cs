namespace AkkaCoded.Codes.Tests;

public sealed class CodeAnalysisSpec
{
    [Theory]
    [InlineData(10, 3, 7, 1e-12)]
    [InlineData(15, 4, 40, 1e-12)]
    [InlineData(20, 5, 265, 1e-11)]
    [InlineData(30, 5, 1400, 1e-10)]
    public void CyclicMds_must_stay_below_the_known_worst_case(
        int n, int s, double amplification, double residual)
    {
        var code = CodeFamilies.Build("cyclic-mds", new(n, s));
        var report = CodeAnalysis.Analyze(code, new() { MaxAmplification = 2000 });
        Assert.InRange(report.WorstAmplification, amplification / 2, amplification);
        Assert.InRange(report.WorstResidual, 0, residual);
        Assert.InRange(report.MeanAmplification, 1, amplification / 3);
        Assert.Equal(1, report.DecodableShare);
        Assert.Equal(n, report.ContiguousDecodable);
        Assert.Null(report.SaferFamily);
    }

    [Theory]
    [InlineData(10, 3, 2.3)]
    [InlineData(20, 5, 3.1)]
    [InlineData(31, 5, 62)]
    public void ReedSolomon_must_amplify_as_little_as_measured(int n, int s, double amplification)
    {
        var code = CodeFamilies.Build("reed-solomon", new(n, s));
        var report = CodeAnalysis.Analyze(code);
        Assert.InRange(report.WorstAmplification, 0, amplification);
        Assert.Equal(1, report.DecodableShare);
    }

    [Fact]
    public void Report_must_count_all_losses_and_subsets_when_n_is_small()
    {
        // Two groups of two: any answer of each group.
        var report = CodeAnalysis.Analyze(
            CodeFamilies.Build("fractional-repetition", new(4, 1)));
        Assert.Equal((4, true), (report.SubsetsChecked, report.IsExhaustive));
        Assert.Equal(1, report.WorstAmplification);
        Assert.Equal(1, report.MeanAmplification);
        Assert.Equal(0, report.WorstResidual);
        Assert.Equal([1, 4, 6, 4, 1], report.SubsetSizes.Select(size => size.Checked));
        Assert.Equal([0, 0, 4, 4, 1], report.SubsetSizes.Select(size => size.Decodable));
    }

    [Fact]
    public void Report_must_name_a_safer_family_when_losses_do_not_decode()
    {
        var report = CodeAnalysis.Analyze(CodeFamilies.Build("uncoded", new(6, 2)));
        Assert.Equal(0, report.DecodableShare);
        Assert.Equal("fractional-repetition", report.SaferFamily);
        Assert.Equal(Math.Sqrt(2), report.WorstResidual, 12);
        Assert.True(double.IsNaN(report.MeanAmplification));
    }

    [Fact]
    public void Report_must_be_the_same_when_run_again_and_sampled()
    {
        var code = CodeFamilies.Build("cyclic-mds", new(24, 7));
        var options = new CodeReportOptions { PatternSample = 200, OrderSample = 20, Seed = 9 };
        var one = CodeAnalysis.Analyze(code, options);
        var other = CodeAnalysis.Analyze(code, options);
        Assert.Equal((224, false), (one.SubsetsChecked, one.IsExhaustive));
        Assert.Equal(
            one with { SubsetSizes = [] }, other with { SubsetSizes = [] });
        Assert.Equal(one.SubsetSizes, other.SubsetSizes);
        Assert.Equal(25, one.SubsetSizes.Count);
        Assert.Equal(20, one.SubsetSizes[^1].Decodable);
        Assert.Equal(0, one.SubsetSizes[0].Decodable);
    }

    [Fact]
    public void Contiguous_losses_must_be_the_worst_of_a_cyclic_code()
    {
        // 256 workers and 27 losses: the count says they decode, float64 says they do not.
        var code = CodeFamilies.Build("cyclic-mds", new(256, 27));
        var set = new DecodableSet(code);
        for (var row = 27; row < 256; row++)
        {
            set.Add(code.WorkerAtRow(row));
        }

        Assert.Equal(code.AnswersNeeded, set.Count);
        Assert.False(set.IsDecodable);
    }
}
