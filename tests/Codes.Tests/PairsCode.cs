namespace AkkaCoded.Codes.Tests;

/// <summary>A code as a researcher would add it: one class.</summary>
public sealed class PairsCode : CodeFamily
{
    public override string Name => "pairs";

    public override string Summary =>
        "chunks in a ring, again and again; a worker adds two neighbours";

    public override string Reference => "made up for this test";

    public override bool IsExact => false;

    protected override CodeMatrix BuildMatrix(CodeParameters parameters)
    {
        var n = parameters.Workers;
        var chunks = parameters.ChunksOrDefault;
        var rows = Enumerable.Range(0, n)
            .Select(row => CodeRow.SumOf(Enumerable.Range(0, chunks)
                .Where(chunk => chunk % n == row || chunk % n == (row + 1) % n)))
            .ToList();
        return new(chunks, rows, Tolerance: 0);
    }
}

/// <summary>Cannot be made without arguments, so it cannot be loaded by name.</summary>
public sealed class DemandingCode(string name) : CodeFamily
{
    public override string Name => name;

    public override string Summary =>
        "";

    public override string Reference => "";

    public override bool IsExact => true;

    protected override CodeMatrix BuildMatrix(CodeParameters parameters) =>
        throw new NotSupportedException();
}
