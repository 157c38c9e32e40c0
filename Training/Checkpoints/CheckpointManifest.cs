using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaCoded.Training.Checkpoints;

/// <summary>The <c>manifest.json</c> of a checkpoint.</summary>
public sealed record CheckpointManifest
{
    /// <summary>What <see cref="Format"/> must say.</summary>
    public const string FormatName = "akkacoded-checkpoint";

    /// <summary>What <see cref="Version"/> must say.</summary>
    public const int FormatVersion = 1;

    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Marks the file as what it is.</summary>
    public string Format { get; init; } = FormatName;

    /// <summary>Version of this layout.</summary>
    public int Version { get; init; } = FormatVersion;

    /// <summary>Steps done: the next step's number.</summary>
    public required long Step { get; init; }

    /// <summary>Epoch of the next step's first sample.</summary>
    public required long Epoch { get; init; }

    /// <summary>Where the data are up to; sampling is stateless, so this says it all.</summary>
    public required DataCursor Data { get; init; }

    /// <summary>The optimizer's name and how many steps it has taken.</summary>
    public required OptimizerCursor Optimizer { get; init; }

    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Extents of a sample.</summary>
    public required IReadOnlyList<int> SampleShape { get; init; }

    /// <summary>Number of classes.</summary>
    public required int Classes { get; init; }

    /// <summary>Kind of normalisation.</summary>
    public required string Normalization { get; init; }

    /// <summary>Mean loss of the last step.</summary>
    public required double Loss { get; init; }

    /// <summary>The gradient code in use: family, workers, stragglers.</summary>
    public required string Code { get; init; }

    /// <summary>The job as HOCON.</summary>
    public required string Configuration { get; init; }

    /// <summary>Length and SHA-256 of each file beside the manifest.</summary>
    public IReadOnlyDictionary<string, FileHash> Files { get; init; } =
        new Dictionary<string, FileHash>();

    /// <summary>SHA-256 of the bytes of each tensor, as <c>file:tensor</c>.</summary>
    public IReadOnlyDictionary<string, string> Tensors { get; init; } =
        new Dictionary<string, string>();
}

/// <summary>Where the data are up to.</summary>
/// <param name="Seed">Seed of the sample order.</param>
/// <param name="SampleCount">Samples in the training data.</param>
/// <param name="SamplesPerStep">Samples of a step.</param>
/// <param name="Chunks">Chunks of a step.</param>
/// <param name="SamplesSeen">Samples that the steps so far have taken.</param>
public sealed record DataCursor(
    long Seed, long SampleCount, int SamplesPerStep, int Chunks, long SamplesSeen);

/// <summary>How far the optimizer is.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Steps">Steps that it has taken.</param>
public sealed record OptimizerCursor(string Name, long Steps);

/// <summary>What a file must be.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its hash, in lower-case hexadecimal digits.</param>
public sealed record FileHash(long Bytes, string Sha256);
