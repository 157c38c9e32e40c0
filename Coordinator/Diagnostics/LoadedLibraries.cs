using System.Runtime.InteropServices;

namespace AkkaCoded.Coordinator.Diagnostics;

/// <summary>
/// The native libraries that this process has loaded, from where: what counts, not what lies in
/// some folder. Read from the kernel's list on Linux; elsewhere from the process's modules.
/// </summary>
internal static class LoadedLibraries
{
    /// <summary>Full paths whose file name begins with one of these, each once.</summary>
    public static IReadOnlyList<string> Named(params IReadOnlyList<string> prefixes) =>
    [
        .. All().Where(path => prefixes.Any(prefix =>
                Path.GetFileName(path).StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Calls a C function without arguments that returns an int, if it is exported.
    /// </summary>
    public static int? CallInt(string library, string function)
    {
        if (!NativeLibrary.TryLoad(library, out var handle)
            || !NativeLibrary.TryGetExport(handle, function, out var address))
        {
            return null;
        }

        return Marshal.GetDelegateForFunctionPointer<IntFunction>(address)();
    }

    private static IEnumerable<string> All()
    {
        const string maps = "/proc/self/maps";
        if (!File.Exists(maps))
        {
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return [.. process.Modules.Cast<System.Diagnostics.ProcessModule>()
                .Select(module => module.FileName)];
        }

        return File.ReadLines(maps)
            .Select(line => line.IndexOf('/') is >= 0 and var slash ? line[slash..] : "")
            .Where(path => path.Length > 0);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int IntFunction();
}
