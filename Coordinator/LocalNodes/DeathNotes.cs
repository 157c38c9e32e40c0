namespace AkkaCoded.Coordinator.LocalNodes;

/// <summary>
/// What people are shown of processes that died: the first of a cause with its last lines, those
/// that end likewise within a moment as a number. Pure: time comes from outside.
/// </summary>
/// <param name="moment">Time after a cause was first seen in which others of it are counted
/// only.</param>
internal sealed class DeathNotes(TimeSpan moment)
{
    private readonly List<Cause> _causes = [];

    /// <summary>Whether nothing more is to be collected.</summary>
    public bool IsEmpty => _causes.Count == 0;

    /// <summary>A process has died.</summary>
    /// <returns>Lines to show now; empty where it is one of several.</returns>
    public IReadOnlyList<string> Add(string node, int process, NodeEnd end, TimeSpan now)
    {
        var why = $"{end.Exit}: {Essence(end.Output).Replace(node, "*", StringComparison.Ordinal)}";
        if (_causes.Find(cause => cause.Why == why) is { } known)
        {
            known.Others++;
            return [];
        }

        _causes.Add(new Cause(why, node, now + moment));
        var heading = process == 0 ? $"node {node} {end.Exit}"
            : $"node {node} (process {process}) {end.Exit}";
        return end.Output.Count == 0
            ? [heading]
            : [$"{heading}; the last it wrote:", .. end.Output.Select(line => $"  | {line}")];
    }

    /// <summary>Lines on causes whose moment is over.</summary>
    public IReadOnlyList<string> Collect(TimeSpan now)
    {
        var over = _causes.Where(cause => cause.Until <= now).ToList();
        _causes.RemoveAll(over.Contains);
        return
        [
            .. over.Where(cause => cause.Others > 0).Select(cause => cause.Others == 1
                ? $"and 1 other ended like {cause.Node}"
                : $"and {cause.Others} others ended like {cause.Node}"),
        ];
    }

    /// <summary>The line that says most: an error of the program's own, or else the last one.
    /// </summary>
    public static string Essence(IReadOnlyList<string> output) =>
        output.FirstOrDefault(line => line.StartsWith("akkacoded: ", StringComparison.Ordinal))
        ?? output.FirstOrDefault(line => line.StartsWith("Unhandled", StringComparison.Ordinal))
        ?? output.LastOrDefault(line => !string.IsNullOrWhiteSpace(line))
        ?? "";

    private sealed class Cause(string why, string node, TimeSpan until)
    {
        public string Why { get; } = why;

        public string Node { get; } = node;

        public TimeSpan Until { get; } = until;

        public int Others { get; set; }
    }
}
