using AkkaCoded.Codes;
using AkkaCoded.Messages.Hocon;

namespace AkkaCoded.Messages.Configuration;

/// <summary>
/// Single values from the command line and the environment. A value that begins with [, { or a
/// quote is read as HOCON; any other is taken as it stands, so that paths and addresses need no
/// quotes.
/// </summary>
internal static class ConfigOverrides
{
    /// <summary>Variables that begin with this set keys below `coded`.</summary>
    public const string VariablePrefix = "AKKACODED__";

    private static readonly string[] Roots = ["coded", "akka", "vars"];

    /// <summary>Reads `key=value`; keys without a known root lie below `coded`.</summary>
    /// <exception cref="InvalidInputException">CDL-0103: no key or no equals sign.</exception>
    public static MapNode CommandLine(IEnumerable<string> arguments)
    {
        var origin = new HoconOrigin("command line");
        var map = new MapNode(origin);
        foreach (var argument in arguments)
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new InvalidInputException(
                    "CDL-0103", "command line", argument, "key=value",
                    "Write for example code.stragglers=2.");
            }

            try
            {
                var path = PathOf(argument[..equals].Trim());
                map.Overlay(Single(path, argument[(equals + 1)..].Trim(), origin));
            }
            catch (HoconException error)
            {
                throw Malformed(error, argument);
            }
        }

        return map;
    }

    /// <summary>
    /// Reads variables such as `AKKACODED__CODE__MAX_AMPLIFICATION`: two underscores separate the
    /// parts of the key, one stands for a hyphen, letters become small.
    /// </summary>
    /// <exception cref="InvalidInputException">CDL-0103: a name with an empty part.</exception>
    public static MapNode Environment(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var map = new MapNode(new HoconOrigin("environment"));
        foreach (var (name, value) in variables.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            if (name.StartsWith(VariablePrefix, StringComparison.Ordinal))
            {
                map.Overlay(Variable(name, value));
            }
        }

        return map;
    }

    private static MapNode Variable(string name, string value)
    {
        try
        {
            return Single(KeyOf(name), value, new HoconOrigin($"environment {name}"));
        }
        catch (HoconException error)
        {
            throw Malformed(error, value);
        }
    }

    private static List<string> PathOf(string key)
    {
        var path = HoconPath.Split(key);
        return Roots.Contains(path[0]) ? path : [Roots[0], .. path];
    }

    /// <summary>Shows the whole argument, since it has no lines that could be named.</summary>
    private static InvalidInputException Malformed(HoconException error, string argument) => new(
        "CDL-0101", error.Origin.Source.Length > 0 ? error.Origin.Place : "command line", argument,
        $"{error.Expected}, but there is {error.Found}", "Correct the value, or put it in quotes.");

    private static List<string> KeyOf(string variable)
    {
        var parts = variable[VariablePrefix.Length..].ToLowerInvariant().Split("__");
        if (parts.Any(part => part.Trim('_').Length == 0))
        {
            throw new InvalidInputException(
                "CDL-0103", "environment", variable,
                $"{VariablePrefix}SECTION__KEY, one underscore for each hyphen of a key",
                "Unset the variable or correct its name.");
        }

        return [Roots[0], .. parts.Select(part => part.Replace('_', '-'))];
    }

    private static MapNode Single(List<string> path, string value, HoconOrigin origin)
    {
        var node = IsHocon(value)
            ? HoconParser.ParseValue(value, origin)
            : new TextNode(origin, value, quoted: value.Length == 0);
        for (var i = path.Count - 1; i >= 0; i--)
        {
            var map = new MapNode(origin);
            map.GetOrAdd(path[i]).Assign(node);
            node = map;
        }

        return (MapNode)node;
    }

    private static bool IsHocon(string value) => value is ['[' or '{' or '"', ..];
}
