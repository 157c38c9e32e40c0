namespace AkkaCoded.Messages.Hocon;

/// <summary>A piece of a document as it was written, before substitutions are resolved.</summary>
internal abstract class HoconNode(HoconOrigin origin)
{
    public HoconOrigin Origin { get; } = origin;
}

/// <summary>Text; unquoted text of white space alone only separates the parts of a join.</summary>
internal sealed class TextNode(HoconOrigin origin, string text, bool quoted) : HoconNode(origin)
{
    public string Text { get; } = text;

    public bool Quoted { get; } = quoted;

    public bool IsBlank => !Quoted && string.IsNullOrWhiteSpace(Text);
}

internal sealed class ListNode(HoconOrigin origin) : HoconNode(origin)
{
    public List<HoconNode> Items { get; } = [];
}

/// <summary>Parts written side by side: text, lists or objects, with substitutions.</summary>
internal sealed class JoinNode(HoconOrigin origin, List<HoconNode> parts) : HoconNode(origin)
{
    public List<HoconNode> Parts { get; } = parts;
}

/// <summary>`${path}` or `${?path}`.</summary>
/// <param name="origin">Where it is written.</param>
/// <param name="path">The parts of the path, without quotes.</param>
/// <param name="isOptional">Written with a question mark: nothing where undefined.</param>
/// <param name="scope">
/// Where the document was included: the path is looked up below it first, then at the root.
/// </param>
internal sealed class ReferenceNode(
    HoconOrigin origin, IReadOnlyList<string> path, bool isOptional, IReadOnlyList<string> scope)
    : HoconNode(origin)
{
    public IReadOnlyList<string> Path { get; } = path;

    public bool IsOptional { get; } = isOptional;

    public IReadOnlyList<string> Scope { get; } = scope;

    public string Dotted => HoconText.JoinPath(Path);
}

/// <summary>What the same field held before this assignment; the left half of `+=`.</summary>
internal sealed class PriorNode(HoconOrigin origin) : HoconNode(origin);

/// <summary>An object: fields in the order of their first appearance.</summary>
internal sealed class MapNode(HoconOrigin origin) : HoconNode(origin)
{
    public Dictionary<string, HoconField> Fields { get; } = new(StringComparer.Ordinal);

    public HoconField GetOrAdd(string name)
    {
        if (!Fields.TryGetValue(name, out var field))
        {
            field = new HoconField();
            Fields.Add(name, field);
        }

        return field;
    }

    /// <summary>Lays another object over this one; its assignments come later and so win.</summary>
    public void Overlay(MapNode stronger)
    {
        foreach (var (name, field) in stronger.Fields)
        {
            var target = GetOrAdd(name);
            foreach (var assignment in field.Assignments)
            {
                target.Assign(assignment);
            }
        }
    }
}

/// <summary>Everything assigned to one key, oldest first.</summary>
internal sealed class HoconField
{
    /// <summary>No assignment of this field is being worked on.</summary>
    public const int Idle = -1;

    public List<HoconNode> Assignments { get; } = [];

    /// <summary>
    /// Index of the assignment being resolved, which `${itself}` must look behind.
    /// </summary>
    public int Active { get; set; } = Idle;

    /// <summary>Index of the assignment whose substitution a look-up is following.</summary>
    public int Followed { get; set; } = Idle;

    /// <summary>Final value, kept only if it did not depend on a field in work.</summary>
    public Resolved? Memo { get; set; }

    public void Assign(HoconNode node)
    {
        if (node is MapNode map && Assignments is [.., MapNode last])
        {
            last.Overlay(map);
            return;
        }

        // Plain text never looks back at what it replaces, so that can go.
        if (node is TextNode)
        {
            Assignments.Clear();
        }

        Assignments.Add(node);
    }
}
