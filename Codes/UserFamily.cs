namespace AkkaCoded.Codes;

/// <summary>Loads a researcher's own <see cref="CodeFamily"/> by the name of its class.</summary>
internal static class UserFamily
{
    private const string Key = "code.family";

    public static CodeFamily Load(string name)
    {
        var type = FindType(name);
        if (!typeof(CodeFamily).IsAssignableFrom(type) || type.IsAbstract)
        {
            throw Unusable(
                name,
                $"a class that derives from {typeof(CodeFamily).FullName} and is not abstract",
                "Derive the class from CodeFamily and override its members.");
        }

        var constructor = type.GetConstructor(Type.EmptyTypes)
            ?? throw Unusable(
                name, "a class with a public constructor without parameters",
                "Give the class such a constructor; what a code needs comes in CodeParameters.");
        return (CodeFamily)constructor.Invoke(null);
    }

    private static Type FindType(string name)
    {
        try
        {
            return Type.GetType(name, throwOnError: false) ?? throw NotFound(name, null);
        }
        catch (Exception failure) when (failure is IOException or BadImageFormatException
            or ArgumentException or TypeLoadException)
        {
            throw NotFound(name, failure);
        }
    }

    private static InvalidInputException NotFound(string name, Exception? failure)
    {
        var cause = failure is null ? "" : $" ({failure.GetType().Name})";
        return new(
            "CDL-0008", Key, name + cause,
            "\"Namespace.Class, Assembly\" of a class that can be loaded",
            "Check the spelling, and that the assembly's file lies beside the program's own.");
    }

    private static InvalidInputException Unusable(string name, string allowed, string remedy) =>
        new("CDL-0009", Key, name, allowed, remedy);
}
