using Akka.Configuration;

namespace AkkaCoded.Engine.Tests.Configuration;

/// <summary>The syntax that both builds read alike.</summary>
public sealed class HoconSyntaxSpec
{
    [Theory]
    [InlineData("a = 1", "1")]
    [InlineData("a : 1", "1")]
    [InlineData("a=1,", "1")]
    [InlineData("{ \"a\" : 1 }", "1")]
    [InlineData("a =\n\n  1", "1")]
    [InlineData("a = 1 # a remark", "1")]
    [InlineData("a = 1 // a remark", "1")]
    [InlineData("# a remark\n// another\na = 1", "1")]
    [InlineData("a = \t 1 2  3 \t,", "1 2  3")]
    [InlineData("a = 127.0.0.1", "127.0.0.1")]
    [InlineData("a = x/y-z_+(1)", "x/y-z_+(1)")]
    [InlineData("a = \"tcp://h:1\"", "tcp://h:1")]
    [InlineData("a = \"x \\\"y\\\" \\\\ \\u0041\\n\\tz\"", "x \"y\" \\ A\n\tz")]
    [InlineData("a = \"x\" y \"z\"", "x y z")]
    [InlineData("a = \" x \"", "x")]
    [InlineData("a = \"\"", "")]
    [InlineData("a = \"\"\"C:\\new \"x\"\n2\"\"\"", "C:\\new \"x\"\n2")]
    [InlineData("a = null", null)]
    [InlineData("\"a\" = 1", "1")]
    [InlineData("a = 1\r\nb = 2\r\n", "1")]
    [InlineData("a = 1\na = 2", "2")]
    [InlineData("a = 1\na = null", null)]
    [InlineData("a { b = 1 }\na = 2", "2")]
    public void Text_must_be_read_as_written_when_assigned(string hocon, string? expected)
    {
        Assert.Equal(expected, ConfigurationFactory.ParseString(hocon).GetString("a"));
    }

    [Theory]
    [InlineData("a.b.c = 1")]
    [InlineData("a { b { c = 1 } }")]
    [InlineData("a.b { c : 1 }")]
    [InlineData("a { b.c = 1 }")]
    [InlineData("a = { b = { c = 1 } }")]
    [InlineData("a.b = 7\na.b { c = 1 }")]
    [InlineData("a { b { d = 2 } } a { b.c = 1 }")]
    [InlineData("a { x { y = 1 } b { c = 1 } }")]
    [InlineData("a { x = 3, b { c = 1, d = 2 } }")]
    [InlineData("\"a\".\"b\".\"c\" = 1")]
    [InlineData("a . b . c = 1")]
    public void Objects_must_be_the_same_tree_when_written_in_different_ways(string hocon)
    {
        Assert.Equal(1, ConfigurationFactory.ParseString(hocon).GetInt("a.b.c"));
    }

    [Theory]
    [InlineData("a = [1, 2, 3]")]
    [InlineData("a = [1, 2, 3,]")]
    [InlineData("a = [\n 1\n 2 # two\n 3\n]")]
    [InlineData("a = [1, 2] [3]")]
    [InlineData("b = [1, 2]\na = ${b} [3]")]
    [InlineData("a = ${b} [3]\nb = [1, 2]")]
    public void Lists_must_keep_their_order_when_separated_or_joined(string hocon)
    {
        Assert.Equal([1, 2, 3], ConfigurationFactory.ParseString(hocon).GetIntList("a"));
    }

    [Fact]
    public void Lists_must_hold_texts_with_blanks_objects_and_lists()
    {
        var config = ConfigurationFactory.ParseString(
            "a = [x y, \"p, q\"]\nb = [{ c = 1 }, { c = 2 }]\nd = [[1, 2], [3]]\ne = []");
        Assert.Equal(["x y", "p, q"], config.GetStringList("a"));
        Assert.Equal(
            ["1", "2"],
            config.GetValue("b").GetArray().Select(v => v.GetObject().GetKey("c").GetString()));
        Assert.Equal([2, 1], config.GetValue("d").GetArray().Select(v => v.GetArray().Count));
        Assert.Empty(config.GetStringList("e"));
        Assert.True(config.HasPath("e"));
    }

    [Fact]
    public void Keys_must_keep_blanks_and_dots_when_quoted()
    {
        var config = ConfigurationFactory.ParseString(
            "a { \"/user/x.y/*\" { z = 1 }\n \"some, key\" = 2, two words = 3 }");
        Assert.Equal(1, config.GetInt("a.\"/user/x.y/*\".z"));
        Assert.Equal(2, config.GetInt("a.some, key"));
        Assert.Equal(3, config.GetInt("a.two words"));
        Assert.Equal(
            ["/user/x.y/*", "some, key", "two words"],
            config.GetConfig("a").AsEnumerable().Select(field => field.Key));
    }

    [Fact]
    public void Objects_must_merge_when_assigned_twice()
    {
        var config = ConfigurationFactory.ParseString("a = { x = 1, y = 2 }\na = { y = 3, z = 4 }");
        Assert.Equal(
            [1, 3, 4], new[] { "a.x", "a.y", "a.z" }.Select(path => config.GetInt(path)));
    }

    [Theory]
    [InlineData("a = \"x")]
    [InlineData("a = tcp://host:1")]
    [InlineData("a = [tcp://host:1]")]
    [InlineData("a = x=y")]
    [InlineData("a = ${nowhere.to.be.found}")]
    [InlineData("a = \"\\q\"")]
    [InlineData("a = x@y")]
    [InlineData("= 1 @")]
    public void Parsing_must_fail_when_the_text_is_no_hocon(string hocon)
    {
        // Akka.NET throws ConfigurationException or FormatException or, for an open quote, nothing.
        var error = Record.Exception(() => ConfigurationFactory.ParseString(hocon));
        Assert.True(
            error is ConfigurationException or FormatException || hocon.EndsWith("\"x"),
            $"{hocon}: {error}");
    }
}
