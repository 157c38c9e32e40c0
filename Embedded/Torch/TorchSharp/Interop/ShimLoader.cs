using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Finds the library that <c>./akkacoded build</c> has made for this machine.</summary>
internal static class ShimLoader
{
    private const string FileName = "libakkacoded_torch.so";
    private const string Variable = "AKKACODED_TORCH_SHIM";

    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(ShimLoader).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == Shim.Library ? Load() : 0;

    private static nint Load()
    {
        var file = Locate() ?? throw new DllNotFoundException(
            $"{FileName} is missing: run `./akkacoded build`, which builds it for the libtorch of "
            + $"this machine, or set {Variable} to its path");
        try
        {
            return NativeLibrary.Load(file);
        }
        catch (DllNotFoundException error)
        {
            throw new DllNotFoundException(
                $"{file} can't be loaded; if libtorch was changed or moved, `./akkacoded build` "
                + $"makes it anew. The system says: {error.Message}", error);
        }
    }

    private static string? Locate()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return named;
        }

        var start = AppContext.BaseDirectory;
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            foreach (var place in (string[])["", "native", "artifacts/native"])
            {
                var file = Path.Combine(folder.FullName, place, FileName);
                if (File.Exists(file))
                {
                    return file;
                }
            }
        }

        return null;
    }
}
