namespace AkkaCoded.Coordinator.LocalNodes;

/// <summary>
/// What people are shown of processes that died: the first of a cause with its last lines, those
/// that end likewise as a number, a moment later. Pure: time comes from outside.
/// </summary>
/// <param name="moment">Time in which deaths of one cause are counted before they are told.
/// </param>
internal sealed class DeathNotes(TimeSpan moment)
{
    /// <summary>Causes that are remembered; older ones are shown anew.</summary>
    private const int CausesMax = 100;

    private readonly List<Cause> _causes = [];

    /// <summary>Whether nothing is left to be told.</summary>
    public bool IsEmpty => _causes.TrueForAll(cause => cause.Others == 0);

    /// <summary>A process has died.</summary>
    /// <returns>Lines to show now; empty where its cause is known.</returns>
    public IReadOnlyList<string> Add(string node, int process, NodeEnd end, TimeSpan now)
    {
        var why = $"{end.Exit}: {Essence(end.Output).Replace(node, "*", StringComparison.Ordinal)}";
        if (_causes.Find(cause => cause.Why == why) is { } known)
        {
            known.Count(now);
            return [];
        }

        if (_causes.Count == CausesMax)
        {
            _causes.RemoveAt(0);
        }

        _causes.Add(new Cause(why, node));
        var heading = process == 0 ? $"node {node} {end.Exit}"
            : $"node {node} (process {process}) {end.Exit}";
        return end.Output.Count == 0
            ? [heading]
            : [$"{heading}; the last it wrote:", .. end.Output.Select(line => $"  | {line}")];
    }

    /// <summary>Lines on deaths whose moment is over.</summary>
    public IReadOnlyList<string> Collect(TimeSpan now) =>
    [
        .. _causes.Where(cause => cause.Others > 0 && now - cause.Since >= moment)
            .Select(cause => cause.Tell()),
    ];

    /// <summary>The line that says most: an error of the program's own, or else the last one.
    /// </summary>
    public static string Essence(IReadOnlyList<string> output) =>
        output.FirstOrDefault(line => line.StartsWith("akkacoded: ", StringComparison.Ordinal))
        ?? output.FirstOrDefault(line => line.StartsWith("Unhandled", StringComparison.Ordinal))
        ?? output.LastOrDefault(line => !string.IsNullOrWhiteSpace(line))
        ?? "";

    /// <param name="why">Equal for deaths that are alike.</param>
    /// <param name="node">Whose death was shown.</param>
    private sealed class Cause(string why, string node)
    {
        public string Why { get; } = why;

        /// <summary>Deaths that nobody was told of.</summary>
        public int Others { get; private set; }

        /// <summary>When the first of them was.</summary>
        public TimeSpan Since { get; private set; }

        public void Count(TimeSpan now)
        {
            Since = Others++ == 0 ? now : Since;
        }

        public string Tell()
        {
            var others = Others == 1 ? "1 other" : $"{Others} others";
            Others = 0;
            return $"and {others} ended like {node}";
        }
    }
}
