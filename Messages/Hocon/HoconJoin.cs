using System.Text;

namespace AkkaCoded.Messages.Hocon;

/// <summary>Puts values written side by side together: text, or lists, or objects.</summary>
internal static class HoconJoin
{
    /// <summary>Joins parts; null parts are optional substitutions without a value.</summary>
    /// <exception cref="HoconException">The parts are of different kinds.</exception>
    public static Resolved? Join(
        HoconOrigin origin, IReadOnlyList<Resolved?> parts, HoconWork work)
    {
        var solid = parts.Where(part => part is not null && !IsBlank(part)).ToList();
        if (solid.Count == 0)
        {
            return null;
        }

        if (solid.TrueForAll(part => part is ResolvedText))
        {
            return JoinText(origin, parts, work);
        }

        if (solid.TrueForAll(part => part is ResolvedList))
        {
            return JoinLists(origin, solid.ConvertAll(part => (ResolvedList)part!), work);
        }

        if (solid.TrueForAll(part => part is ResolvedMap))
        {
            return JoinMaps(solid.ConvertAll(part => (ResolvedMap)part!), work);
        }

        var kinds = string.Join(" and ", solid.Select(Kind).Distinct());
        throw new HoconException(origin, "values of one kind side by side", kinds);
    }

    private static bool IsBlank(Resolved part) =>
        part is ResolvedText { Quoted: false } text && string.IsNullOrWhiteSpace(text.Text);

    private static ResolvedText JoinText(
        HoconOrigin origin, IReadOnlyList<Resolved?> parts, HoconWork work)
    {
        var texts = parts.OfType<ResolvedText>().ToList();
        var length = texts.Sum(text => (long)text.Text.Length);
        work.Add(length, origin);
        var joined = new StringBuilder((int)Math.Min(length, HoconLimits.WorkMax));
        foreach (var text in texts)
        {
            joined.Append(text.Text);
        }

        // Blanks between parts count, those around an unquoted value do not.
        var value = joined.ToString();
        value = IsBlank(texts[0]) ? value.TrimStart() : value;
        value = IsBlank(texts[^1]) ? value.TrimEnd() : value;
        return new ResolvedText(origin, value, texts.Exists(text => text.Quoted));
    }

    private static ResolvedList JoinLists(
        HoconOrigin origin, List<ResolvedList> lists, HoconWork work)
    {
        var items = new List<Resolved>();
        foreach (var list in lists)
        {
            work.Add(list.Items.Count, origin);
            items.AddRange(list.Items);
        }

        return new ResolvedList(origin, items);
    }

    private static ResolvedMap JoinMaps(List<ResolvedMap> maps, HoconWork work)
    {
        var merged = maps[0];
        foreach (var map in maps.Skip(1))
        {
            merged = ResolvedMap.Merge(map, merged, work);
        }

        return merged;
    }

    private static string Kind(Resolved? part) => part switch
    {
        ResolvedText => "text",
        ResolvedList => "a list",
        _ => "an object",
    };
}
