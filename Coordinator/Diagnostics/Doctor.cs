using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using Akka.Actor;
using AkkaCoded.Training.Data;
using TorchSharp;

namespace AkkaCoded.Coordinator.Diagnostics;

/// <summary>
/// Looks at this machine by using it: computes with the tensor library, then reads which native
/// libraries that has brought into the process.
/// </summary>
internal static class Doctor
{
    private const string InstallTorch =
        "apt-get install libtorch-dev libopenblas0-pthread cmake g++, then ./akkacoded build";

    /// <param name="folders">Folders that a job would write to.</param>
    public static IReadOnlyList<Finding> Examine(IEnumerable<string> folders)
    {
        var findings = new List<Finding> { Runtime(), Sdk.Examine(), Engine() };
        var tensors = Tensors();
        findings.Add(tensors);
        if (tensors.Status == Finding.Ok)
        {
            findings.Add(Blas());
            findings.Add(BlasThreads(
                Environment.GetEnvironmentVariable("OPENBLAS_NUM_THREADS"), OpenBlasThreads()));
            findings.Add(Devices());
        }

        findings.Add(Port());
        findings.AddRange(folders.Distinct().Select(Disk.Examine));
        findings.Add(Data());
        return findings;
    }

    /// <summary>Whether the thread limit of OpenBLAS is in force: asked of the library itself.
    /// </summary>
    /// <param name="wanted">OPENBLAS_NUM_THREADS; null: not set.</param>
    /// <param name="measured">What the loaded OpenBLAS says; null: none is loaded.</param>
    internal static Finding BlasThreads(string? wanted, int? measured)
    {
        const string check = "BLAS threads";
        if (measured is not { } threads)
        {
            return Finding.Good(check, "no OpenBLAS loaded");
        }

        var found = $"OpenBLAS uses {threads}; OPENBLAS_NUM_THREADS is {wanted ?? "not set"}";
        return wanted == threads.ToString()
            ? Finding.Good(check, found)
            : new Finding(
                check, Finding.Warn, found,
                "Start with ./akkacoded, or export OPENBLAS_NUM_THREADS=1 before the process "
                    + "starts: several compute threads share the cores.");
    }

    private static Finding Runtime() => Finding.Good(
        ".NET", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, "
            + $"{Environment.ProcessorCount} logical cores");

    private static Finding Engine()
    {
        var akka = typeof(ActorSystem).Assembly;
        var torchSharp = typeof(torch).Assembly;
        var product = akka.GetCustomAttribute<AssemblyProductAttribute>()?.Product;
        return Finding.Good("engine", product == "AkkaCoded"
            ? "Embedded: the stand-ins for Akka.NET and TorchSharp"
            : $"Packages: Akka.NET {akka.GetName().Version}, "
                + $"TorchSharp {torchSharp.GetName().Version}");
    }

    internal static Finding Tensors()
    {
        try
        {
            using var one = torch.ones(2, 2);
            using var product = one.matmul(one);
            var isRight = product.data<float>()[0] == 2;
            var libraries = LoadedLibraries.Named(
                "libtorch", "libakkacoded_torch", "libLibTorchSharp", "libc10", "torch_cpu");
            var found = string.Join(", ", libraries);
            return isRight
                ? Finding.Good("tensors", found)
                : new Finding("tensors", Finding.Fail, $"wrong product; {found}", InstallTorch);
        }
        catch (Exception problem) when (problem is DllNotFoundException
            or TypeInitializationException or NotSupportedException or ExternalException)
        {
            var cause = problem.GetBaseException().Message;
            return new Finding("tensors", Finding.Fail, cause, InstallTorch);
        }
    }

    private static Finding Blas()
    {
        var libraries = LoadedLibraries.Named("libopenblas", "libblas", "libmkl", "libcblas");
        var found = libraries.Count == 0
            ? "none apart from what the tensor library has built in"
            : string.Join(", ", libraries);
        var isReference = libraries.Count > 0 && !libraries.Any(path =>
            path.Contains("openblas", StringComparison.OrdinalIgnoreCase)
            || path.Contains("mkl", StringComparison.OrdinalIgnoreCase));
        return isReference
            ? new Finding(
                "BLAS", Finding.Warn, $"reference BLAS: {found}",
                "apt-get install libopenblas0-pthread: an MLP's step is about 20 times faster.")
            : Finding.Good("BLAS", found);
    }

    private static int? OpenBlasThreads() =>
        LoadedLibraries.Named("libopenblas", "libblas")
            .Select(path => LoadedLibraries.CallInt(path, "openblas_get_num_threads"))
            .FirstOrDefault(threads => threads is not null);

    private static Finding Devices()
    {
        var threads = torch.get_num_threads();
        return Finding.Good("devices", torch.cuda.is_available()
            ? $"{torch.cuda.device_count()} CUDA devices; CPU with {threads} intra-op threads"
            : $"no CUDA device; CPU with {threads} intra-op threads");
    }

    private static Finding Port()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return Finding.Good("ports", $"can listen on {listener.LocalEndpoint}");
        }
        catch (SocketException problem)
        {
            return new Finding(
                "ports", Finding.Warn, problem.Message,
                "Allow the process to listen on the loopback address.");
        }
    }

    private static Finding Data()
    {
        var folder = DataOptions.DefaultFolder;
        return Directory.Exists(folder)
            ? Finding.Good("data", folder)
            : new Finding(
                "data", Finding.Warn, $"{folder} does not exist",
                "Set AKKACODED_DATA or data.folder; the format glyphs needs no files.");
    }
}
