using System.Text.RegularExpressions;

namespace Akka.Util;

public static partial class TypeExtensions
{
    public static bool Implements<T>(this Type type) => Implements(type, typeof(T));

    public static bool Implements(this Type type, Type moreGeneralType) =>
        moreGeneralType.IsAssignableFrom(type);

    /// <summary>Namespace, name and assembly, without the versions that differ per build.</summary>
    public static string TypeQualifiedName(this Type type) =>
        VersionParts().Replace(type.AssemblyQualifiedName, string.Empty);

    [GeneratedRegex(@", (Version=[\d.]+|Culture=[^,\]]+|PublicKeyToken=(null|[\da-f]+))")]
    private static partial Regex VersionParts();
}

internal static class NameEncoding
{
    private const string Symbols =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    /// <summary>Short names for children that were given none: $a, $b, ... $aa.</summary>
    public static string Encode(long value, string prefix = "")
    {
        Span<char> text = stackalloc char[11 + prefix.Length];
        prefix.CopyTo(text);
        var length = prefix.Length;
        do
        {
            text[length++] = Symbols[(int)(value & 63)];
            value >>>= 6;
        }
        while (value != 0);
        return new string(text[..length]);
    }
}

/// <summary>Finds types named in HOCON; says which key named it when there is none.</summary>
internal static class TypeNames
{
    public static Type Resolve(string name, string key)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw new Configuration.ConfigurationException($"{key} is empty: name a class");
        }

        return Type.GetType(name)
            ?? throw new Configuration.ConfigurationException(
                $"{key} names [{name}], but no loaded assembly of this build has that type. "
                + "The embedded engine carries a subset of Akka.NET: where the setting is right "
                + "for the real one, build with -p:Engine=Packages.");
    }

    public static T Create<T>(string name, string key, params object[] arguments)
        where T : class
    {
        var type = Resolve(name, key);
        try
        {
            return Activator.CreateInstance(type, arguments) as T
                ?? throw new Configuration.ConfigurationException(
                    $"{key} names [{name}], which is no {typeof(T).Name}");
        }
        catch (Exception e) when (e is MissingMethodException
            or System.Reflection.TargetInvocationException)
        {
            var types = string.Join(", ", arguments.Select(argument => argument.GetType().Name));
            throw new Configuration.ConfigurationException(
                $"{key} names [{name}], but it can't be created with ({types}): "
                + (e.InnerException ?? e).Message, e.InnerException ?? e);
        }
    }
}
