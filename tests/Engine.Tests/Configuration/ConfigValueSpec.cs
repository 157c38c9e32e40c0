using Akka.Configuration;

namespace AkkaCoded.Engine.Tests.Configuration;

/// <summary>Typed reading: units, defaults and errors.</summary>
public sealed class ConfigValueSpec
{
    [Theory]
    [InlineData("10 ns", 0)]
    [InlineData("1500 nanos", 15)]
    [InlineData("3 micros", 30)]
    [InlineData("7", 70_000)]
    [InlineData("7ms", 70_000)]
    [InlineData("7 milliseconds", 70_000)]
    [InlineData("0.05 s", 500_000)]
    [InlineData("2seconds", 20_000_000)]
    [InlineData("1 minute", 600_000_000)]
    [InlineData("3m", 1_800_000_000)]
    [InlineData("1.5h", 54_000_000_000)]
    [InlineData("2 days", 1_728_000_000_000)]
    [InlineData("0", 0)]
    public void GetTimeSpan_must_know_the_units(string text, long ticks)
    {
        var config = ConfigurationFactory.ParseString($"a = {text}");
        Assert.Equal(TimeSpan.FromTicks(ticks), config.GetTimeSpan("a"));
    }

    [Fact]
    public void GetTimeSpan_must_be_infinite_only_when_allowed()
    {
        var config = ConfigurationFactory.ParseString("a = infinite");
        Assert.Equal(Timeout.InfiniteTimeSpan, config.GetTimeSpan("a"));
        Assert.Throws<FormatException>(() => config.GetTimeSpan("a", allowInfinite: false));
    }

    [Theory]
    [InlineData("-1s")]
    [InlineData("-1")]
    [InlineData("soon")]
    [InlineData("3 weeks")]
    [InlineData("3 us")]
    public void GetTimeSpan_must_throw_when_the_text_is_no_duration(string text)
    {
        var config = ConfigurationFactory.ParseString($"a = {text}");
        Assert.Throws<FormatException>(() => config.GetTimeSpan("a"));
    }

    [Theory]
    [InlineData("17", 17L)]
    [InlineData("17b", 17L)]
    [InlineData("17 bytes", 17L)]
    [InlineData("2k", 2048L)]
    [InlineData("2K", 2048L)]
    [InlineData("2 KiB", 2048L)]
    [InlineData("2kB", 2000L)]
    [InlineData("3 kilobytes", 3000L)]
    [InlineData("3m", 3L << 20)]
    [InlineData("3MB", 3_000_000L)]
    [InlineData("1GiB", 1L << 30)]
    [InlineData("1 gigabyte", 1_000_000_000L)]
    [InlineData("2T", 2L << 40)]
    [InlineData("1P", 1L << 50)]
    [InlineData("1EB", 1_000_000_000_000_000_000L)]
    [InlineData("1 exbibyte", 1L << 60)]
    [InlineData("\"\"", null)]
    public void GetByteSize_must_know_the_units(string text, long? bytes)
    {
        var config = ConfigurationFactory.ParseString($"a = {text}");
        Assert.Equal(bytes, config.GetByteSize("a", null));
    }

    [Theory]
    [InlineData("2 KB")]
    [InlineData("2 pounds")]
    [InlineData("1.5k")]
    [InlineData("many")]
    public void GetByteSize_must_throw_when_the_text_is_no_size(string text)
    {
        var config = ConfigurationFactory.ParseString($"a = {text}");
        Assert.Throws<FormatException>(() => config.GetByteSize("a", null));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("on", true)]
    [InlineData("false", false)]
    [InlineData("off", false)]
    public void GetBoolean_must_know_four_words(string text, bool expected)
    {
        Assert.Equal(expected, ConfigurationFactory.ParseString($"a = {text}").GetBoolean("a"));
    }

    [Fact]
    public void Getters_must_read_numbers()
    {
        var config = ConfigurationFactory.ParseString("i = 42, d = 1.5e3, l = 9000000000, n = -7");
        Assert.Equal(42, config.GetInt("i"));
        Assert.Equal(-7, config.GetInt("n"));
        Assert.Equal(9_000_000_000, config.GetLong("l"));
        Assert.Equal(1500.0, config.GetDouble("d"));
        Assert.Equal(42f, config.GetFloat("i"));
        Assert.Equal(42m, config.GetDecimal("i"));
        Assert.Equal(42, config.GetValue("i").GetByte());
    }

    [Fact]
    public void Getters_must_read_lists()
    {
        var config = ConfigurationFactory.ParseString("n = [1, 2], b = [on, false], f = [0.5, 2]");
        Assert.Equal([1, 2], config.GetIntList("n"));
        Assert.Equal([1L, 2L], config.GetLongList("n"));
        Assert.Equal([(byte)1, (byte)2], config.GetByteList("n"));
        Assert.Equal([true, false], config.GetBooleanList("b"));
        Assert.Equal([0.5f, 2f], config.GetFloatList("f"));
        Assert.Equal([0.5, 2.0], config.GetDoubleList("f"));
        Assert.Equal([0.5m, 2m], config.GetDecimalList("f"));
        Assert.Equal(["1", "2"], config.GetStringList("n"));
    }

    [Fact]
    public void Getters_must_give_the_default_when_the_path_is_missing()
    {
        var config = ConfigurationFactory.ParseString("a { b = 1 }");
        Assert.Equal(0, config.GetInt("x"));
        Assert.Equal(5, config.GetInt("a.x", 5));
        Assert.Equal(5L, config.GetLong("a.b.c", 5));
        Assert.True(config.GetBoolean("x", true));
        Assert.Null(config.GetString("x"));
        Assert.Equal("d", config.GetString("x", "d"));
        Assert.Equal(1.5, config.GetDouble("x", 1.5));
        Assert.Equal(1.5f, config.GetFloat("x", 1.5f));
        Assert.Equal(1.5m, config.GetDecimal("x", 1.5m));
        Assert.Equal(TimeSpan.Zero, config.GetTimeSpan("x"));
        Assert.Equal(TimeSpan.FromSeconds(3), config.GetTimeSpan("x", TimeSpan.FromSeconds(3)));
        Assert.Null(config.GetByteSize("x"));
        Assert.Equal(9L, config.GetByteSize("x", 9));
        Assert.Empty(config.GetStringList("x"));
        Assert.Equal(["d"], config.GetStringList("x", ["d"]));
        Assert.Null(config.GetConfig("x"));
        Assert.Null(config.GetValue("x"));
        Assert.False(config.HasPath("x"));
        Assert.False(config.HasPath("a.b.c"));
        Assert.ThrowsAny<Exception>(() => config.GetIntList("x"));
    }

    [Fact]
    public void Getters_must_throw_when_the_value_is_of_another_kind()
    {
        var config = ConfigurationFactory.ParseString("a = word, o { x = 1 }\n l = [1], n = null");
        Assert.Throws<FormatException>(() => config.GetInt("a"));
        Assert.Throws<FormatException>(() => config.GetDouble("a"));
        Assert.Throws<NotSupportedException>(() => config.GetBoolean("a"));
        Assert.Throws<ArgumentNullException>(() => config.GetInt("n"));
        Assert.Throws<ArgumentNullException>(() => config.GetInt("o"));
        Assert.Throws<ArgumentNullException>(() => config.GetLong("l"));
        Assert.Null(config.GetString("o"));
        Assert.Null(config.GetString("l"));
        Assert.Empty(config.GetStringList("a"));
        Assert.Throws<OverflowException>(
            () => ConfigurationFactory.ParseString("a = 9000000000").GetInt("a"));
    }

    [Fact]
    public void Value_must_say_what_it_is()
    {
        var config = ConfigurationFactory.ParseString("t = x, o { x = 1 }\n l = [1], e = []");
        Assert.True(config.GetValue("t").IsString());
        Assert.False(config.GetValue("t").IsObject());
        Assert.True(config.GetValue("o").IsObject());
        Assert.False(config.GetValue("o").IsString());
        Assert.True(config.GetValue("l").IsArray());
        Assert.False(config.GetValue("e").IsArray());
        Assert.Equal(1, config.GetValue("o").GetChildObject("x").GetInt());
        Assert.Equal(1, config.GetValue("o").ToConfig().GetInt("x"));
        Assert.Equal(1, config.GetValue("o").AtKey("k").GetInt("k.x"));
        Assert.Equal(["x"], config.GetValue("o").GetObject().Unwrapped.Keys);
    }
}
