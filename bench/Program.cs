using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace AkkaCoded.Bench;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        var benchmarks = Assembly.GetExecutingAssembly().GetTypes()
            .Where(type => typeof(IBenchmark).IsAssignableFrom(type) && !type.IsInterface)
            .Select(type => (IBenchmark)Activator.CreateInstance(type)!)
            .OrderBy(benchmark => benchmark.Name, StringComparer.Ordinal)
            .ToList();
        if (arguments.Length == 0 || arguments[0] is "-h" or "--help")
        {
            Console.WriteLine("./akkacoded bench NAME, where NAME is one of:");
            benchmarks.ForEach(b => Console.WriteLine($"  {b.Name,-24} {b.Summary}"));
            return 0;
        }

        var chosen = benchmarks.Find(benchmark => benchmark.Name == arguments[0]);
        if (chosen is null)
        {
            var names = string.Join(", ", benchmarks.Select(benchmark => benchmark.Name));
            Console.Error.WriteLine($"bench: {arguments[0]} is unknown; allowed: {names}");
            return 2;
        }

        PrintCircumstances(arguments);
        return chosen.Run(arguments[1..]);
    }

    /// <summary>A figure without machine, commit and command compares with nothing.</summary>
    private static void PrintCircumstances(string[] arguments)
    {
        Console.WriteLine($"command  ./akkacoded bench {string.Join(' ', arguments)}");
        Console.WriteLine($"date     {DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC");
        Console.WriteLine($"commit   {Commit()}");
        Console.WriteLine($"machine  {Processor()}, {Environment.ProcessorCount} logical cores, "
            + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
        Console.WriteLine();
    }

    private static string Processor()
    {
        const string path = "/proc/cpuinfo";
        var line = File.Exists(path)
            ? File.ReadLines(path).FirstOrDefault(text => text.StartsWith("model name"))
            : null;
        return line?[(line.IndexOf(':') + 1)..].Trim()
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static string Commit()
    {
        try
        {
            var git = new ProcessStartInfo("git", "describe --always --dirty --abbrev=10")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(git)!;
            var text = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return text.Length > 0 ? text : "unknown";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown (git is not installed)";
        }
    }
}
