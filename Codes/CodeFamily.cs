namespace AkkaCoded.Codes;

/// <summary>
/// A way to build gradient codes. To add your own, derive one class with a constructor without
/// parameters, and name it in the configuration as <c>"My.Namespace.MyCode, MyAssembly"</c>:
/// everything else (rank test, decoding, reports, training) works on what <see cref="Build"/>
/// returns.
/// </summary>
public abstract class CodeFamily
{
    /// <summary>Name in lower case with hyphens, such as <c>cyclic-mds</c>.</summary>
    public abstract string Name { get; }

    /// <summary>One line that says what it is good for.</summary>
    public abstract string Summary { get; }

    /// <summary>The paper that describes it.</summary>
    public abstract string Reference { get; }

    /// <summary>
    /// True when the code recovers the exact sum from every set that misses at most its tolerance;
    /// false when most sets give only an estimate.
    /// </summary>
    public abstract bool IsExact { get; }

    /// <summary>
    /// Checks the parameters; <see cref="Build"/> calls it first. A family with conditions of its
    /// own overrides it and calls the base.
    /// </summary>
    /// <exception cref="InvalidInputException">A value that the user can mend is out of range.
    /// </exception>
    public virtual void Validate(CodeParameters parameters)
    {
        ParameterChecks.Workers(parameters);
        ParameterChecks.Stragglers(parameters);
        ParameterChecks.Chunks(parameters);
        ParameterChecks.Speeds(parameters);
        ParameterChecks.Degree(parameters);
        ParameterChecks.Probability(parameters);
    }

    /// <summary>Builds the code: checked parameters, rows, permuted workers.</summary>
    /// <exception cref="InvalidInputException">See <see cref="Validate"/>.</exception>
    public GradientCode Build(CodeParameters parameters)
    {
        Validate(parameters);
        var matrix = BuildMatrix(parameters);
        Contract.Require(
            matrix.Rows.Count == parameters.Workers, "a code has exactly one row per worker");
        return new(Name, IsExact, parameters, matrix);
    }

    /// <summary>
    /// Builds the rows in the order of the construction, from parameters that are valid;
    /// <see cref="CodeParameters.WorkersByRow"/> tells which worker will get each.
    /// </summary>
    protected abstract CodeMatrix BuildMatrix(CodeParameters parameters);
}

/// <summary>The rows of a code as constructed, before workers are permuted onto them.</summary>
/// <param name="Chunks">Columns of the matrix.</param>
/// <param name="Rows">n rows in the order of the construction.</param>
/// <param name="Tolerance">Losses after which every remaining set decodes; 0 when approximate.
/// </param>
/// <param name="OneStepCoefficient">The coefficient that an approximate family's own rule gives
/// every answer without solving anything; null where there is no such rule.</param>
public sealed record CodeMatrix(
    int Chunks,
    IReadOnlyList<CodeRow> Rows,
    int Tolerance,
    double? OneStepCoefficient = null);
