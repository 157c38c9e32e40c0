using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using AkkaCoded.Training.Data;

namespace AkkaCoded.Training.Checkpoints;

/// <summary>The files inside one checkpoint's folder.</summary>
internal static class CheckpointFiles
{
    public const string ManifestName = "manifest.json";
    public const string ModelName = "model.safetensors";
    public const string OptimizerName = "optimizer.safetensors";
    private const string Mean = "normalization.mean";
    private const string Scale = "normalization.scale";
    private const long ManifestBytesMax = 64 << 20;

    public static void Write(string folder, Checkpoint checkpoint)
    {
        var model = ModelTensors(checkpoint);
        var optimizer = checkpoint.Optimizer
            .Select(state => new NamedTensor(state.Key, [state.Value.Length], state.Value))
            .ToList();
        WriteTensors(Path.Combine(folder, ModelName), model, checkpoint);
        WriteTensors(Path.Combine(folder, OptimizerName), optimizer, checkpoint);
        var manifest = checkpoint.Manifest with
        {
            Files = new[] { ModelName, OptimizerName }.ToDictionary(
                name => name, name => HashFile(Path.Combine(folder, name))),
            Tensors = model.Select(tensor => (File: ModelName, Tensor: tensor))
                .Concat(optimizer.Select(tensor => (File: OptimizerName, Tensor: tensor)))
                .ToDictionary(
                    pair => $"{pair.File}:{pair.Tensor.Name}",
                    pair => Hash(MemoryMarshal.AsBytes(pair.Tensor.Values.Span))),
        };
        DurableFiles.Write(
            Path.Combine(folder, ManifestName),
            stream => JsonSerializer.Serialize(stream, manifest, CheckpointManifest.Json));
    }

    public static Checkpoint Read(string folder)
    {
        var manifest = ReadManifest(folder);
        foreach (var name in new[] { ModelName, OptimizerName })
        {
            VerifyFile(Path.Combine(folder, name), manifest.Files.GetValueOrDefault(name));
        }

        using var model = SafetensorsFile.Open(Path.Combine(folder, ModelName));
        using var optimizer = SafetensorsFile.Open(Path.Combine(folder, OptimizerName));
        Verify(model, ModelName, manifest);
        Verify(optimizer, OptimizerName, manifest);
        var tensors = model.Tensors.Where(tensor => tensor.Name is not (Mean or Scale)).ToList();
        return new Checkpoint
        {
            Manifest = manifest,
            Tensors = [.. tensors.Select(tensor => (tensor.Name, tensor.Shape))],
            Weights = Concatenate(model, tensors),
            Optimizer = optimizer.Tensors.ToDictionary(
                tensor => tensor.Name, tensor => optimizer.ReadSingles(tensor.Name)),
            Normalization = ReadNormalization(folder, model, manifest),
        };
    }

    public static void Export(Checkpoint checkpoint, string path)
    {
        var tensors = ModelTensors(checkpoint)
            .Where(tensor => tensor.Name is not (Mean or Scale))
            .ToList();
        var target = Path.GetFullPath(path);
        var beside = target + ".unfinished";
        WriteTensors(beside, tensors, checkpoint);
        File.Move(beside, target, overwrite: true);
        DurableFiles.SyncFolder(Path.GetDirectoryName(target)!);
    }

    public static CheckpointManifest ReadManifest(string folder)
    {
        var path = Path.Combine(folder, ManifestName);
        if (!File.Exists(path))
        {
            throw CheckpointErrors.Damaged(path, "(no such file)", "the manifest");
        }

        using var stream = File.OpenRead(path);
        if (stream.Length > ManifestBytesMax)
        {
            throw CheckpointErrors.Damaged(
                path, $"{stream.Length} bytes", $"at most {ManifestBytesMax} bytes");
        }

        CheckpointManifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<CheckpointManifest>(
                stream, CheckpointManifest.Json);
        }
        catch (JsonException damage)
        {
            throw CheckpointErrors.Damaged(path, damage.Message, "the manifest as JSON");
        }

        return manifest is { Format: CheckpointManifest.FormatName, Step: >= 0 }
            && manifest.Version == CheckpointManifest.FormatVersion
            ? manifest
            : throw CheckpointErrors.Damaged(
                path, $"{manifest?.Format} version {manifest?.Version}",
                $"{CheckpointManifest.FormatName} version {CheckpointManifest.FormatVersion}");
    }

    private static float[] Concatenate(SafetensorsFile file, IReadOnlyList<TensorEntry> tensors)
    {
        var weights = new float[tensors.Sum(tensor => tensor.ElementCount)];
        var offset = 0;
        foreach (var tensor in tensors)
        {
            var values = file.ReadSingles(tensor.Name);
            values.CopyTo(weights, offset);
            offset += values.Length;
        }

        return weights;
    }

    private static List<NamedTensor> ModelTensors(Checkpoint checkpoint)
    {
        var list = new List<NamedTensor>();
        var offset = 0;
        foreach (var (name, shape) in checkpoint.Tensors)
        {
            var length = (int)shape.Aggregate(1L, (product, extent) => product * extent);
            list.Add(new NamedTensor(name, shape, checkpoint.Weights.AsMemory(offset, length)));
            offset += length;
        }

        Codes.Contract.Require(offset == checkpoint.Weights.Length, "tensors fill the weights");
        var normalization = checkpoint.Normalization;
        list.Add(new NamedTensor(Mean, [normalization.Mean.Length], normalization.Mean));
        list.Add(new NamedTensor(Scale, [normalization.Scale.Length], normalization.Scale));
        return list;
    }

    private static void WriteTensors(
        string path, IReadOnlyList<NamedTensor> tensors, Checkpoint checkpoint)
    {
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "pt",
            ["step"] = checkpoint.Manifest.Step.ToString(
                System.Globalization.CultureInfo.InvariantCulture),
        };
        DurableFiles.Write(path, stream => SafetensorsWriter.Write(stream, tensors, metadata));
    }

    private static Normalization ReadNormalization(
        string folder, SafetensorsFile model, CheckpointManifest manifest)
    {
        var (mean, scale) = (model.ReadSingles(Mean), model.ReadSingles(Scale));
        var features = manifest.SampleShape.Aggregate(1L, (product, extent) => product * extent);
        if (mean.Length == 0 || mean.Length != scale.Length || features is < 1 or > int.MaxValue
            || features % mean.Length != 0 || !Normalization.Kinds.Contains(manifest.Normalization))
        {
            throw CheckpointErrors.Damaged(
                Path.Combine(folder, ManifestName), manifest.Normalization,
                "a normalisation that fits the sample shape");
        }

        return new Normalization(manifest.Normalization, mean, scale, (int)features);
    }

    private static void VerifyFile(string path, FileHash? expected)
    {
        if (expected is null || !File.Exists(path))
        {
            throw CheckpointErrors.Damaged(path, "(absent)", "a file named in the manifest");
        }

        var found = HashFile(path);
        if (found != expected)
        {
            throw CheckpointErrors.Damaged(
                path, $"{found.Bytes} bytes, SHA-256 {found.Sha256}",
                $"{expected.Bytes} bytes, SHA-256 {expected.Sha256}");
        }
    }

    private static void Verify(SafetensorsFile file, string name, CheckpointManifest manifest)
    {
        foreach (var tensor in file.Tensors)
        {
            var hash = Hash(file.Bytes(tensor, 0, checked((int)tensor.Length)));
            var expected = manifest.Tensors.GetValueOrDefault($"{name}:{tensor.Name}");
            if (hash != expected)
            {
                throw CheckpointErrors.Damaged(
                    file.Path, $"SHA-256 {hash} of '{tensor.Name}'", expected ?? "no such tensor");
            }
        }
    }

    private static FileHash HashFile(string path)
    {
        using var stream = File.OpenRead(path);
        return new FileHash(stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    private static string Hash(ReadOnlySpan<byte> bytes) =>
        Convert.ToHexStringLower(SHA256.HashData(bytes));
}
