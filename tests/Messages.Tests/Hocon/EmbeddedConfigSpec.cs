using Akka.Configuration;
using Akka.Configuration.Hocon;
using AkkaCoded.Messages.Tests.Support;

namespace AkkaCoded.Messages.Tests.Hocon;

/// <summary>What the stand-in's Akka.Configuration does better than the one of Akka.NET.</summary>
public sealed class EmbeddedConfigSpec
{
    [EmbeddedFact]
    public void Syntax_error_must_name_line_and_expectation()
    {
        var error = Assert.Throws<ConfigurationException>(
            () => ConfigurationFactory.ParseString("a {\n  b = x@y\n}"));
        Assert.StartsWith(
            "line 2, column 8: expected a value for `b`", error.Message, StringComparison.Ordinal);
    }

    [EmbeddedFact]
    public void Include_must_be_refused_when_there_is_no_callback()
    {
        var error = Assert.Throws<ConfigurationException>(
            () => ConfigurationFactory.ParseString("x = 1\ninclude \"a.conf\""));
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("a.conf", error.Message, StringComparison.Ordinal);
    }

    [EmbeddedFact]
    public void Include_must_keep_every_kind_of_value()
    {
        var config = ConfigurationFactory.ParseString(
            "b = 7\ninclude \"x\"\nc = ${l} [${t}]",
            _ => Parser.Parse("t = \" p q \", n = null, l = [1, { m = 2 }, [3]], o { }", null));
        Assert.Equal(
            "  b : 7\r\n  t : \"p q\"\r\n  n : null\r\n"
            + "  l : [1,{\r\n      m : 2\r\n    },[3]]\r\n  o : {\r\n  }\r\n"
            + "  c : [1,{\r\n      m : 2\r\n    },[3],\"p q\"]\r\n",
            config.ToString());
    }

    [EmbeddedFact]
    public void Substitution_and_appending_must_work_without_layers()
    {
        var config = ConfigurationFactory.ParseString(
            "l = [1], l += ${?nowhere}x, p = ${PATH}, b { y = 2 }, a = ${b} { x = 1 }");
        Assert.Equal(["1", "x"], config.GetStringList("l"));
        Assert.Equal(Environment.GetEnvironmentVariable("PATH")!.Trim(), config.GetString("p"));
        Assert.Equal(3, config.GetInt("a.x") + config.GetInt("a.y"));
    }

    [EmbeddedFact]
    public void Resource_must_be_named_when_it_is_missing_or_damaged()
    {
        var error = Assert.Throws<ConfigurationException>(
            () => ConfigurationFactory.FromResource<Config>("none.conf"));
        Assert.Contains("Akka.Configuration.akka.conf", error.Message, StringComparison.Ordinal);
    }
}
