using AkkaCoded.Codes;
using AkkaCoded.Messages.Configuration;

namespace AkkaCoded.Messages.Tests.Configuration;

/// <summary>Single values from the command line and the environment.</summary>
public sealed class ConfigOverridesSpec
{
    [Theory]
    [InlineData("code.family=a/b", "coded.code.family", "\"a/b\"")]
    [InlineData("coded.code.family=tcp://h:1", "coded.code.family", "\"tcp://h:1\"")]
    [InlineData("code.family = x y ", "coded.code.family", "\"x y\"")]
    [InlineData("code.family=\"x=\\\"y\\\"\"", "coded.code.family", "\"x=\\\"y\\\"\"")]
    [InlineData("code.speeds=[1, 2.5]", "coded.code.speeds", "[\"1\", \"2.5\"]")]
    [InlineData("code.chunks=null", "coded.code.chunks", "null")]
    [InlineData("code.family=", "coded.code.family", "\"\"")]
    [InlineData("akka.actor.\"a.b\"=1", "akka.actor.\"a.b\"", "\"1\"")]
    public void Command_line_must_take_values_as_they_stand(string text, string key, string value)
    {
        var config = new ConfigLayers().CommandLine([text]).Build();
        Assert.Contains(new ConfigEntry(key, value, "command line"), config.Entries);
    }

    [Fact]
    public void Command_line_must_let_the_last_one_win()
    {
        var config = new ConfigLayers().CommandLine(["code.workers=5", "code.workers=6"]).Build();
        Assert.Equal(6, config.Config.GetInt("coded.code.workers"));
    }

    [Theory]
    [InlineData("code.family", "CDL-0103")]
    [InlineData("=x", "CDL-0103")]
    [InlineData("a..b=x", "CDL-0101")]
    [InlineData("code.speeds=[1", "CDL-0101")]
    [InlineData("code.speeds=[1] [2", "CDL-0101")]
    [InlineData("code.famly=x", "CDL-0104")]
    public void Command_line_must_be_refused_when_malformed(string text, string code)
    {
        var error = Assert.Throws<InvalidInputException>(
            new ConfigLayers().CommandLine([text]).Build);
        Assert.Equal(code, error.Code);
        Assert.Contains("command line", error.Key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AKKACODED__CODE__MAX_AMPLIFICATION", "coded.code.max-amplification")]
    [InlineData("AKKACODED__LOGGING__FILE__SIZE_MAX", "coded.logging.file.size-max")]
    [InlineData("AKKACODED__CODE__SEED", "coded.code.seed")]
    public void Variable_must_name_a_key(string variable, string key)
    {
        var config = new ConfigLayers().Environment([new(variable, "123456")]).Build();
        var expected = new ConfigEntry(key, "\"123456\"", $"environment {variable}");
        Assert.Contains(expected, config.Entries);
    }

    [Fact]
    public void Variables_must_reach_every_key_of_the_reference()
    {
        // The scheme would fail for keys with capitals, underscores or dots: there must be none.
        foreach (var entry in new ConfigLayers().Build().Entries)
        {
            var variable = "AKKACODED__" + string.Join(
                "__", entry.Key.Split('.').Skip(1)).Replace('-', '_').ToUpperInvariant();
            var config = new ConfigLayers().Environment([new(variable, "v")]).Build();
            Assert.Equal($"environment {variable}", config.SourceOf(entry.Key));
        }
    }

    [Fact]
    public void Variables_of_others_must_be_left_alone()
    {
        var config = new ConfigLayers().Environment(
            [new("AKKACODED_DATA", "x"), new("AKKACODED_ENGINE", "y"), new("PATH", "z")]).Build();
        Assert.DoesNotContain(
            config.Entries, e => e.Source.StartsWith("environment", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AKKACODED__", "CDL-0103")]
    [InlineData("AKKACODED__CODE__", "CDL-0103")]
    [InlineData("AKKACODED__CODE__SEEED", "CDL-0104")]
    public void Variable_must_be_refused_when_it_names_no_key(string variable, string code)
    {
        var error = Assert.Throws<InvalidInputException>(
            new ConfigLayers().Environment([new(variable, "1")]).Build);
        Assert.Equal(code, error.Code);
        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
    }
}
