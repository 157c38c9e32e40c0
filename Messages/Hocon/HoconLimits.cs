namespace AkkaCoded.Messages.Hocon;

/// <summary>
/// Bounds that keep every document, also a malicious one, within a known time and memory. They are
/// far above any real configuration: the largest reference.conf has some 50,000 characters and
/// nests eight deep.
/// </summary>
internal static class HoconLimits
{
    /// <summary>
    /// Characters in one document; far more than what may be left after substitution, so that the
    /// tree written out, with its quotes and blanks, can be read again.
    /// </summary>
    public const int TextMax = 4 << 20;

    /// <summary>Objects and lists inside one another; also the parts of one path.</summary>
    public const int NestingMax = 100;

    /// <summary>
    /// Levels of the resolver: a substitution that leads to a substitution, and so on. At about a
    /// kilobyte a level this fits the smallest stack that .NET gives a thread.
    /// </summary>
    public const int ResolveDepthMax = 600;

    /// <summary>
    /// Characters and nodes of the resolved tree written out in full. Substitutions let a page of
    /// text stand for billions of characters; this is where such growth ends.
    /// </summary>
    public const int ExpandedMax = 1 << 18;

    /// <summary>
    /// Units of work (steps, fields and characters copied) that one resolution may take.
    /// </summary>
    public const int WorkMax = 1 << 20;
}
