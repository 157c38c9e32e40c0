using AkkaCoded.Codes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Layer = (string Name, TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor,
    TorchSharp.torch.Tensor> Module);

namespace AkkaCoded.Training.Models;

/// <summary>The models that need no file.</summary>
internal static class BuiltInModels
{
    public static Sequential Softmax(ModelInput input) =>
        Chain([("flatten", nn.Flatten()), ("fc", nn.Linear(input.Features, input.Classes))]);

    public static Sequential Mlp(ModelInput input, ModelOptions options)
    {
        var layers = new List<Layer> { ("flatten", nn.Flatten()) };
        var width = input.Features;
        for (var i = 0; i < options.MlpHidden.Count; i++)
        {
            layers.Add(($"fc{i + 1}", nn.Linear(width, options.MlpHidden[i])));
            layers.Add(($"relu{i + 1}", nn.ReLU()));
            AddDropout(layers, $"dropout{i + 1}", options.MlpDropout);
            width = options.MlpHidden[i];
        }

        layers.Add(("out", nn.Linear(width, input.Classes)));
        return Chain(layers);
    }

    public static Sequential Cnn(ModelInput input, ModelOptions options)
    {
        var (channels, height, width) = Image(input, "cnn");
        var layers = new List<Layer>();
        for (var i = 0; i < options.CnnChannels.Count; i++)
        {
            var outputs = options.CnnChannels[i];
            layers.Add(
                ($"conv{i + 1}", Layers.Convolution(channels, outputs, 3, 1, bias: true)));
            if (options.CnnBatchNorm)
            {
                layers.Add(($"bn{i + 1}", nn.BatchNorm2d(outputs)));
            }

            layers.Add(($"relu{i + 1}", nn.ReLU()));
            if (height >= 4 && width >= 4)
            {
                layers.Add(($"pool{i + 1}", nn.MaxPool2d(2)));
                (height, width) = (height / 2, width / 2);
            }

            channels = outputs;
        }

        layers.Add(("flatten", nn.Flatten()));
        layers.Add(("fc", nn.Linear(channels * height * width, options.CnnHidden)));
        layers.Add(("relu", nn.ReLU()));
        AddDropout(layers, "dropout", options.CnnDropout);
        layers.Add(("out", nn.Linear(options.CnnHidden, input.Classes)));
        return Chain(layers);
    }

    /// <summary>ResNet-20 for 32 x 32 images (He et al., CVPR 2016, section 4.2, n = 3).</summary>
    public static Sequential ResNet20(ModelInput input)
    {
        var (channels, height, width) = Image(input, "resnet20");
        if (height != 32 || width != 32)
        {
            throw Unfit(input, "resnet20", "[channels, 32, 32]");
        }

        var layers = new List<Layer>
        {
            ("conv", Layers.Convolution(channels, 16, 3, 1, bias: false)),
            ("bn", nn.BatchNorm2d(16)),
            ("relu", nn.ReLU()),
        };
        channels = 16;
        for (var stage = 0; stage < 3; stage++)
        {
            var outputs = 16 << stage;
            for (var block = 0; block < 3; block++)
            {
                var stride = stage > 0 && block == 0 ? 2 : 1;
                layers.Add(
                    ($"block{(3 * stage) + block + 1}",
                        new ResidualBlock(channels, outputs, stride)));
                channels = outputs;
            }
        }

        layers.Add(("pool", nn.AdaptiveAvgPool2d(1)));
        layers.Add(("flatten", nn.Flatten()));
        layers.Add(("out", nn.Linear(channels, input.Classes)));
        return Chain(layers);
    }

    private static Sequential Chain(IEnumerable<Layer> layers) => nn.Sequential(layers);

    private static void AddDropout(List<Layer> layers, string name, double share)
    {
        if (share > 0)
        {
            layers.Add((name, new SeededDropout(share)));
        }
    }

    private static (int Channels, int Height, int Width) Image(ModelInput input, string model) =>
        input.Shape.Count == 3
            ? (input.Shape[0], input.Shape[1], input.Shape[2])
            : throw Unfit(input, model, "[channels, height, width]");

    private static InvalidInputException Unfit(ModelInput input, string model, string allowed) =>
        new("CDL-0222", "coded.data.shape", Data.Shapes.Text(input.Shape),
            $"{allowed} for the model {model}",
            "Set coded.data.shape to the image's extents, or choose another model.");
}
