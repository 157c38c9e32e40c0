namespace AkkaCoded.Messages.Hocon;

/// <summary>
/// Where a value was written, so that errors and `config show` can name the place.
/// </summary>
/// <param name="Source">File, resource, `command line`...; empty for text without a name.</param>
/// <param name="Line">1-based; 0 where lines mean nothing, as on the command line.</param>
/// <param name="Column">1-based; 0 where unknown.</param>
internal readonly record struct HoconOrigin(string Source, int Line = 0, int Column = 0)
{
    /// <summary>`job.conf:12`, `line 12`, or just the source.</summary>
    public string Place => (Source.Length, Line) switch
    {
        (0, 0) => "the configuration text",
        (0, _) => $"line {Line}",
        (_, 0) => Source,
        _ => $"{Source}:{Line}",
    };

    /// <summary>The place with its column, for syntax errors.</summary>
    public override string ToString() => (Source.Length, Line) switch
    {
        (_, 0) => Place,
        (0, _) => $"line {Line}, column {Column}",
        _ => $"{Source}:{Line}:{Column}",
    };
}
