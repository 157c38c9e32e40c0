using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AkkaCoded.Codes;

/// <summary>
/// Assertions about the program itself, also in release builds: going on with a broken invariant
/// would train on wrong sums, and nobody would notice.
/// </summary>
public static class Contract
{
    /// <summary>Throws when <paramref name="condition"/> does not hold.</summary>
    /// <exception cref="InvalidOperationException">The condition is false.</exception>
    public static void Require(
        [DoesNotReturnIf(false)] bool condition,
        string because,
        [CallerArgumentExpression(nameof(condition))] string expression = "")
    {
        if (!condition)
        {
            Fail(because, expression);
        }
    }

    [DoesNotReturn]
    private static void Fail(string because, string expression) =>
        throw new InvalidOperationException($"{because} (broken: {expression})");
}
