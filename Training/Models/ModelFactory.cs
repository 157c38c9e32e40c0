using AkkaCoded.Codes;
using AkkaCoded.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Training.Models;

/// <summary>Builds the model that a job names.</summary>
public static class ModelFactory
{
    /// <summary>
    /// Builds a model with its first weights. The same options, input and seed give the same
    /// weights in any process.
    /// </summary>
    /// <param name="options">Which model.</param>
    /// <param name="input">What it is for.</param>
    /// <param name="seed">Seed of the weights.</param>
    /// <param name="device"><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <param name="folder">Where relative paths start.</param>
    /// <exception cref="InvalidInputException">
    /// CDL-0221: no such device; CDL-0222: the model does not fit the data; CDL-0223: the class
    /// cannot be loaded; CDL-0224: the TorchScript file cannot be loaded; CDL-0227: weights of
    /// another type than float32.
    /// </exception>
    public static Model Create(
        ModelOptions options, ModelInput input, long seed, string device = "cpu",
        string folder = "")
    {
        Contract.Require(input.Classes > 0, "there are classes to tell apart");
        var place = FindDevice(device);
        var (module, forward) = Build(options, input, device, folder);
        try
        {
            if (IsSeeded(options))
            {
                var parameters = module.named_parameters();
                WeightInitializer.Initialize(
                    [.. parameters.Select(p => (p.name, (Tensor)p.parameter))], seed);
            }

            if (place.type != DeviceType.CPU && options.Name != "torchscript")
            {
                module.to(place);
            }

            var model = new Model(module, forward, input, place);
            CheckOutput(model, options);
            return model;
        }
        catch
        {
            module.Dispose();
            throw;
        }
    }

    private static bool IsSeeded(ModelOptions options) =>
        options.Name != "torchscript" && (options.Name != "module" || options.ModuleInitialize);

    private static (nn.Module Module, Func<Tensor, Tensor> Forward) Build(
        ModelOptions options, ModelInput input, string device, string folder)
    {
        if (options.Name == "torchscript")
        {
            var script = UserModels.LoadScript(Path.Combine(folder, options.ScriptPath), device);
            return (script, script.call);
        }

        nn.Module<Tensor, Tensor> module = options.Name switch
        {
            "softmax" => BuiltInModels.Softmax(input),
            "mlp" => BuiltInModels.Mlp(input, options),
            "cnn" => BuiltInModels.Cnn(input, options),
            "resnet20" => BuiltInModels.ResNet20(input),
            _ => UserModels.LoadModule(
                Path.Combine(folder, options.ModuleAssembly), options.ModuleType, input),
        };
        return (module, module.call);
    }

    private static Device FindDevice(string device)
    {
        if (device.StartsWith("cuda", StringComparison.Ordinal) && !torch.cuda.is_available())
        {
            throw new InvalidInputException(
                "CDL-0221", "coded.training.device", device, "cpu (this libtorch finds no CUDA)",
                "Train on the cpu, or install a libtorch with CUDA and a driver.");
        }

        return torch.device(device);
    }

    /// <summary>Two samples of zeros must give two rows of class scores.</summary>
    private static void CheckOutput(Model model, ModelOptions options)
    {
        using var scope = torch.NewDisposeScope();
        using var noGrad = torch.no_grad();
        long[] shape = [2, .. model.Input.Shape.Select(extent => (long)extent)];
        var samples = torch.zeros(shape, ScalarType.Float32, model.Device);
        long[] found;
        try
        {
            found = model.Forward(samples, training: false).shape;
        }
        catch (Exception failure) when (failure is not InvalidInputException)
        {
            throw Unfit(model, options, failure.Message.Split('\n')[0]);
        }

        if (found is not [2, var width] || width != model.Input.Classes)
        {
            throw Unfit(model, options, $"output [{string.Join(", ", found)}] for two samples");
        }
    }

    private static InvalidInputException Unfit(
        Model model, ModelOptions options, string found) =>
        new("CDL-0222", "coded.model.name", $"{options.Name}: {found}",
            $"a model from samples {Shapes.Text(model.Input.Shape)} to "
            + $"{model.Input.Classes} class scores",
            "Check coded.data.shape and coded.data.classes, or choose another model.");
}
