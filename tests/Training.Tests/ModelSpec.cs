using AkkaCoded.Codes;
using AkkaCoded.Training.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AkkaCoded.Training.Tests;

/// <summary>A model of a user's own, as an assembly outside would hold it.</summary>
public sealed class OwnModel : nn.Module<Tensor, Tensor>
{
    private readonly Linear _hidden;
    private readonly SeededDropout _dropout = new(0.25);
    private readonly Linear _output;

    public OwnModel(ModelInput input)
        : base(nameof(OwnModel))
    {
        _hidden = nn.Linear(input.Features, 12);
        _output = nn.Linear(12, input.Classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var flat = input.flatten(1);
        using var hidden = _hidden.call(flat);
        using var active = hidden.relu();
        using var kept = _dropout.call(active);
        return _output.call(kept);
    }
}

/// <summary>A model whose gradients do not follow from the chunk alone.</summary>
public sealed class ImpureModel : nn.Module<Tensor, Tensor>
{
    private readonly Linear _output;

    public ImpureModel(ModelInput input)
        : base(nameof(ImpureModel))
    {
        _output = nn.Linear(input.Features, input.Classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using var flat = input.flatten(1);
        using var noise = torch.rand(flat.shape);
        using var noisy = flat * noise;
        return _output.call(noisy);
    }
}

public sealed class NoModel;

public sealed class ModelSpec
{
    public static TheoryData<string> Names => new(Jobs.Models.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Model_must_start_with_the_same_bits_whatever_torch_drew_before(string name)
    {
        using var setup = Jobs.Open(Jobs.Models[name]);
        using var first = setup.CreateModel();
        torch.manual_seed(99);
        torch.rand(10).Dispose();
        using var second = setup.CreateModel();
        Assert.Equal(Weights(first), Weights(second));
        using var other = Jobs.Open(Jobs.Models[name] + "\ncoded.training.seed = 2");
        using var third = other.CreateModel();
        Assert.NotEqual(Weights(first), Weights(third));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Model_must_read_back_the_weights_written(string name)
    {
        using var setup = Jobs.Open(Jobs.Models[name]);
        using var model = setup.CreateModel();
        var random = new KeyedRandom(3);
        var weights = Enumerable.Range(0, model.Layout.WeightsLength)
            .Select(i => (float)random.Uniform((ulong)i)).ToArray();
        model.WriteWeights(weights);
        Assert.Equal(weights, Weights(model));
    }

    [Fact]
    public void ResNet20_must_have_the_size_of_its_paper()
    {
        using var setup = Jobs.Open(Jobs.Models["resnet20"]);
        using var model = setup.CreateModel();
        // 0.27 million weights (table 6 of the paper), with projections and one input channel.
        Assert.Equal(272_186, model.Layout.TrainableLength);
        Assert.Equal(21, model.Layout.Tensors.Count(
            t => t.Trainable && t.Shape.Count == 4));
        Assert.Equal(1_568, model.Layout.StateLength);
    }

    [Fact]
    public void Model_must_be_refused_when_the_data_are_no_images()
    {
        using var setup = Jobs.Open("coded { model.name = resnet20 }");
        var error = Assert.Throws<InvalidInputException>(setup.CreateModel);
        Assert.Equal("CDL-0222", error.Code);
        Assert.Equal("[1, 8, 8]", error.Value);
    }

    [Fact]
    public void Module_must_be_loaded_from_its_assembly_and_trained()
    {
        var result = SingleProcessTrainer.Run(Jobs.Parse(Module(nameof(OwnModel))));
        Assert.Equal(6, result.Steps);
    }

    [Theory]
    [InlineData("AkkaCoded.Training.Tests.Missing", "OwnModel")]
    [InlineData("AkkaCoded.Training.Tests.NoModel", "torch.nn.Module")]
    public void Module_must_be_refused_with_a_remedy(string type, string allowed)
    {
        using var setup = Jobs.Open(
            Module("x").Replace("AkkaCoded.Training.Tests.x", type, StringComparison.Ordinal));
        var error = Assert.Throws<InvalidInputException>(setup.CreateModel);
        Assert.Equal("CDL-0223", error.Code);
        Assert.Contains(allowed, error.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public void Module_must_be_refused_when_the_assembly_is_missing()
    {
        using var setup = Jobs.Open(
            "coded.model { name = module, module { assembly = nowhere.dll, type = X } }");
        var error = Assert.Throws<InvalidInputException>(setup.CreateModel);
        Assert.Equal("CDL-0223", error.Code);
        Assert.Contains("nowhere.dll", error.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Module_must_be_refused_when_its_gradient_is_not_pure()
    {
        var error = Assert.Throws<InvalidInputException>(
            () => SingleProcessTrainer.Run(Jobs.Parse(Module(nameof(ImpureModel)))));
        Assert.Equal("CDL-0225", error.Code);
    }

    [Fact]
    public void TorchScript_must_be_refused_when_the_file_is_not_one()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("model.pt", "no archive");
        using var setup = Jobs.Open(
            $$"""coded.model { name = torchscript, torchscript.path = "{{path}}" }""");
        var error = Assert.Throws<InvalidInputException>(setup.CreateModel);
        Assert.Equal("CDL-0224", error.Code);
        Assert.Contains(path, error.Value, StringComparison.Ordinal);
    }

    private static string Module(string type) => $$"""
        coded.model {
          name = module
          module {
            assembly = "{{typeof(OwnModel).Assembly.Location}}"
            type = AkkaCoded.Training.Tests.{{type}}
          }
        }
        """;

    private static float[] Weights(Model model)
    {
        var weights = new float[model.Layout.WeightsLength];
        model.ReadWeights(weights);
        return weights;
    }
}
