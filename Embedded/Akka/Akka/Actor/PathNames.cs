using System.Buffers;
using System.Text.RegularExpressions;

namespace Akka.Actor;

internal static class PathNames
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + ActorPath.ValidSymbols);

    /// <summary>A leading $ is kept for names the engine makes up itself.</summary>
    public static bool IsValid(string name)
    {
        if (string.IsNullOrEmpty(name) || name[0] == '$')
        {
            return false;
        }

        var rest = name.AsSpan();
        while (true)
        {
            var other = rest.IndexOfAnyExcept(Allowed);
            if (other < 0)
            {
                return true;
            }

            if (rest[other] != '%' || other + 2 >= rest.Length
                || !char.IsAsciiHexDigit(rest[other + 1])
                || !char.IsAsciiHexDigit(rest[other + 2]))
            {
                return false;
            }

            rest = rest[(other + 3)..];
        }
    }

    public static string Check(string name)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new InvalidActorNameException("Actor name must not be null or empty.");
        }

        return IsValid(name)
            ? name
            : throw new InvalidActorNameException(
                $"Illegal actor name [{name}]. {ActorPath.ValidNames}");
    }

    /// <summary>Matches ? and * as a shell does, in any case.</summary>
    public static bool Like(string text, string pattern) =>
        Regex.IsMatch(
            text,
            "^" + Regex.Escape(pattern).Replace("\\*", ".*").Replace("\\?", ".") + "$",
            RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant);
}
