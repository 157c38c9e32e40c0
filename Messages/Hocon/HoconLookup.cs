namespace AkkaCoded.Messages.Hocon;

/// <summary>
/// Finds the fields that a path can mean, strongest first, without resolving what lies beside the
/// path: so `a { b = 1, c = ${a.b} }` is no cycle. It walks through substitutions on the way.
/// </summary>
internal sealed class HoconLookup(MapNode root, HoconWork work)
{
    private readonly MapNode _root = root;
    private readonly HoconWork _work = work;

    public List<HoconField> Find(IReadOnlyList<string> path, HoconOrigin origin)
    {
        var found = new List<HoconField>();
        _work.Enter(origin);
        _work.Add(path.Count, origin);
        Walk(_root, path, 0, found);
        _work.Leave();
        return found;
    }

    /// <summary>False if the node is no object, so that nothing weaker can be meant.</summary>
    private bool Walk(HoconNode node, IReadOnlyList<string> path, int at, List<HoconField> found)
    {
        _work.Enter(node.Origin);
        var goesOn = node switch
        {
            MapNode map => WalkMap(map, path, at, found),
            ReferenceNode reference => WalkReference(reference, path, at, found),
            JoinNode join => WalkJoin(join, path, at, found),
            TextNode text => text.IsBlank,
            _ => false,
        };
        _work.Leave();
        return goesOn;
    }

    private bool WalkMap(MapNode map, IReadOnlyList<string> path, int at, List<HoconField> found)
    {
        if (map.Fields.TryGetValue(path[at], out var field))
        {
            if (at == path.Count - 1)
            {
                found.Add(field);
            }
            else
            {
                WalkField(field, path, at + 1, found);
            }
        }

        return true;
    }

    private void WalkField(
        HoconField field, IReadOnlyList<string> path, int at, List<HoconField> found)
    {
        // Following a substitution of this very field must not come round to it again.
        var outer = field.Followed;
        var count = outer == HoconField.Idle ? field.Assignments.Count : outer;
        for (var i = count - 1; i >= 0; i--)
        {
            field.Followed = i;
            var goesOn = Walk(field.Assignments[i], path, at, found);
            field.Followed = outer;
            if (!goesOn)
            {
                break;
            }
        }
    }

    private bool WalkJoin(JoinNode join, IReadOnlyList<string> path, int at, List<HoconField> found)
    {
        for (var i = join.Parts.Count - 1; i >= 0; i--)
        {
            if (!Walk(join.Parts[i], path, at, found))
            {
                return false;
            }
        }

        return true;
    }

    private bool WalkReference(
        ReferenceNode reference, IReadOnlyList<string> path, int at, List<HoconField> found)
    {
        // Each substitution on the way may lengthen the path, so its length counts as work.
        var rest = path.Skip(at);
        var before = found.Count;
        _work.Add(path.Count + reference.Scope.Count, reference.Origin);
        if (reference.Scope.Count > 0)
        {
            Walk(_root, [.. reference.Scope, .. reference.Path, .. rest], 0, found);
        }

        if (found.Count == before)
        {
            Walk(_root, [.. reference.Path, .. rest], 0, found);
        }

        return true;
    }
}
