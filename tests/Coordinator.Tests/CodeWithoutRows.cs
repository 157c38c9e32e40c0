using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.Tests;

/// <summary>A researcher's own code with a mistake: it builds no row.</summary>
public sealed class CodeWithoutRows : CodeFamily
{
    public override string Name => "without-rows";

    public override string Summary => "broken";

    public override string Reference => "none";

    public override bool IsExact => true;

    protected override CodeMatrix BuildMatrix(CodeParameters parameters) =>
        new(parameters.Workers, [], Tolerance: 0);
}
