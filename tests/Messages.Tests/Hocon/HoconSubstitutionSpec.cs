using AkkaCoded.Messages.Tests.Support;

namespace AkkaCoded.Messages.Tests.Hocon;

/// <summary>Substitutions, appending and joining, as the HOCON specification has them.</summary>
public sealed class HoconSubstitutionSpec
{
    [Theory]
    [InlineData("a = 1, b = ${a}", """{a = "1", b = "1"}""")]
    [InlineData("b = ${a}, a = 1, a = 2", """{b = "2", a = "2"}""")]
    [InlineData("a { b = 1, c = ${a.b} }", """{a = {b = "1", c = "1"}}""")]
    [InlineData("a.\"b.c\" = 1, d = ${a.\"b.c\"}", """{a = {"b.c" = "1"}, d = "1"}""")]
    [InlineData("a = x, b = \"-\"${a}\"-\" ${a}", """{a = "x", b = "-x- x"}""")]
    [InlineData("a = 1, b = ${c}, c = ${d}, d = ${a}",
        """{a = "1", b = "1", c = "1", d = "1"}""")]
    public void Substitution_must_take_the_final_value(string text, string expected) =>
        Assert.Equal(expected, HoconProbe.Show(text));

    [Theory]
    [InlineData("a = 1, a = ${?x}", """{a = "1"}""")]
    [InlineData("a = ${?x}", "{}")]
    [InlineData("a = p${?x}q", """{a = "pq"}""")]
    [InlineData("a = [1, ${?x}, 2]", """{a = ["1", "2"]}""")]
    [InlineData("a = ${?x} [1]", """{a = ["1"]}""")]
    [InlineData("a = ${?x} ${?y}", "{}")]
    [InlineData("a = ${?b.c}, b { d = 1 }", """{b = {d = "1"}}""")]
    public void Optional_substitution_must_vanish_when_undefined(string text, string expected) =>
        Assert.Equal(expected, HoconProbe.Show(text));

    [Theory]
    [InlineData("a = ${HOME_DIR}", """{a = "/home/x"}""")]
    [InlineData("a = ${?HOME_DIR}/data", """{a = "/home/x/data"}""")]
    [InlineData("a = 1, a = ${?HOME_DIR}", """{a = "/home/x"}""")]
    [InlineData("HOME_DIR = y, a = ${HOME_DIR}", """{HOME_DIR = "y", a = "y"}""")]
    public void Environment_must_be_asked_when_no_key_is_set(string text, string expected) =>
        Assert.Equal(expected, HoconProbe.Show(text, ("HOME_DIR", "/home/x")));

    [Theory]
    [InlineData("a += 1", """{a = ["1"]}""")]
    [InlineData("a = [1], a += 2, a += [3]", """{a = ["1", "2", ["3"]]}""")]
    [InlineData("o { a = [1] }\no.a += 2", """{o = {a = ["1", "2"]}}""")]
    [InlineData("a += {x = 1}", """{a = [{x = "1"}]}""")]
    [InlineData("b = [0], a = ${b}, a += 1", """{b = ["0"], a = ["0", "1"]}""")]
    public void Append_must_extend_the_earlier_list(string text, string expected) =>
        Assert.Equal(expected, HoconProbe.Show(text));

    [Theory]
    [InlineData("a = x, a = ${a}y, a = ${a}z", """{a = "xyz"}""")]
    [InlineData("a = [1], a = ${a} [2]", """{a = ["1", "2"]}""")]
    [InlineData("a { x = 1 }, a = ${a} { y = 2 }", """{a = {x = "1", y = "2"}}""")]
    [InlineData("p = x, p = ${p}\":y\", q = ${p}", """{p = "x:y", q = "x:y"}""")]
    [InlineData("a = 1, b = ${a}, a = ${b}2", """{a = "12", b = "12"}""")]
    [InlineData("a = ${?a}x", """{a = "x"}""")]
    public void Self_reference_must_mean_the_earlier_value(string text, string expected) =>
        Assert.Equal(expected, HoconProbe.Show(text));

    [Theory]
    [InlineData("b { x = 1, y = 2 }, a = ${b} { y = 3 }",
        """{b = {x = "1", y = "2"}, a = {x = "1", y = "3"}}""")]
    [InlineData("a = { x = 1 } { y = 2 }", """{a = {x = "1", y = "2"}}""")]
    [InlineData("b { x = 1 }, a = ${b}, a { y = 2 }",
        """{b = {x = "1"}, a = {x = "1", y = "2"}}""")]
    [InlineData("b { x = 1 }, a = ${b} { y = 2 }, c = ${a.x}${a.y}",
        """{b = {x = "1"}, a = {x = "1", y = "2"}, c = "12"}""")]
    [InlineData("b { x = { p = 1 } }, a = ${b} { x { q = 2 } }, c = ${a.x}",
        """{b = {x = {p = "1"}}, a = {x = {p = "1", q = "2"}}, c = {p = "1", q = "2"}}""")]
    public void Objects_must_merge_when_joined(string text, string expected) =>
        Assert.Equal(expected, HoconProbe.Show(text));

    [Theory]
    [InlineData("a = ${b}", "${b}, which is undefined")]
    [InlineData("a = ${a}", "${a}, which leads back to itself")]
    [InlineData("a = ${b}, b = ${a}", "which leads back to itself")]
    [InlineData("a = ${b.c}, b = ${a}", "which is undefined")]
    [InlineData("a { b = ${a} }", "${a}, which leads back to itself")]
    [InlineData("a = [1] x", "values of one kind side by side, but found a list and text")]
    [InlineData("a = x, a += 1", "but found text and a list")]
    [InlineData("a = 1 ${b}, b { c = 1 }", "but found text and an object")]
    public void Resolution_must_say_what_was_expected_when_it_fails(string text, string part) =>
        Assert.Contains(part, HoconProbe.Error(text), StringComparison.Ordinal);

    [Fact]
    public void Growth_must_end_when_substitutions_double_again_and_again()
    {
        var text = "a0 = [x, x, x, x, x, x, x, x, x, x]\n" + string.Join(
            '\n', Enumerable.Range(1, 60).Select(i => $"a{i} = ${{a{i - 1}}} ${{a{i - 1}}}"));
        Assert.Contains("expected ", HoconProbe.Error(text), StringComparison.Ordinal);

        var shared = "a0 { x = y }\n" + string.Join(
            '\n', Enumerable.Range(1, 60).Select(
                i => $"a{i} {{ l = ${{a{i - 1}}}, r = ${{a{i - 1}}} }}"));
        Assert.Contains("after substitution", HoconProbe.Error(shared), StringComparison.Ordinal);
    }

    [Fact]
    public void Work_must_end_when_every_key_asks_for_others()
    {
        const int Keys = 30;
        string Key(int index) => $"${{?a{index % Keys}}}";
        var ring = string.Join('\n', Enumerable.Range(0, Keys).Select(
            i => $"a{i} = {Key(i + 1)} {Key(i + 7)} {Key((i * 3) + 1)}"));
        Assert.Contains("steps to resolve", HoconProbe.Error(ring), StringComparison.Ordinal);

        var layers = "b { q = 1 }\n" + string.Concat(
            Enumerable.Repeat("a = ${b}\na { c = ${a.q} }\n", 1000));
        Assert.Contains("steps to resolve", HoconProbe.Error(layers), StringComparison.Ordinal);
    }

    [Fact]
    public void Depth_must_end_when_substitutions_form_a_long_chain()
    {
        var chain = string.Concat(
            Enumerable.Range(0, 5000).Select(i => $"a{i} = ${{a{i + 1}}}\n"));
        Assert.Contains("levels", HoconProbe.Error(chain + "a5000 = 1"), StringComparison.Ordinal);
    }
}
