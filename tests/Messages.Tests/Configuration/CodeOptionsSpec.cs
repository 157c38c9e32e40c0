using AkkaCoded.Codes;
using AkkaCoded.Codes.Choosing;
using AkkaCoded.Messages.Configuration;

namespace AkkaCoded.Messages.Tests.Configuration;

/// <summary>The section `coded.code` and its options class.</summary>
public sealed class CodeOptionsSpec
{
    [Fact]
    public void Defaults_must_be_those_of_the_library()
    {
        var options = CodeOptions.Read(new ConfigLayers().Build());
        Assert.Equal("fractional-repetition", options.Family);
        Assert.Equal(1000, options.MaxAmplification);
        Assert.Equal(new CodeParameters(4, 1), options.Parameters);
        Assert.Equal(4, options.Build().Workers);
    }

    [Fact]
    public void Auto_must_begin_uncoded_over_all_workers()
    {
        var options = Read(
            "code.family=auto", "code.workers=6", "code.stragglers=9", "code.speeds=[1, 2]",
            "code.seed=5", "code.auto.replan-seconds=0.5", "code.auto.horizon-steps=20",
            "code.auto.may-exclude=off");

        Assert.Equal("auto", options.Family);
        Assert.Equal(new CodeParameters(6, 0) { Seed = 5 }, options.Parameters);
        Assert.Equal(1, options.Build().LoadChunks);
        Assert.Equal(6, options.Build().Chunks);
        Assert.Equal(
            new ChooserOptions
            {
                ReplanSeconds = 0.5,
                HorizonSteps = 20,
                MayExclude = false,
                Seed = 5,
            },
            options.Auto!.ForChooser(5));
        Assert.Null(Read("code.family=uncoded", "code.stragglers=0").Auto);
    }

    [Fact]
    public void Every_value_must_arrive()
    {
        var options = Read(
            "code.family=heterogeneous", "code.workers=3", "code.stragglers=2",
            "code.seed=18446744073709551615", "code.max-amplification=1.5e3", "code.chunks=24",
            "code.speeds=[1, 2.5, 0.5]", "code.degree=2", "code.straggler-probability=0.25");
        Assert.Equal("heterogeneous", options.Family);
        Assert.Equal(1500, options.MaxAmplification);
        Assert.Equal(ulong.MaxValue, options.Parameters.Seed);
        Assert.Equal([1, 2.5, 0.5], options.Parameters.Speeds!);
        Assert.Equal(
            new CodeParameters(3, 2)
            {
                Seed = ulong.MaxValue,
                Chunks = 24,
                Speeds = options.Parameters.Speeds,
                Degree = 2,
                StragglerProbability = 0.25,
            },
            options.Parameters);
    }

    [Theory]
    [InlineData("code.workers=0", "CDL-0105", "from 1 to 4096")]
    [InlineData("code.workers=many", "CDL-0105", "from 1 to 4096")]
    [InlineData("code.workers=99999999999999999999", "CDL-0105", "from 1 to 4096")]
    [InlineData("code.workers=[1]", "CDL-0105", "from 1 to 4096")]
    [InlineData("code.workers=null", "CDL-0105", "from 1 to 4096")]
    [InlineData("code.workers=2.5", "CDL-0105", "from 1 to 4096")]
    [InlineData("code.stragglers=-1", "CDL-0105", "from 0 to 4095")]
    [InlineData("code.stragglers=4", "CDL-0002", "from 0 to 3")]
    [InlineData("code.seed=-1", "CDL-0105", "from 0 to 18446744073709551615")]
    [InlineData("code.seed= 1e3", "CDL-0105", "from 0 to 18446744073709551615")]
    [InlineData("code.max-amplification=0.5", "CDL-0105", "at least 1")]
    [InlineData("code.max-amplification=NaN", "CDL-0105", "at least 1")]
    [InlineData("code.max-amplification=Infinity", "CDL-0105", "at least 1")]
    [InlineData("code.chunks=0", "CDL-0105", "from 1 to 65536")]
    [InlineData("code.speeds=[1, 2]", "CDL-0004", "4 in all")]
    [InlineData("code.speeds=[1, x, 2, 3]", "CDL-0105", "list of finite numbers")]
    [InlineData("code.speeds=3", "CDL-0105", "list of finite numbers")]
    [InlineData("code.degree=5", "CDL-0005", "from 1 to 4")]
    [InlineData("code.straggler-probability=1", "CDL-0105", "from 0 to below 1")]
    [InlineData("code.family=cyclik-mds", "CDL-0007", "cyclic-mds")]
    [InlineData("code.family=", "CDL-0105", "text")]
    public void Wrong_value_must_be_refused_with_key_and_source(
        string argument, string code, string allowed)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read(argument));
        Assert.Equal(code, error.Code);
        Assert.Equal($"command line: coded.{argument.Split('=')[0]}", error.Key);
        Assert.Contains(allowed, error.Allowed, StringComparison.Ordinal);
        var shown = error.Value.Replace(",", ", ", StringComparison.Ordinal);
        Assert.Contains(argument.Split('=')[1].Trim(), shown, StringComparison.Ordinal);
    }

    private static CodeOptions Read(params string[] commandLine) =>
        CodeOptions.Read(new ConfigLayers().CommandLine(commandLine).Build());
}
