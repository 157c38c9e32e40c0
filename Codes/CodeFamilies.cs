namespace AkkaCoded.Codes;

/// <summary>Finds code families by name: the built-in ones, and types of the user's own.</summary>
public static class CodeFamilies
{
    /// <summary>Every family that comes with AkkaCoded, exact ones first.</summary>
    public static IReadOnlyList<CodeFamily> BuiltIn { get; } =
    [
        new Uncoded(),
        new FractionalRepetition(),
        new CyclicRepetition(),
        new CyclicMds(),
        new ReedSolomon(),
        new Heterogeneous(),
        new Bernoulli(),
        new Stochastic(),
        new RegularGraph(),
        new BatchedCouponCollector(),
    ];

    /// <summary>
    /// The family of a name: a built-in one such as <c>cyclic-mds</c>, or the assembly-qualified
    /// name of a class derived from <see cref="CodeFamily"/>, such as
    /// <c>My.Namespace.MyCode, MyAssembly</c>.
    /// </summary>
    /// <exception cref="InvalidInputException">No such family (CDL-0007), no such type (CDL-0008),
    /// or a type that cannot be used (CDL-0009).</exception>
    public static CodeFamily Find(string name)
    {
        var known = BuiltIn.FirstOrDefault(family => family.Name == name);
        if (known is not null)
        {
            return known;
        }

        return name.Contains(',', StringComparison.Ordinal)
            || name.Contains('.', StringComparison.Ordinal)
            ? UserFamily.Load(name)
            : throw Unknown(name);
    }

    /// <summary>Finds the family and builds its code.</summary>
    /// <exception cref="InvalidInputException">See <see cref="Find"/> and
    /// <see cref="CodeFamily.Validate"/>.</exception>
    public static GradientCode Build(string family, CodeParameters parameters) =>
        Find(family).Build(parameters);

    private static InvalidInputException Unknown(string name)
    {
        var names = BuiltIn.Select(family => family.Name).ToList();
        var nearest = names
            .OrderBy(candidate => EditDistance(name, candidate))
            .Take(3);
        return new(
            "CDL-0007", "code.family", name, string.Join(", ", names),
            $"Nearest: {string.Join(", ", nearest)}. A class of your own is named as "
                + "\"My.Namespace.MyCode, MyAssembly\".");
    }

    /// <summary>How many letters to insert, delete or replace to get from one to the other.
    /// </summary>
    private static int EditDistance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[right.Length];
    }
}
