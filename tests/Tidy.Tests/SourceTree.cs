using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AkkaCoded.Tidy.Tests;

/// <summary>The repository's own text files, found by walking up from the test binary.</summary>
internal static class SourceTree
{
    private static readonly string[] SkippedFolders =
        ["artifacts", "bin", "obj", ".git", "node_modules", "BenchmarkDotNet.Artifacts"];

    private static readonly string[] TextEndings =
    [
        ".cs", ".csproj", ".props", ".targets", ".conf", ".md", ".proto", ".cpp", ".h", ".txt",
        ".sh", ".py",
    ];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Files { get; } =
        [.. Walk(Root).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> CSharp => Files.Where(f => Path.GetExtension(f) == ".cs");

    public static string Relative(string file) =>
        Path.GetRelativePath(Root, file).Replace('\\', '/');

    public static bool IsTest(string file) =>
        Relative(file).StartsWith("tests/", StringComparison.Ordinal);

    public static bool IsEmbedded(string file) =>
        Relative(file).StartsWith("Embedded/", StringComparison.Ordinal);

    public static SyntaxNode Parse(string file) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot();

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AkkaCoded.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException(
                "AkkaCoded.sln is in no folder above the test binary");
    }

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            var ending = Path.GetExtension(file);
            if (ending.Length == 0 || TextEndings.Contains(ending))
            {
                yield return file;
            }
        }

        foreach (var child in Directory.EnumerateDirectories(folder))
        {
            if (SkippedFolders.Contains(Path.GetFileName(child)))
            {
                continue;
            }

            foreach (var file in Walk(child))
            {
                yield return file;
            }
        }
    }
}
