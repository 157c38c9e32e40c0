using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.Tests;

/// <summary>A family as a researcher writes it: even workers hold one half, odd the other.
/// </summary>
public sealed class TwoHalves : CodeFamily
{
    public override string Name => "two-halves";

    public override string Summary => "two chunks, each on every other worker";

    public override string Reference => "this test";

    public override bool IsExact => true;

    protected override CodeMatrix BuildMatrix(CodeParameters parameters) => new(
        Chunks: 2,
        [.. Enumerable.Range(0, parameters.Workers).Select(row => CodeRow.SumOf([row % 2]))],
        Tolerance: 1);
}
