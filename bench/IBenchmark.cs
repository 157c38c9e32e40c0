namespace AkkaCoded.Bench;

/// <summary>
/// One side-by-side measurement: <c>./akkacoded bench NAME</c>. Every class that implements this
/// and has a constructor without parameters is found by itself.
/// </summary>
internal interface IBenchmark
{
    /// <summary>What the user types, such as <c>decode-kernel</c>.</summary>
    string Name { get; }

    /// <summary>One line for the list of benchmarks.</summary>
    string Summary { get; }

    /// <summary>Measures, prints ratios; returns 0, or 1 where a target is missed.</summary>
    int Run(IReadOnlyList<string> arguments);
}
