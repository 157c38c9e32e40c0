namespace AkkaCoded.Codes.Tests;

public sealed class CodeFamiliesSpec
{
    private const string Assembly = "AkkaCoded.Codes.Tests";

    [Fact]
    public void Built_in_families_must_be_found_by_name_and_documented()
    {
        string[] names =
        [
            "uncoded", "fractional-repetition", "cyclic-repetition", "cyclic-mds", "reed-solomon",
            "heterogeneous", "bernoulli", "stochastic", "regular-graph", "batched-coupon-collector",
        ];
        Assert.Equal(names, CodeFamilies.BuiltIn.Select(family => family.Name));
        Assert.All(CodeFamilies.BuiltIn, family =>
        {
            Assert.Same(family, CodeFamilies.Find(family.Name));
            Assert.NotEmpty(family.Summary);
            Assert.NotEmpty(family.Reference);
        });
    }

    [Fact]
    public void Unknown_names_must_give_an_error_with_the_nearest_ones()
    {
        var error = Assert.Throws<InvalidInputException>(() => CodeFamilies.Find("cyclic-mdss"));
        Assert.Equal("CDL-0007", error.Code);
        Assert.Equal("code.family", error.Key);
        Assert.StartsWith("Nearest: cyclic-mds,", error.Remedy);
        Assert.Contains("fractional-repetition", error.Allowed);
    }

    [Fact]
    public void A_class_of_the_users_own_must_be_loaded_by_name()
    {
        var name = $"{typeof(PairsCode).FullName}, {Assembly}";
        var code = CodeFamilies.Build(name, new(5, 1));
        Assert.Equal("pairs", code.Family);
        Assert.Equal(2, code.LoadChunks);
        Assert.Null(code.Groups);

        // Five sums of two, taken once each, count every chunk twice.
        var set = new DecodableSet(code);
        Assert.True(Enumerable.Range(0, 5).ToList().ConvertAll(set.Add)[^1]);
        Assert.All(set.Coefficients(), a => Assert.Equal(0.5, a, 1e-12));
    }

    [Theory]
    [InlineData("AkkaCoded.Codes.Tests.Missing, AkkaCoded.Codes.Tests", "CDL-0008")]
    [InlineData("AkkaCoded.Codes.Tests.PairsCode, Some.Missing.Assembly", "CDL-0008")]
    [InlineData("My.Code", "CDL-0008")]
    [InlineData("My.Code, \u0001[", "CDL-0008")]
    [InlineData("AkkaCoded.Codes.Tests.CodeFamiliesSpec, AkkaCoded.Codes.Tests", "CDL-0009")]
    [InlineData("AkkaCoded.Codes.CodeFamily, AkkaCoded.Codes", "CDL-0009")]
    [InlineData("AkkaCoded.Codes.Tests.DemandingCode, AkkaCoded.Codes.Tests", "CDL-0009")]
    public void Classes_that_cannot_be_used_must_give_an_error(string name, string code)
    {
        var error = Assert.Throws<InvalidInputException>(() => CodeFamilies.Find(name));
        Assert.Equal((code, "code.family"), (error.Code, error.Key));
        Assert.StartsWith(name, error.Value);
    }

    [Theory]
    [InlineData("uncoded", 0, 0, "CDL-0001", "code.workers", "0", "from 1 to 4096")]
    [InlineData("uncoded", -3, 0, "CDL-0001", "code.workers", "-3", "from 1 to 4096")]
    [InlineData("uncoded", 2_000_000_000, 0, "CDL-0001", "code.workers", "2000000000", "4096")]
    [InlineData("cyclic-mds", 5, 5, "CDL-0002", "code.stragglers", "5", "from 0 to 4")]
    [InlineData("cyclic-mds", 5, -1, "CDL-0002", "code.stragglers", "-1", "from 0 to 4")]
    [InlineData("cyclic-mds", 4096, 2047, "CDL-0002", "code.stragglers", "2047", "0 to 1000")]
    [InlineData("reed-solomon", 2000, 1500, "CDL-0002", "code.stragglers", "1500", "0 to 1000")]
    public void Sizes_out_of_range_must_give_an_error(
        string family, int n, int s, string code, string key, string value, string allowed)
    {
        var error = Assert.Throws<InvalidInputException>(
            () => CodeFamilies.Build(family, new(n, s)));
        Assert.Equal((code, key, value), (error.Code, error.Key, error.Value));
        Assert.Contains(allowed, error.Allowed);
    }

    public static TheoryData<string, CodeParameters, string, string> BadOptions => new()
    {
        {
            "heterogeneous", new(3, 1) { Speeds = [1, double.NaN, 1] }, "CDL-0004",
            "code.speeds[1]"
        },
        { "heterogeneous", new(2, 1) { Speeds = [0, 1] }, "CDL-0004", "code.speeds[0]" },
        { "heterogeneous", new(2, 1) { Speeds = [1, -2] }, "CDL-0004", "code.speeds[1]" },
        { "heterogeneous", new(2, 1) { Speeds = [1] }, "CDL-0004", "code.speeds" },
        { "uncoded", new(4, 0) { Chunks = 3 }, "CDL-0003", "code.chunks" },
        { "uncoded", new(4, 0) { Chunks = 0 }, "CDL-0003", "code.chunks" },
        { "uncoded", new(4, 0) { Chunks = 1_000_000 }, "CDL-0003", "code.chunks" },
        { "cyclic-mds", new(5, 2) { Chunks = 10 }, "CDL-0003", "code.chunks" },
        { "cyclic-repetition", new(5, 2) { Chunks = 10 }, "CDL-0003", "code.chunks" },
        { "fractional-repetition", new(8, 1) { Chunks = 3 }, "CDL-0003", "code.chunks" },
        { "bernoulli", new(5, 2) { Degree = 0 }, "CDL-0005", "code.degree" },
        { "regular-graph", new(5, 2) { Degree = 6 }, "CDL-0005", "code.degree" },
        {
            "stochastic", new(5, 2) { StragglerProbability = 1 }, "CDL-0006",
            "code.straggler-probability"
        },
        {
            "stochastic", new(5, 2) { StragglerProbability = double.NaN }, "CDL-0006",
            "code.straggler-probability"
        },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Options_out_of_range_must_give_an_error(
        string family, CodeParameters parameters, string code, string key)
    {
        var error = Assert.Throws<InvalidInputException>(
            () => CodeFamilies.Build(family, parameters));
        Assert.Equal((code, key), (error.Code, error.Key));
        Assert.NotEmpty(error.Allowed);
        Assert.NotEmpty(error.Remedy);
    }
}
