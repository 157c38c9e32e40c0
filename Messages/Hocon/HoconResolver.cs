namespace AkkaCoded.Messages.Hocon;

/// <summary>
/// Replaces every substitution by what it stands for. A field that refers to itself, directly or
/// around corners, means its own earlier value; where there is none, that is an error. Work, depth
/// and growth are bounded (<see cref="HoconLimits"/>), so that every document ends.
/// </summary>
internal sealed class HoconResolver
{
    private readonly Func<string, string?> _environment;
    private readonly HoconLookup _lookup;
    private readonly HoconWork _work = new();

    /// <summary>
    /// Fields in work, innermost last, and whether a look behind has tainted them.
    /// </summary>
    private readonly List<(HoconField Field, bool IsTainted)> _active = [];

    private HoconResolver(MapNode root, Func<string, string?> environment)
    {
        _environment = environment;
        _lookup = new HoconLookup(root, _work);
    }

    /// <summary>Resolves a document.</summary>
    /// <param name="root">The document, layers already laid over one another.</param>
    /// <param name="environment">Gives environment variables, null for unset ones.</param>
    /// <exception cref="HoconException">A substitution has no value.</exception>
    public static ResolvedMap Resolve(MapNode root, Func<string, string?> environment) =>
        new HoconResolver(root, environment).ResolveMap(root);

    private ResolvedMap ResolveMap(MapNode map)
    {
        var fields = new Dictionary<string, Resolved>(StringComparer.Ordinal);
        foreach (var (name, field) in map.Fields)
        {
            if (ResolveField(field, field.Assignments.Count) is { } value)
            {
                fields.Add(name, value);
            }
        }

        _work.Add(fields.Count, map.Origin);
        return new ResolvedMap(map.Origin, fields);
    }

    /// <summary>The value of a field's first assignments; null where all are undefined.</summary>
    private Resolved? ResolveField(HoconField field, int count)
    {
        var isWhole = count == field.Assignments.Count;
        if (isWhole && field.Memo is not null)
        {
            return field.Memo;
        }

        var outer = field.Active;
        _active.Add((field, false));
        var value = ResolveAssignments(field, count);
        var isTainted = _active[^1].IsTainted;
        _active.RemoveAt(_active.Count - 1);
        field.Active = outer;
        if (isWhole && !isTainted)
        {
            field.Memo = value;
        }

        return value;
    }

    private Resolved? ResolveAssignments(HoconField field, int count)
    {
        Resolved? value = null;
        for (var i = count - 1; i >= 0; i--)
        {
            field.Active = i;
            var weaker = ResolveNode(field.Assignments[i], field);
            value = value is null ? weaker : MergeUnder(value, weaker);
            if (value is not null and not ResolvedMap || weaker is not null and not ResolvedMap)
            {
                break;
            }
        }

        return value;
    }

    private Resolved MergeUnder(Resolved stronger, Resolved? weaker) =>
        stronger is ResolvedMap over && weaker is ResolvedMap under
            ? ResolvedMap.Merge(over, under, _work)
            : stronger;

    private Resolved? ResolveNode(HoconNode node, HoconField? field)
    {
        _work.Enter(node.Origin);
        var value = node switch
        {
            TextNode text => new ResolvedText(text.Origin, text.Text, text.Quoted),
            MapNode map => ResolveMap(map),
            ListNode list => ResolveList(list),
            JoinNode join => HoconJoin.Join(
                join.Origin, [.. join.Parts.Select(part => ResolveNode(part, field))], _work),
            ReferenceNode reference => ResolveReference(reference),
            PriorNode => ResolvePrior(field!),
            _ => throw new InvalidOperationException($"no such node: {node.GetType().Name}"),
        };
        _work.Leave();
        return value;
    }

    private ResolvedList ResolveList(ListNode list)
    {
        var items = new List<Resolved>(list.Items.Count);
        foreach (var item in list.Items)
        {
            if (ResolveNode(item, null) is { } value)
            {
                items.Add(value);
            }
        }

        _work.Add(items.Count, list.Origin);
        return new ResolvedList(list.Origin, items);
    }

    private Resolved? ResolvePrior(HoconField field) => ResolveField(field, field.Active);

    private Resolved? ResolveReference(ReferenceNode reference)
    {
        var isCycle = false;
        var value = reference.Scope.Count > 0
            ? ResolvePath([.. reference.Scope, .. reference.Path], reference, ref isCycle)
            : null;
        value ??= ResolvePath(reference.Path, reference, ref isCycle);
        value ??= ResolveVariable(reference);

        if (value is ResolvedText text)
        {
            return new ResolvedText(reference.Origin, text.Text, text.Quoted);
        }

        if (value is not null || reference.IsOptional)
        {
            return value;
        }

        throw isCycle
            ? new HoconException(
                reference.Origin,
                "a value that was set before, for a substitution of the key itself",
                $"${{{reference.Dotted}}}, which leads back to itself")
            : new HoconException(
                reference.Origin,
                "a key of the configuration or an environment variable (${?...} may be missing)",
                $"${{{reference.Dotted}}}, which is undefined");
    }

    private ResolvedText? ResolveVariable(ReferenceNode reference) =>
        _environment(string.Join('.', reference.Path)) is { } variable
            ? new ResolvedText(reference.Origin, variable, quoted: true)
            : null;

    private Resolved? ResolvePath(
        IReadOnlyList<string> path, ReferenceNode reference, ref bool isCycle)
    {
        Resolved? value = null;
        foreach (var field in _lookup.Find(path, reference.Origin))
        {
            var weaker = ResolveFound(field, ref isCycle);
            value = value is null ? weaker : MergeUnder(value, weaker);
            if (weaker is not null and not ResolvedMap)
            {
                break;
            }
        }

        return value;
    }

    private Resolved? ResolveFound(HoconField field, ref bool isCycle)
    {
        if (field.Active == HoconField.Idle)
        {
            return ResolveField(field, field.Assignments.Count);
        }

        Taint(field);
        isCycle |= field.Active == 0;
        return ResolveField(field, field.Active);
    }

    /// <summary>
    /// What lies between this field and here was seen half done: keep none of it.
    /// </summary>
    private void Taint(HoconField field)
    {
        for (var i = _active.Count - 1; i >= 0 && _active[i].Field != field; i--)
        {
            _active[i] = (_active[i].Field, true);
        }
    }
}
