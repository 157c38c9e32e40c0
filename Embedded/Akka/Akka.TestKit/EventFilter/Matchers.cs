using System.Text.RegularExpressions;
using Akka.Actor;

namespace Akka.TestKit.Internal.StringMatcher;

public interface IStringMatcher
{
    bool IsMatch(string s);
}

public class MatchesAll : IStringMatcher
{
    private MatchesAll()
    {
    }

    public static IStringMatcher Instance { get; } = new MatchesAll();

    public bool IsMatch(string s) => true;

    public override string ToString() => "";
}

public class EqualsString(string s) : IStringMatcher
{
    public bool IsMatch(string text) => string.Equals(s, text, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"== \"{s}\"";
}

public class StartsWithString(string start) : IStringMatcher
{
    public bool IsMatch(string s) =>
        s.StartsWith(start, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"starts with \"{start}\"";
}

public class ContainsString(string part) : IStringMatcher
{
    public bool IsMatch(string s) => s.Contains(part, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => $"contains \"{part}\"";
}

public class RegexMatcher(Regex regex) : IStringMatcher
{
    public bool IsMatch(string s) => regex.IsMatch(s);

    public override string ToString() => $"matches regex \"{regex}\"";
}

public class PredicateMatcher(Predicate<string> predicate, string hint = "") : IStringMatcher
{
    public bool IsMatch(string s) => predicate(s);

    public override string ToString() => $"matches predicate {hint}";
}

/// <summary>The text itself, or the path without its address.</summary>
public class EqualsStringAndPathMatcher(string path, bool canBeRelative = true) : IStringMatcher
{
    public bool IsMatch(string s) =>
        Same(s)
        || (canBeRelative
            && ActorPath.TryParse(s, out var parsed)
            && Same(parsed.ToStringWithoutAddress()));

    public override string ToString() => $"== \"{path}\"";

    private bool Same(string other) =>
        string.Equals(path, other, StringComparison.OrdinalIgnoreCase);
}
