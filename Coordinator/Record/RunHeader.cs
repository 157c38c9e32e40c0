using System.Reflection;
using System.Runtime.InteropServices;
using Akka.Actor;
using TorchSharp;

namespace AkkaCoded.Coordinator.Record;

/// <summary>Where a run took place.</summary>
/// <param name="Os">Operating system.</param>
/// <param name="Cores">Logical cores.</param>
/// <param name="DotNet">Version of the runtime.</param>
/// <param name="Engine">Embedded, or Packages with the versions of both packages.</param>
public sealed record MachineInfo(string Os, int Cores, string DotNet, string Engine)
{
    /// <summary>This machine.</summary>
    public static MachineInfo Here() => new(
        RuntimeInformation.OSDescription,
        Environment.ProcessorCount,
        Environment.Version.ToString(),
        EngineName());

    private static string EngineName()
    {
        var akka = typeof(ActorSystem).Assembly;
        var product = akka.GetCustomAttribute<AssemblyProductAttribute>()?.Product;
        return product == "AkkaCoded"
            ? "Embedded"
            : $"Packages: Akka.NET {akka.GetName().Version}, "
                + $"TorchSharp {typeof(torch).Assembly.GetName().Version}";
    }
}

/// <summary>What a run is, written at the beginning of each session of it.</summary>
public sealed record RunHeader
{
    /// <summary>Name of the job.</summary>
    public required string Job { get; init; }

    /// <summary>The code for people, such as <c>fractional-repetition, n=8, s=1</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Workers that have a row.</summary>
    public required int Workers { get; init; }

    /// <summary>The policy for people, such as <c>exact</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>What is injected on purpose, for people; null: nothing.</summary>
    public string? Chaos { get; init; }

    /// <summary>Seed of the training.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Samples of a step.</summary>
    public required int SamplesPerStep { get; init; }

    /// <summary>Steps that the job is to take in all.</summary>
    public required long StepsTotal { get; init; }

    /// <summary>When this session began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Where it runs.</summary>
    public required MachineInfo Machine { get; init; }
}
