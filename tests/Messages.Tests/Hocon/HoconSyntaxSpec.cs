using AkkaCoded.Messages.Hocon;
using AkkaCoded.Messages.Tests.Support;

namespace AkkaCoded.Messages.Tests.Hocon;

/// <summary>What the reader takes, and what it says about what it does not take.</summary>
public sealed class HoconSyntaxSpec
{
    [Theory]
    [InlineData("a = 1", """{a = "1"}""")]
    [InlineData("\uFEFFa = 1", """{a = "1"}""")]
    [InlineData("{ a { b = 1 }, c = 2 }", """{a = {b = "1"}, c = "2"}""")]
    [InlineData("a { b = 1 } c { d = 2 }", """{a = {b = "1"}, c = {d = "2"}}""")]
    [InlineData("a = [1\n, 2,\n3]", """{a = ["1", "2", "3"]}""")]
    [InlineData("a = []\nb {}", """{a = [], b = {}}""")]
    [InlineData("a = null", "{a = null}")]
    [InlineData("a = \"null\"", """{a = "null"}""")]
    [InlineData("a = \"\"\"x\\n\"y\"\"\"\"", """{a = "x\\n\"y\""}""")]
    [InlineData("a = \" x \" # c", """{a = " x "}""")]
    [InlineData("a b . \"c d\" = 1 2", """{a b = {c d = "1 2"}}""")]
    [InlineData("a = 1\na.b = 2", """{a = {b = "2"}}""")]
    [InlineData("a = {b = 1}\na = 2\na { c = 3 }", """{a = {c = "3"}}""")]
    public void Document_must_be_read_as_written(string text, string expected)
    {
        // The probe quotes keys with blanks, which the table leaves out for the eye.
        var shown = HoconProbe.Show(text).Replace("\"a b\"", "a b").Replace("\"c d\"", "c d");
        Assert.Equal(expected, shown);
    }

    [Theory]
    [InlineData("a = \n", "job.conf:2:1: expected a value for `a`, but found the end of the text")]
    [InlineData("x = 1\na = \"y\nz", "job.conf:2:5: expected a closing '\"' before the end")]
    [InlineData("a = \"\"\"y", "job.conf:1:5: expected closing triple quotes")]
    [InlineData("a {\n b = 1\n", "job.conf:3:1: expected '}' for the '{' at job.conf:1")]
    [InlineData("a = [1, 2", "job.conf:1:10: expected ']' for the '[' at job.conf:1")]
    [InlineData("a = 1 }", "job.conf:1:7: expected a key, an include or '}', but found '}'")]
    [InlineData("a", "expected '=', ':', '+=' or '{' after the key `a`")]
    [InlineData("a\nb = 1", "after the key `a`, but found 'b'")]
    [InlineData("a = tcp://x", "job.conf:1:8: expected the end of the value: text that holds ':'")]
    [InlineData("a = x@y", "needs double quotes), but found '@'")]
    [InlineData("a = [1,, 2]", "expected a list element or ']', but found ','")]
    [InlineData("a = [1 2 [3] {} x]", "expected ',', ']' or the end of the line")]
    [InlineData("a = {x = 1} b = 2", "expected ',', '}' or the end of the line after the value")]
    [InlineData("a..b = 1", "expected a key, an include or '}', but found '.'")]
    [InlineData("a = $x", "expected '{' after '$'")]
    [InlineData("a = ${x", "expected '}' at the end of the substitution, but found the end")]
    [InlineData("a = ${}", "expected a path in the substitution, but found '}'")]
    [InlineData("a = \"\\x\"", "after a backslash, but found 'x'")]
    [InlineData("a = \"\\u12g4\"", "expected four hexadecimal digits")]
    [InlineData("a = \u0001\u0002", "expected ")]
    [InlineData("include \"x", "expected a closing '\"'")]
    [InlineData("include file(\"x\"", "expected ')' after the name to include")]
    public void Error_must_name_place_and_expectation(string text, string part) =>
        Assert.Contains(part, HoconProbe.Error(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("a = ", "[")]
    [InlineData("a = ", "{a = ")]
    [InlineData("", "a { ")]
    [InlineData("", "a.")]
    [InlineData("a = ", "[{a = ")]
    public void Nesting_must_be_limited(string start, string opening)
    {
        var text = start + string.Concat(Enumerable.Repeat(opening, 10_000));
        Assert.Contains("at most 100", HoconProbe.Error(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Length_must_be_limited() => Assert.Contains(
        "at most 4194304 characters",
        HoconProbe.Error("a = " + new string('x', HoconLimits.TextMax)),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("plain")]
    [InlineData("with blank")]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("\"q\" \\ \n \t \u0007 ä € 😀")]
    [InlineData("// no comment")]
    [InlineData("include")]
    [InlineData("${x}")]
    [InlineData("a+=b")]
    public void Writer_must_quote_what_needs_it(string text)
    {
        var written = $"{HoconText.Key(text)} = {HoconText.Quote(text)}";
        var map = HoconProbe.Read(written);
        Assert.Equal(text, Assert.IsType<ResolvedText>(map.Fields[text]).Text);
    }
}
