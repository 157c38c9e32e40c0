using System.Text.Json.Nodes;
using AkkaCoded.Codes;
using AkkaCoded.Training.Checkpoints;

namespace AkkaCoded.Training.Tests;

public sealed class CheckpointSpec : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Checkpoint_must_read_back_bit_by_bit()
    {
        var written = Capture();
        var store = new CheckpointStore(_folder.Root, 3);
        store.Write(written);
        var read = store.Read(2);
        Assert.Equal(written.Weights, read.Weights);
        Assert.Equal(written.Tensors.Select(t => t.Name), read.Tensors.Select(t => t.Name));
        Assert.Equal(written.Optimizer["momentum"], read.Optimizer["momentum"]);
        Assert.Equal(written.Manifest.Data, read.Manifest.Data);
        Assert.Equal("uncoded, n = 6, s = 0", read.Manifest.Code);
        Assert.Equal(
            written.Normalization.Mean.ToArray(), read.Normalization.Mean.ToArray());
    }

    [Fact]
    public void CheckpointStore_must_keep_the_newest_and_no_remains()
    {
        var store = new CheckpointStore(_folder.Root, 2);
        var checkpoint = Capture();
        Directory.CreateDirectory(_folder.PathOf(".unfinished-step-000000000009"));
        foreach (var step in new long[] { 1, 2, 3, 10, 10 })
        {
            store.Write(checkpoint with { Manifest = checkpoint.Manifest with { Step = step } });
        }

        Assert.Equal([3, 10], store.List());
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.Root).Length);
        Assert.Equal(10, store.ReadNewest()!.Manifest.Step);
    }

    [Fact]
    public void CheckpointStore_must_keep_what_it_has_just_written_beside_later_steps()
    {
        var store = new CheckpointStore(_folder.Root, 2);
        var checkpoint = Capture();
        foreach (var step in new long[] { 10, 20, 30, 5 })
        {
            store.Write(checkpoint with { Manifest = checkpoint.Manifest with { Step = step } });
        }

        Assert.Equal([5, 20, 30], store.List());
    }

    [Fact]
    public void CheckpointStore_must_replace_one_of_the_same_step()
    {
        var store = new CheckpointStore(_folder.Root, 1);
        var checkpoint = Capture();
        store.Write(checkpoint);
        float[] other = [.. checkpoint.Weights.Select(weight => weight + 1f)];
        store.Write(checkpoint with { Weights = other });
        Assert.Equal(other, store.Read(2).Weights);
        Assert.Single(Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public void Checkpoint_must_be_refused_when_its_step_was_changed()
    {
        var checkpoint = Capture();
        using var setup = Jobs.Open();
        using var model = setup.CreateModel();
        var state = new TrainingState(setup, model);
        var manifest = checkpoint.Manifest with { Step = 3 };
        var error = Assert.Throws<InvalidInputException>(
            () => state.Restore(checkpoint with { Manifest = manifest }, "folder"));
        Assert.Equal("CDL-0283", error.Code);
        state.Restore(checkpoint, "folder");
        Assert.Equal(2, state.Step);
    }

    [Fact]
    public void CheckpointStore_must_not_see_what_was_not_finished()
    {
        var store = new CheckpointStore(_folder.Root, 2);
        Directory.CreateDirectory(_folder.PathOf(".unfinished-step-000000000007"));
        Directory.CreateDirectory(_folder.PathOf("step-seven"));
        Assert.Empty(store.List());
        Assert.Null(store.ReadNewest());
        var error = Assert.Throws<InvalidInputException>(
            () => CheckpointStore.ReadPath(_folder.Root));
        Assert.Equal("CDL-0282", error.Code);
    }

    [Fact]
    public void Export_must_hold_the_weights_alone()
    {
        var checkpoint = Capture();
        var path = _folder.PathOf("weights.safetensors");
        CheckpointStore.Export(checkpoint, path);
        using var file = SafetensorsFile.Open(path);
        Assert.Equal(checkpoint.Tensors.Select(t => t.Name), file.Tensors.Select(t => t.Name));
        Assert.Equal(
            checkpoint.Weights, file.Tensors.SelectMany(t => file.ReadSingles(t.Name)));
        Assert.Single(Directory.GetFiles(_folder.Root));
    }

    [PythonFact]
    public void Checkpoint_must_load_in_plain_Python()
    {
        var checkpoint = Capture();
        var folder = new CheckpointStore(_folder.Root, 1).Write(checkpoint);
        var text = PythonChild.Run(
            PythonChild.Plain!, "read_safetensors.py", Path.Combine(folder, "model.safetensors"));
        Assert.Contains("fc1.weight 16x64 ", text, StringComparison.Ordinal);
        Assert.Contains("out.bias 10 ", text, StringComparison.Ordinal);
        Assert.Contains("normalization.mean 1 ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.safetensors", "cut", "CDL-0281")]
    [InlineData("model.safetensors", "flip", "CDL-0281")]
    [InlineData("model.safetensors", "delete", "CDL-0281")]
    [InlineData("optimizer.safetensors", "cut", "CDL-0281")]
    [InlineData("optimizer.safetensors", "flip", "CDL-0281")]
    [InlineData("optimizer.safetensors", "grow", "CDL-0281")]
    [InlineData("manifest.json", "cut", "CDL-0281")]
    [InlineData("manifest.json", "delete", "CDL-0281")]
    public void Checkpoint_must_be_refused_when_a_file_is_damaged(
        string name, string damage, string code)
    {
        var store = new CheckpointStore(_folder.Root, 1);
        var path = Path.Combine(store.Write(Capture()), name);
        var bytes = File.ReadAllBytes(path);
        switch (damage)
        {
            case "cut":
                File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
                break;
            case "grow":
                File.WriteAllBytes(path, [.. bytes, 0]);
                break;
            case "flip":
                bytes[^5] ^= 1;
                File.WriteAllBytes(path, bytes);
                break;
            default:
                File.Delete(path);
                break;
        }

        var error = Assert.Throws<InvalidInputException>(() => store.Read(2));
        Assert.Equal(code, error.Code);
        Assert.Equal(path, error.Key);
    }

    [Theory]
    [InlineData("version", 2)]
    [InlineData("step", -1)]
    [InlineData("format", "other")]
    [InlineData("unknown", 1)]
    [InlineData("data", null)]
    [InlineData("normalization", "strange")]
    [InlineData("tensors", "{}")]
    [InlineData("files", "{}")]
    public void Checkpoint_must_be_refused_when_the_manifest_is_wrong(string key, object? value)
    {
        var store = new CheckpointStore(_folder.Root, 1);
        var path = Path.Combine(store.Write(Capture()), "manifest.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        manifest[key] = value is "{}" ? new JsonObject() : JsonValue.Create(value);
        File.WriteAllText(path, manifest.ToJsonString());
        var error = Assert.Throws<InvalidInputException>(() => store.Read(2));
        Assert.Equal("CDL-0281", error.Code);
    }

    [Theory]
    [InlineData("coded.model.mlp.hidden = [17]", "fc1.weight")]
    [InlineData("coded.training.seed = 2", "Seed = 1")]
    [InlineData("coded.training.samples-per-step = 12", "SamplesPerStep = 24")]
    [InlineData("coded.data.glyphs.train = 97", "SampleCount = 96")]
    [InlineData("coded.optimizer.name = adam", "optimizer momentum")]
    [InlineData("coded.data.glyphs.seed = 2", "normalisation standard (mean ")]
    [InlineData("coded.data.normalize = scale", "normalisation standard (mean ")]
    public void Checkpoint_must_be_refused_by_another_job(string hocon, string found)
    {
        var checkpoint = Capture();
        using var setup = Jobs.Open(hocon);
        using var model = setup.CreateModel();
        var state = new TrainingState(setup, model);
        var error = Assert.Throws<InvalidInputException>(
            () => state.Restore(checkpoint, "folder"));
        Assert.Equal("CDL-0283", error.Code);
        Assert.Contains(found, error.Value, StringComparison.Ordinal);
    }

    /// <summary>A small job after two steps.</summary>
    private static Checkpoint Capture()
    {
        using var setup = Jobs.Open();
        using var model = setup.CreateModel();
        var state = new TrainingState(setup, model);
        for (var step = 0; step < 2; step++)
        {
            var vector = Enumerable.Range(0, model.Layout.VectorLength)
                .Select(i => 1f / (i + step + 1)).ToArray();
            state.Apply(vector);
        }

        return state.Capture();
    }
}
