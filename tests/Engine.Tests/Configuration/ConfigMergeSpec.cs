using Akka.Configuration;

namespace AkkaCoded.Engine.Tests.Configuration;

/// <summary>Fallbacks, sub-trees, enumeration, text form and sources.</summary>
public sealed class ConfigMergeSpec
{
    private static readonly Config Job = ConfigurationFactory.ParseString(
        "a { b = 1, l = [1] }");

    private static readonly Config Defaults = ConfigurationFactory.ParseString(
        "a { b = 10, c = 20, l = [8, 9] }\n d = 30");

    [Fact]
    public void WithFallback_must_fill_in_what_is_missing()
    {
        var config = Job.WithFallback(Defaults);
        Assert.Equal(1, config.GetInt("a.b"));
        Assert.Equal(20, config.GetInt("a.c"));
        Assert.Equal(30, config.GetInt("d"));
        Assert.Equal([1], config.GetIntList("a.l"));
        Assert.Equal(20, config.GetConfig("a").GetInt("c"));
        Assert.Equal(["b", "c", "l"], config.GetConfig("a").AsEnumerable()
            .Select(field => field.Key).Order());
    }

    [Fact]
    public void WithFallback_must_leave_both_sides_as_they_were()
    {
        _ = Job.WithFallback(Defaults);
        Assert.Equal(0, Job.GetInt("a.c"));
        Assert.Equal(10, Defaults.GetInt("a.b"));
    }

    [Fact]
    public void WithFallback_must_go_on_over_several_layers()
    {
        var third = ConfigurationFactory.ParseString("a.b = 7, e { f = 5 }\n d = 6");
        foreach (var config in new[]
        {
            Job.WithFallback(Defaults).WithFallback(third),
            Job.WithFallback(Defaults.WithFallback(third)),
        })
        {
            Assert.Equal(1, config.GetInt("a.b"));
            Assert.Equal(30, config.GetInt("d"));
            Assert.Equal(5, config.GetInt("e.f"));
            Assert.Equal(5, config.GetConfig("e").GetInt("f"));
        }
    }

    [Fact]
    public void WithFallback_must_not_mix_text_and_objects()
    {
        var text = ConfigurationFactory.ParseString("a = 1");
        var inner = ConfigurationFactory.ParseString("a { b = 2 }");
        Assert.Equal(1, text.WithFallback(inner).GetInt("a"));
        Assert.False(text.WithFallback(inner).HasPath("a.b"));
        Assert.Equal(2, inner.WithFallback(text).GetInt("a.b"));
    }

    [Fact]
    public void WithFallback_must_return_one_side_when_the_other_adds_nothing()
    {
        Assert.Same(Job, Job.WithFallback(null));
        Assert.Same(Job, ConfigurationFactory.Empty.WithFallback(Job));
        Assert.Same(Job, Job.WithFallback(ConfigurationFactory.Empty));
        Assert.Same(Job, Job.WithFallback(ConfigurationFactory.ParseString("a.b = 1")));
        Assert.Throws<ArgumentException>(() => Job.WithFallback(Job));
        Assert.Same(Job, ((Config?)null).SafeWithFallback(Job));
        Assert.Same(Job, Job.SafeWithFallback(Job));
    }

    [Fact]
    public void Empty_must_be_empty()
    {
        Assert.True(Config.Empty.IsEmpty);
        Assert.True(ConfigurationFactory.Empty.IsEmpty);
        Assert.True(ConfigurationFactory.ParseString("# nothing").IsEmpty);
        Assert.True(new Config().IsEmpty);
        Assert.True(((Config?)null).IsNullOrEmpty());
        Assert.False(Job.IsNullOrEmpty());
        Assert.False(Config.Empty.HasPath("a"));
        Assert.Empty(Config.Empty.AsEnumerable());
    }

    [Fact]
    public void Operators_must_parse_and_fall_back()
    {
        Config parsed = "a = 1";
        Assert.Equal(1, parsed.GetInt("a"));
        Assert.Equal(2, (parsed + "b = 2").GetInt("b"));
        Assert.Equal(3, ("b = 3" + parsed).GetInt("b"));
    }

    [Fact]
    public void ToString_must_leave_out_or_show_the_fallback()
    {
        var config = ConfigurationFactory.ParseString("a { b = 1, c = x y, l = [1, 2] }")
            .WithFallback(ConfigurationFactory.ParseString("d = 2"));
        Assert.Equal(
            "  a : {\r\n    b : 1\r\n    c : \"x y\"\r\n    l : [1,2]\r\n  }\r\n",
            config.ToString());
        Assert.Equal(config.ToString(), config.ToString(false));
        Assert.Contains("  d : 2\r\n", config.ToString(true), StringComparison.Ordinal);
        Assert.Contains("    b : 1\r\n", config.ToString(true), StringComparison.Ordinal);
    }

    [Fact]
    public void FromObject_must_take_the_properties()
    {
        var config = ConfigurationFactory.FromObject(
            new { a = 1, b = new { c = "x y", d = new[] { 1, 2 } }, e = true });
        Assert.Equal(1, config.GetInt("a"));
        Assert.Equal("x y", config.GetString("b.c"));
        Assert.Equal([1, 2], config.GetIntList("b.d"));
        Assert.True(config.GetBoolean("e"));
    }

    [Fact]
    public void Default_must_hold_the_settings_of_the_engine()
    {
        Assert.True(ConfigurationFactory.Default().HasPath("akka"));
    }

    [Fact]
    public void FromResource_must_read_an_embedded_document()
    {
        const string Name = "Akka.Configuration.akka.conf";
        Assert.True(ConfigurationFactory.FromResource<Config>(Name).HasPath("akka"));
        Assert.True(ConfigurationFactory.FromResource(Name, Job).HasPath("akka"));
        Assert.True(
            ConfigurationFactory.FromResource(Name, typeof(Config).Assembly).HasPath("akka"));
    }

    [Fact]
    public void NullOrEmptyConfig_must_name_type_and_path()
    {
        Assert.Contains(
            "ConfigMergeSpec",
            ConfigurationException.NullOrEmptyConfig<ConfigMergeSpec>("akka.x").Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "akka.x",
            ConfigurationException.NullOrEmptyConfig<ConfigMergeSpec>("akka.x").Message,
            StringComparison.Ordinal);
    }
}
