using AkkaCoded.Training.Models;

namespace AkkaCoded.Training.Configuration;

/// <summary>Reads <c>coded.model</c>.</summary>
internal static class ModelSection
{
    public static ModelOptions Read(Section model) => new ModelOptions
    {
        Name = model.Text("name"),
        MlpHidden = model.Below("mlp").Ints("hidden"),
        MlpDropout = model.Below("mlp").Real("dropout"),
        CnnChannels = model.Below("cnn").Ints("channels"),
        CnnHidden = model.Below("cnn").Int("hidden"),
        CnnDropout = model.Below("cnn").Real("dropout"),
        CnnBatchNorm = model.Below("cnn").Switch("batch-norm"),
        ScriptPath = model.Below("torchscript").OptionalText("path"),
        ModuleAssembly = model.Below("module").OptionalText("assembly"),
        ModuleType = model.Below("module").OptionalText("type"),
        ModuleInitialize = model.Below("module").Switch("initialize"),
    }.Validate();
}
