using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace AkkaCoded.Bench.Torch;

/// <summary>
/// The same models, data and steps as in <see cref="PythonSteps"/>, on this side.
/// </summary>
internal sealed class GradientSteps : IDisposable
{
    private readonly Module<Tensor, Tensor> _model;
    private readonly Tensor[] _weights;
    private readonly Tensor _inputs;
    private readonly Tensor _labels;

    private GradientSteps(Module<Tensor, Tensor> model, params long[] inputs)
    {
        _model = model;
        _weights = [.. model.parameters()];
        _inputs = randn(inputs);
        _labels = randint(10, [inputs[0]]);
    }

    public static GradientSteps Mlp()
    {
        manual_seed(1);
        return new(Sequential(Linear(784, 256), ReLU(), Linear(256, 10)), 256, 784);
    }

    public static GradientSteps Cnn()
    {
        manual_seed(1);
        var model = Sequential(
            Conv2d(1, 16, 3, 1, 1), ReLU(), MaxPool2d(2),
            Conv2d(16, 32, 3, 1, 1), ReLU(), MaxPool2d(2),
            Flatten(), Linear(1568, 10));
        return new(model, 64, 1, 28, 28);
    }

    public double Seconds(int steps)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            Step();
        }

        return watch.Elapsed.TotalSeconds;
    }

    public double SquaredNorm()
    {
        using var scope = NewDisposeScope();
        return Step().Sum(gradient => gradient.to(float64).square().sum().item<double>());
    }

    public void Dispose()
    {
        _model.Dispose();
        _inputs.Dispose();
        _labels.Dispose();
    }

    private IList<Tensor> Step()
    {
        var loss = functional.cross_entropy(_model.call(_inputs), _labels);
        return autograd.grad([loss], _weights);
    }
}
