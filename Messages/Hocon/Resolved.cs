namespace AkkaCoded.Messages.Hocon;

/// <summary>A value with nothing left to look up. Parts may be shared; none ever changes.</summary>
internal abstract class Resolved
{
    protected Resolved(HoconOrigin origin, long size)
    {
        if (size > HoconLimits.ExpandedMax)
        {
            throw new HoconException(
                origin, $"at most {HoconLimits.ExpandedMax} characters after substitution", "more");
        }

        Origin = origin;
        Size = size;
    }

    public HoconOrigin Origin { get; }

    /// <summary>Nodes and characters when written out without sharing.</summary>
    public long Size { get; }
}

internal sealed class ResolvedText(HoconOrigin origin, string text, bool quoted)
    : Resolved(origin, 1 + (long)text.Length)
{
    public string Text { get; } = text;

    /// <summary>At least one part stood in quotes, so that `null` and blanks are meant.</summary>
    public bool Quoted { get; } = quoted;

    public bool IsNull => !Quoted && Text == "null";
}

internal sealed class ResolvedList(HoconOrigin origin, IReadOnlyList<Resolved> items)
    : Resolved(origin, 1 + items.Sum(item => item.Size))
{
    public IReadOnlyList<Resolved> Items { get; } = items;
}

internal sealed class ResolvedMap(HoconOrigin origin, IReadOnlyDictionary<string, Resolved> fields)
    : Resolved(origin, 1 + fields.Sum(field => 1 + field.Key.Length + field.Value.Size))
{
    /// <summary>In the order of first appearance.</summary>
    public IReadOnlyDictionary<string, Resolved> Fields { get; } = fields;

    /// <summary>
    /// The fields of both; where both have one, the stronger wins, objects merge.
    /// </summary>
    public static ResolvedMap Merge(ResolvedMap stronger, ResolvedMap weaker, HoconWork work)
    {
        work.Add(stronger.Fields.Count + weaker.Fields.Count, stronger.Origin);
        var fields = new Dictionary<string, Resolved>(weaker.Fields, StringComparer.Ordinal);
        foreach (var (name, value) in stronger.Fields)
        {
            fields[name] = value is ResolvedMap over
                && fields.TryGetValue(name, out var old) && old is ResolvedMap under
                ? Merge(over, under, work)
                : value;
        }

        return new ResolvedMap(stronger.Origin, fields);
    }

    /// <summary>The value at a path, or null.</summary>
    public Resolved? Find(IEnumerable<string> path)
    {
        Resolved? found = this;
        foreach (var part in path)
        {
            found = (found as ResolvedMap)?.Fields.GetValueOrDefault(part);
        }

        return found;
    }
}
