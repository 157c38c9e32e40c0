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
        var nearest = EditDistance.Nearest(name, names).Take(3);
        return new(
            "CDL-0007", "code.family", name, string.Join(", ", names),
            $"Nearest: {string.Join(", ", nearest)}. A class of your own is named as "
                + "\"My.Namespace.MyCode, MyAssembly\".");
    }
}
