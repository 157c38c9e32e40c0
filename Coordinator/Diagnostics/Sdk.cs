using System.Runtime.InteropServices;

namespace AkkaCoded.Coordinator.Diagnostics;

/// <summary>The .NET SDKs beside the runtime that this process uses: the launcher builds with one.
/// </summary>
internal static class Sdk
{
    /// <summary>The project's target framework.</summary>
    private const int MajorMin = 10;

    public static Finding Examine()
    {
        // .../dotnet/shared/Microsoft.NETCore.App/10.0.0/
        var runtime = RuntimeEnvironment.GetRuntimeDirectory().TrimEnd(Path.DirectorySeparatorChar);
        return Examine(Path.GetFullPath(Path.Combine(runtime, "..", "..", "..")));
    }

    /// <param name="root">The folder that holds <c>sdk</c>.</param>
    internal static Finding Examine(string root)
    {
        const string check = "SDK";
        var folder = Path.Combine(root, "sdk");
        string[] versions = Directory.Exists(folder)
            ? [.. Directory.GetDirectories(folder).Select(path => Path.GetFileName(path)).Order()]
            : [];
        var found = versions.Length == 0
            ? $"none in {folder}"
            : $"{string.Join(", ", versions)} in {folder}";
        return versions.Any(version => Major(version) >= MajorMin)
            ? Finding.Good(check, found)
            : new Finding(
                check, Finding.Warn, found,
                $"Install the .NET {MajorMin} SDK to build from source; what is built runs "
                    + "without.");
    }

    private static int Major(string version) =>
        int.TryParse(version.Split('.')[0], out var major) ? major : 0;
}
