using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AkkaCoded.Training.Models;

/// <summary>
/// Two 3 x 3 convolutions with batch normalisation beside a shortcut (He et al., CVPR 2016,
/// section 3.3); where the extents change, the shortcut is a 1 x 1 convolution (their option B).
/// </summary>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    private readonly (Sequential Main, Sequential? Shortcut) _paths;

    public ResidualBlock(int inputs, int outputs, int stride)
        : base(nameof(ResidualBlock))
    {
        _paths.Main = nn.Sequential(
            ("conv1", Layers.Convolution(inputs, outputs, 3, stride, bias: false)),
            ("bn1", nn.BatchNorm2d(outputs)),
            ("relu", nn.ReLU()),
            ("conv2", Layers.Convolution(outputs, outputs, 3, 1, bias: false)),
            ("bn2", nn.BatchNorm2d(outputs)));
        register_module("main", _paths.Main);
        if (inputs != outputs || stride != 1)
        {
            _paths.Shortcut = nn.Sequential(
                ("conv", Layers.Convolution(inputs, outputs, 1, stride, bias: false)),
                ("bn", nn.BatchNorm2d(outputs)));
            register_module("shortcut", _paths.Shortcut);
        }
    }

    public override Tensor forward(Tensor input)
    {
        using var main = _paths.Main.call(input);
        using var shortcut = _paths.Shortcut is null ? input.alias() : _paths.Shortcut.call(input);
        using var sum = main + shortcut;
        return sum.relu();
    }
}
