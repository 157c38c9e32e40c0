using AkkaCoded.Codes;

namespace AkkaCoded.Training.Models;

/// <summary>Which model is trained; <c>coded.model</c>.</summary>
public sealed record ModelOptions
{
    /// <summary>The models that <c>coded.model.name</c> may name.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["softmax", "mlp", "cnn", "resnet20", "torchscript", "module"];

    /// <summary>One of <see cref="Names"/>.</summary>
    public required string Name { get; init; }

    /// <summary>mlp: neurons of each hidden layer.</summary>
    public required IReadOnlyList<int> MlpHidden { get; init; }

    /// <summary>mlp: share of the neurons dropped in training.</summary>
    public required double MlpDropout { get; init; }

    /// <summary>cnn: output channels of each convolution.</summary>
    public required IReadOnlyList<int> CnnChannels { get; init; }

    /// <summary>cnn: neurons of the layer before the output.</summary>
    public required int CnnHidden { get; init; }

    /// <summary>cnn: share of those neurons dropped in training.</summary>
    public required double CnnDropout { get; init; }

    /// <summary>cnn: batch normalisation after each convolution.</summary>
    public required bool CnnBatchNorm { get; init; }

    /// <summary>torchscript: the file.</summary>
    public required string ScriptPath { get; init; }

    /// <summary>module: the assembly's file.</summary>
    public required string ModuleAssembly { get; init; }

    /// <summary>module: full name of the class.</summary>
    public required string ModuleType { get; init; }

    /// <summary>module: whether its weights are drawn from the seed.</summary>
    public required bool ModuleInitialize { get; init; }

    /// <summary>Checks each value.</summary>
    /// <exception cref="InvalidInputException">CDL-0220: a value outside its range.</exception>
    public ModelOptions Validate()
    {
        const string code = "CDL-0220";
        const string key = "coded.model.";
        Check.Choice(code, key + "name", Name, Names);
        Check.Real(code, key + "mlp.dropout", MlpDropout, 0, 0.999);
        Check.Real(code, key + "cnn.dropout", CnnDropout, 0, 0.999);
        Check.Whole(code, key + "cnn.hidden", CnnHidden, 1, 1_000_000);
        ValidateLayers(code, key + "mlp.hidden", MlpHidden);
        ValidateLayers(code, key + "cnn.channels", CnnChannels);
        if (Name == "torchscript")
        {
            Check.Named(code, key + "torchscript.path", ScriptPath, "a file of torch.jit.save");
        }

        if (Name == "module")
        {
            Check.Named(code, key + "module.assembly", ModuleAssembly, "the path of a .dll");
            Check.Named(code, key + "module.type", ModuleType, "the full name of a class");
        }

        return this;
    }

    private static void ValidateLayers(string code, string key, IReadOnlyList<int> layers)
    {
        Check.Whole(code, key + " (number of layers)", layers.Count, 1, 100);
        for (var i = 0; i < layers.Count; i++)
        {
            Check.Whole(code, $"{key}[{i}]", layers[i], 1, 1_000_000);
        }
    }
}
