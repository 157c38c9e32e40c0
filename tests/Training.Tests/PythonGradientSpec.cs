using System.Globalization;
using System.Runtime.InteropServices;
using AkkaCoded.Training.Checkpoints;

namespace AkkaCoded.Training.Tests;

/// <summary>Gradients against PyTorch on the same weights and samples.</summary>
public sealed class PythonGradientSpec : IDisposable
{
    private const long Step = 2;
    private const int Chunk = 1;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PythonFact(torch: true)]
    public void Softmax_gradient_must_equal_PyTorch() => MustEqual("softmax");

    [PythonFact(torch: true)]
    public void Mlp_gradient_must_equal_PyTorch() => MustEqual("mlp");

    [PythonFact(torch: true)]
    public void Cnn_gradient_must_equal_PyTorch() => MustEqual("cnn");

    [PythonFact(torch: true)]
    public void Cnn_with_batch_norm_gradient_must_equal_PyTorch() => MustEqual("cnn-bn");

    [PythonFact(torch: true)]
    public void ResNet20_gradient_must_equal_PyTorch() => MustEqual("resnet20");

    [PythonFact(torch: true)]
    public void TorchScript_gradient_must_equal_PyTorch()
    {
        PythonChild.Run(PythonChild.WithTorch!, "models.py", "script", _folder.Root);
        var hocon = $$"""
            coded.model { name = torchscript, torchscript.path = "{{_folder.PathOf("model.pt")}}" }
            """;
        MustEqual("script", hocon);
        var result = SingleProcessTrainer.Run(Jobs.Parse(hocon));
        Assert.True(result.TrainLoss < 10, $"loss {result.TrainLoss}");
    }

    private void MustEqual(string name) => MustEqual(name, Jobs.Models[name]);

    private void MustEqual(string name, string hocon)
    {
        using var setup = Jobs.Open(hocon);
        using var model = setup.CreateModel();
        var vector = new float[model.Layout.VectorLength];
        setup.CreateGradients(model).Compute(Step, Chunk, vector);
        WriteInputs(setup, model);
        PythonChild.Run(PythonChild.WithTorch!, "models.py", "gradients", _folder.Root, name);
        var expected = MemoryMarshal.Cast<byte, float>(
            File.ReadAllBytes(_folder.PathOf("gradients.bin"))).ToArray();
        var length = model.Layout.TrainableLength;
        Assert.Equal(length + 1, expected.Length);
        // Both sides agree to 1e-6 of the largest coordinate; most of them to the last bit.
        var scale = expected[..length].Max(Math.Abs);
        Assert.True(scale > 1e-3, "the gradient is not zero");
        for (var i = 0; i < length; i++)
        {
            Assert.Equal(expected[i], vector[i], 1e-6 * Math.Max(1.0, scale));
        }

        Assert.Equal(expected[length], vector[model.Layout.LossIndex], 1e-6);
    }

    private void WriteInputs(TrainingSetup setup, Models.Model model)
    {
        var weights = new float[model.Layout.WeightsLength];
        model.ReadWeights(weights);
        var indices = new long[setup.Sampler.ChunkSize(Chunk)];
        setup.Sampler.Read(Step, Chunk, indices);
        var width = setup.Input.Features;
        var samples = new float[indices.Length * width];
        for (var i = 0; i < indices.Length; i++)
        {
            setup.Data.Train.Read(indices[i], samples.AsSpan(i * width, width));
        }

        setup.Data.Normalization.Apply(samples);
        long[] shape = [indices.Length, .. setup.Input.Shape.Select(extent => (long)extent)];
        var labels = indices.Select(index => (float)setup.Data.Train.Label(index)).ToArray();
        NamedTensor[] tensors =
        [
            .. model.Layout.Tensors.Select(t => new NamedTensor(
                t.Name, t.Shape, weights.AsMemory(t.Offset, t.Length))),
            new NamedTensor("samples", shape, samples),
            new NamedTensor("labels", [labels.Length], labels),
        ];
        var perStep = setup.Sampler.SamplesPerStep.ToString(CultureInfo.InvariantCulture);
        using var stream = File.Create(_folder.PathOf("weights.safetensors"));
        SafetensorsWriter.Write(
            stream, tensors, new Dictionary<string, string> { ["samples-per-step"] = perStep });
    }
}
