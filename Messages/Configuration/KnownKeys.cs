using AkkaCoded.Codes;
using AkkaCoded.Messages.Hocon;

namespace AkkaCoded.Messages.Configuration;

/// <summary>
/// Refuses keys that no reference.conf knows: a misspelled key would otherwise be ignored, and a
/// training run would start with the default instead. An empty object in a reference.conf is open:
/// whatever stands in it is allowed.
/// </summary>
internal static class KnownKeys
{
    /// <summary>Settings of AkkaCoded: every key below must be known.</summary>
    private const string Root = "coded";

    /// <summary>Settings of the engine, and values of the user's own for substitutions.</summary>
    private static readonly string[] OpenRoots = ["akka", "vars"];

    /// <exception cref="InvalidInputException">CDL-0104: an unknown key.</exception>
    public static void Check(ResolvedMap reference, ResolvedMap resolved)
    {
        string[] known = [Root, .. OpenRoots];
        foreach (var (name, value) in resolved.Fields)
        {
            if (!known.Contains(name) && !reference.Fields.ContainsKey(name))
            {
                throw Unknown([name], value, known, [Root], AllKeys(reference));
            }
        }

        if (resolved.Find([Root]) is ResolvedMap settings
            && reference.Find([Root]) is ResolvedMap defaults)
        {
            Check(defaults, settings, [Root], AllKeys(reference));
        }
    }

    private static void Check(
        ResolvedMap reference, ResolvedMap resolved, string[] path, List<string> all)
    {
        foreach (var (name, value) in resolved.Fields)
        {
            string[] key = [.. path, name];
            if (!reference.Fields.TryGetValue(name, out var known))
            {
                throw Unknown(key, value, reference.Fields.Keys, [], all);
            }

            if (known is not ResolvedMap inner)
            {
                continue;
            }

            if (value is not ResolvedMap map)
            {
                throw NotAnObject(key, value, inner);
            }

            if (inner.Fields.Count > 0)
            {
                Check(inner, map, key, all);
            }
        }
    }

    /// <summary>
    /// Names the first value inside an unknown object too: the more of the path is known, the
    /// surer is what was meant.
    /// </summary>
    private static InvalidInputException Unknown(
        string[] path,
        Resolved value,
        IEnumerable<string> siblings,
        string[] missingRoot,
        List<string> all)
    {
        while (value is ResolvedMap { Fields.Count: > 0 } map)
        {
            (var name, value) = map.Fields.First();
            path = [.. path, name];
        }

        var nearest = EditDistance
            .Nearest(HoconText.JoinPath([.. missingRoot, .. path]), all).FirstOrDefault();
        return new InvalidInputException(
            "CDL-0104", $"{value.Origin.Place}: {HoconText.JoinPath(path)}", Show(value),
            string.Join(", ", siblings), $"There is no such key; the nearest one is {nearest}.");
    }

    private static InvalidInputException NotAnObject(
        string[] path, Resolved value, ResolvedMap known) => new(
            "CDL-0105", $"{value.Origin.Place}: {HoconText.JoinPath(path)}", Show(value),
            "an object with " + string.Join(", ", known.Fields.Keys),
            "Set the keys inside instead.");

    /// <summary>Objects and values alike, so that a misspelled object finds its name too.</summary>
    private static List<string> AllKeys(ResolvedMap reference)
    {
        var keys = new List<string>();
        Collect(reference, []);
        return keys;

        void Collect(ResolvedMap map, string[] path)
        {
            foreach (var (name, value) in map.Fields)
            {
                string[] key = [.. path, name];
                keys.Add(HoconText.JoinPath(key));
                if (value is ResolvedMap inner)
                {
                    Collect(inner, key);
                }
            }
        }
    }

    private static string Show(Resolved value)
    {
        const int LengthMax = 60;
        var text = HoconWriter.WriteValue(value);
        return text.Length <= LengthMax ? text : text[..LengthMax] + "...";
    }
}
