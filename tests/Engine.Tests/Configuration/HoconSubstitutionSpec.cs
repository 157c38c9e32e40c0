using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace AkkaCoded.Engine.Tests.Configuration;

/// <summary>Substitutions and includes, as far as both builds know them.</summary>
public sealed class HoconSubstitutionSpec
{
    [Fact]
    public void Substitution_must_give_the_text_when_the_path_is_set_before_or_after()
    {
        var config = ConfigurationFactory.ParseString(
            "x = ${a.b}\na { b = one, c = ${a.b}, d = ${a.c}23 }\ny = Hello ${a.b} and on");
        Assert.Equal("one", config.GetString("x"));
        Assert.Equal("one", config.GetString("a.c"));
        Assert.Equal("one23", config.GetString("a.d"));
        Assert.Equal("Hello one and on", config.GetString("y"));
    }

    [Fact]
    public void Substitution_must_give_objects_and_lists()
    {
        var config = ConfigurationFactory.ParseString(
            "a { b { foo = hello, bar = 123 }\n e = ${a.b}, l = [1, 2], m = ${a.l} }");
        Assert.Equal("hello", config.GetConfig("a.e").GetString("foo"));
        Assert.Equal(123, config.GetInt("a.e.bar"));
        Assert.Equal([1, 2], config.GetIntList("a.m"));
    }

    [Fact]
    public void Substitution_must_take_the_last_assignment()
    {
        var config = ConfigurationFactory.ParseString("a = 1\nb = ${a}\na = 2");
        Assert.Equal(2, config.GetInt("b"));
    }

    [Fact]
    public void Include_must_ask_the_callback_and_merge_where_it_stands()
    {
        var asked = new List<string>();
        var config = ConfigurationFactory.ParseString(
            "a { x = 1, b { y = 2\n include \"inner.conf\"\n } }",
            name =>
            {
                asked.Add(name);
                return Parser.Parse("y = 3\nz = ${y}", null);
            });
        Assert.Equal(["inner.conf"], asked);
        Assert.Equal(3, config.GetInt("a.b.y"));
        Assert.Equal(3, config.GetInt("a.b.z"));
        Assert.Equal(1, config.GetInt("a.x"));
    }

    [Fact]
    public void Include_must_nest_through_the_callbacks()
    {
        HoconRoot Inner(string name) => Parser.Parse("v = 1", null);
        HoconRoot Outer(string name) => Parser.Parse("u { include \"inner\" }", Inner);
        var config = ConfigurationFactory.ParseString("a { include \"outer\" }", Outer);
        Assert.Equal(1, config.GetInt("a.u.v"));
    }

    [Fact]
    public void Include_must_be_a_key_when_a_value_follows()
    {
        var config = ConfigurationFactory.ParseString("include = 1\nb.include { c = 2 }");
        Assert.Equal(1, config.GetInt("include"));
        Assert.Equal(2, config.GetInt("b.include.c"));
    }
}
