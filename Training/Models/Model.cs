using System.Runtime.InteropServices;
using AkkaCoded.Codes;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Training.Models;

/// <summary>
/// A model on one device with its weights as one flat vector. One thread at a time: each compute
/// thread has a model of its own.
/// </summary>
public sealed class Model : IDisposable
{
    private readonly nn.Module _module;
    private readonly Func<Tensor, Tensor> _forward;
    private readonly Tensor[] _tensors;
    private readonly Tensor _flat;
    private readonly Tensor[] _views;
    private readonly SeededDropout[] _dropouts;

    internal Model(
        nn.Module module, Func<Tensor, Tensor> forward, ModelInput input, Device device)
    {
        _module = module;
        _forward = forward;
        Input = input;
        Device = device;
        var found = Find(module);
        Layout = ModelTensors.Place(found);
        _tensors = [.. found.Select(tensor => tensor.Tensor)];
        _dropouts = module is jit.ScriptModule ? [] : [.. module.modules().OfType<SeededDropout>()];
        _flat = torch.empty([Layout.VectorLength], ScalarType.Float32, device);
        _views = [.. Layout.Tensors.Select(View)];
    }

    /// <summary>What the model was built for.</summary>
    public ModelInput Input { get; }

    /// <summary>Where the weights lie in the flat vector.</summary>
    public ModelLayout Layout { get; }

    internal Device Device { get; }

    internal IReadOnlyList<SeededDropout> Dropouts => _dropouts;

    /// <summary>The trainable tensors, in the order of the layout.</summary>
    internal Tensor[] Trainable =>
        [.. _tensors.Where((_, index) => Layout.Tensors[index].Trainable)];

    /// <summary>Sets weights and state from a flat vector.</summary>
    public void WriteWeights(ReadOnlySpan<float> weights)
    {
        Contract.Require(weights.Length == Layout.WeightsLength, "weights for this model");
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        SetFlat(weights);
        for (var i = 0; i < _tensors.Length; i++)
        {
            _tensors[i].copy_(_views[i]);
        }
    }

    /// <summary>Copies weights and state to a flat vector.</summary>
    public void ReadWeights(Span<float> weights)
    {
        Contract.Require(weights.Length == Layout.WeightsLength, "room for this model's weights");
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        for (var i = 0; i < _tensors.Length; i++)
        {
            _views[i].copy_(_tensors[i]);
        }

        GetFlat(weights);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var view in _views)
        {
            view.Dispose();
        }

        _flat.Dispose();
        _module.Dispose();
        // Disposing a module does not end all its tensors in every version of TorchSharp.
        foreach (var tensor in _tensors)
        {
            tensor.Dispose();
        }
    }

    internal Tensor Forward(Tensor samples, bool training)
    {
        if (training)
        {
            _module.train();
        }
        else
        {
            _module.eval();
        }

        return _forward(samples);
    }

    /// <summary>
    /// Writes back the state (running statistics) that a forward pass has changed.
    /// </summary>
    internal void RestoreState(ReadOnlySpan<float> weights)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        SetFlat(weights);
        for (var i = 0; i < _tensors.Length; i++)
        {
            if (!Layout.Tensors[i].Trainable)
            {
                _tensors[i].copy_(_views[i]);
            }
        }
    }

    /// <summary>
    /// Gathers gradients, the state as it is now, the loss and the number of right answers into
    /// <paramref name="vector"/>.
    /// </summary>
    internal void Gather(
        IList<Tensor> gradients, Tensor loss, Tensor correct, Span<float> vector)
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        for (var i = 0; i < _tensors.Length; i++)
        {
            _views[i].copy_(i < gradients.Count ? gradients[i] : _tensors[i]);
        }

        _flat.narrow(0, Layout.LossIndex, 1).copy_(loss);
        _flat.narrow(0, Layout.CorrectIndex, 1).copy_(correct);
        GetFlat(vector);
    }

    private static IReadOnlyList<(string Name, Tensor Tensor, bool Trainable)> Find(
        nn.Module module)
    {
        var parameters = module.named_parameters().ToList();
        var frozen = parameters.Where(p => !p.parameter.requires_grad);
        var state = module.named_buffers().Where(b => b.buffer.is_floating_point());
        return
        [
            .. parameters.Where(p => p.parameter.requires_grad)
                .Select(p => (p.name, (Tensor)p.parameter, true)),
            .. frozen.Select(p => (p.name, (Tensor)p.parameter, false)),
            .. state.Select(b => (b.name, b.buffer, false)),
        ];
    }

    private Tensor View(ModelTensor tensor)
    {
        using var part = _flat.narrow(0, tensor.Offset, tensor.Length);
        return part.view([.. tensor.Shape]);
    }

    private void SetFlat(ReadOnlySpan<float> values)
    {
        if (Device.type == DeviceType.CPU)
        {
            values.CopyTo(MemoryMarshal.Cast<byte, float>(_flat.bytes));
            return;
        }

        var staging = torch.empty([values.Length], ScalarType.Float32);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(staging.bytes));
        _flat.narrow(0, 0, values.Length).copy_(staging);
    }

    private void GetFlat(Span<float> values)
    {
        var source = Device.type == DeviceType.CPU ? _flat : _flat.cpu();
        MemoryMarshal.Cast<byte, float>(source.bytes)[..values.Length].CopyTo(values);
    }
}
