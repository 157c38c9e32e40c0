using System.Collections.Immutable;

namespace AkkaCoded.Codes;

/// <summary>
/// One row of a code matrix, without its zeros: a worker answers with the sum of coefficient times
/// gradient over these chunks.
/// </summary>
public sealed class CodeRow
{
    /// <summary>Makes a row; chunks in rising order, coefficients finite and not zero.</summary>
    /// <exception cref="InvalidOperationException">The chunks are not in strictly rising order, or
    /// a coefficient is zero or not finite.</exception>
    public CodeRow(ImmutableArray<int> chunks, ImmutableArray<double> coefficients)
    {
        Contract.Require(chunks.Length == coefficients.Length, "each chunk has a coefficient");
        for (var i = 0; i < chunks.Length; i++)
        {
            Contract.Require(chunks[i] >= 0, "chunks count from 0");
            Contract.Require(i == 0 || chunks[i] > chunks[i - 1], "chunks stand in rising order");
            Contract.Require(
                double.IsFinite(coefficients[i]) && coefficients[i] != 0,
                "a row holds only the chunks that count");
        }

        Chunks = chunks;
        Coefficients = coefficients;
        Norm = Math.Sqrt(coefficients.Sum(value => value * value));
    }

    /// <summary>Indices of the chunks this row needs, rising.</summary>
    public ImmutableArray<int> Chunks { get; }

    /// <summary>The factor of each chunk's gradient, in the order of <see cref="Chunks"/>.
    /// </summary>
    public ImmutableArray<double> Coefficients { get; }

    /// <summary>|b|: the Euclidean norm of the coefficients; 0 for a row without chunks.</summary>
    public double Norm { get; }

    /// <summary>A row that sums its chunks, all coefficients 1.</summary>
    /// <param name="chunks">Indices in rising order.</param>
    public static CodeRow SumOf(IEnumerable<int> chunks)
    {
        var indices = chunks.ToImmutableArray();
        return new(indices, [.. Enumerable.Repeat(1.0, indices.Length)]);
    }

    /// <summary>A row from its dense form; entries that are exactly zero are left out.</summary>
    public static CodeRow FromDense(ReadOnlySpan<double> entries)
    {
        var chunks = ImmutableArray.CreateBuilder<int>();
        var coefficients = ImmutableArray.CreateBuilder<double>();
        for (var chunk = 0; chunk < entries.Length; chunk++)
        {
            if (entries[chunk] != 0)
            {
                chunks.Add(chunk);
                coefficients.Add(entries[chunk]);
            }
        }

        return new(chunks.ToImmutable(), coefficients.ToImmutable());
    }

    /// <summary>Whether both rows ask for exactly the same work.</summary>
    public bool IsSameAs(CodeRow other) =>
        Chunks.AsSpan().SequenceEqual(other.Chunks.AsSpan())
        && Coefficients.AsSpan().SequenceEqual(other.Coefficients.AsSpan());
}
