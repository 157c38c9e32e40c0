using System.Reflection;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Hocon;

namespace AkkaCoded.Messages.Configuration;

/// <summary>
/// Reads files and embedded resources with what they include. A plain include is looked up where
/// the including document lies: beside a file, or in the same assembly.
/// </summary>
internal sealed class ConfigDocuments
{
    /// <summary>Documents read in all; includes of includes could double without end.</summary>
    private const int DocumentsMax = 256;

    private const int IncludeDepthMax = 16;

    private readonly Stack<string> _open = new();
    private int _read;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidInputException">CDL-0102: it cannot be read.</exception>
    /// <exception cref="HoconException">A syntax error.</exception>
    public MapNode File(string path) => File(path, path, []);

    /// <summary>Reads an embedded resource.</summary>
    /// <exception cref="InvalidInputException">CDL-0102: there is none of that name.</exception>
    public MapNode Resource(Assembly assembly, string name) => Resource(assembly, name, name, []);

    /// <summary>Reads a text that may include nothing.</summary>
    /// <exception cref="InvalidInputException">CDL-0742: it includes something.</exception>
    public static MapNode Text(string text, string source) => Parse(
        text, source, [], (request, _) => throw new InvalidInputException(
            "CDL-0742", Key(request), request.Name, "a job that stands for itself",
            "Submit the file with `./akkacoded job submit`, which puts in what it includes."));

    private MapNode File(string path, string key, IReadOnlyList<string> scope)
    {
        string text;
        try
        {
            text = System.IO.File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException
            or ArgumentException or NotSupportedException)
        {
            throw new InvalidInputException(
                "CDL-0102", key, path, "a file that can be read", error.Message);
        }

        var folder = Path.GetDirectoryName(path) ?? "";
        return Once(Path.GetFullPath(path), key, () => Parse(
            text, path, scope, (request, inner) => IncludedFile(request, folder, inner)));
    }

    private MapNode IncludedFile(
        IncludeRequest request, string folder, IReadOnlyList<string> scope) =>
        request.Kind == IncludeKind.Resource
            ? IncludedResource(request, null, scope)
            : File(Path.Combine(folder, request.Name), Key(request), scope);

    private MapNode IncludedResource(
        IncludeRequest request, Assembly? assembly, IReadOnlyList<string> scope)
    {
        if (request.Kind == IncludeKind.File)
        {
            return File(request.Name, Key(request), scope);
        }

        var slash = request.Name.IndexOf('/', StringComparison.Ordinal);
        if (slash >= 0)
        {
            var named = FindAssembly(request.Name[..slash], request);
            return Resource(named, request.Name[(slash + 1)..], Key(request), scope);
        }

        return assembly is not null
            ? Resource(assembly, request.Name, Key(request), scope)
            : throw new InvalidInputException(
                "CDL-0102", Key(request), request.Name, "Assembly/resource-name",
                "Name the assembly that the resource is embedded in.");
    }

    private MapNode Resource(
        Assembly assembly, string name, string key, IReadOnlyList<string> scope)
    {
        var source = $"{assembly.GetName().Name}/{name}";
        using var stream = assembly.GetManifestResourceStream(name)
            ?? throw new InvalidInputException(
                "CDL-0102", key, source,
                string.Join(", ", assembly.GetManifestResourceNames().Order()),
                "Name a resource that the assembly has.");
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        return Once(source, key, () => Parse(
            text, source, scope, (request, inner) => IncludedResource(request, assembly, inner)));
    }

    private static MapNode Parse(
        string text,
        string source,
        IReadOnlyList<string> scope,
        Func<IncludeRequest, IReadOnlyList<string>, MapNode> include) =>
        HoconParser.Parse(text, source, request => include(request, request.Scope), scope);

    private MapNode Once(string identity, string key, Func<MapNode> parse)
    {
        if (_open.Contains(identity) || _open.Count >= IncludeDepthMax)
        {
            throw new InvalidInputException(
                "CDL-0102", key, identity,
                $"includes that do not come back to a file, at most {IncludeDepthMax} deep",
                "Take one of the includes out: " + string.Join(" <- ", _open));
        }

        if (++_read > DocumentsMax)
        {
            throw new InvalidInputException(
                "CDL-0102", key, identity, $"at most {DocumentsMax} documents in all",
                "Include fewer files.");
        }

        _open.Push(identity);
        var map = parse();
        _open.Pop();
        return map;
    }

    private static Assembly FindAssembly(string name, IncludeRequest request)
    {
        try
        {
            return Assembly.Load(new AssemblyName(name));
        }
        catch (Exception error) when (error is IOException or BadImageFormatException
            or ArgumentException)
        {
            throw new InvalidInputException(
                "CDL-0102", Key(request), name, "the name of an assembly of this program",
                error.Message);
        }
    }

    private static string Key(IncludeRequest request) => $"{request.Origin.Place}: include";
}
