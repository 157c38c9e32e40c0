using AkkaCoded.Training.Checkpoints;

namespace AkkaCoded.Training.Configuration;

/// <summary>Reads <c>coded.training</c> and <c>coded.checkpoint</c>.</summary>
internal static class TrainingSection
{
    public static TrainingOptions Read(Section training) => new TrainingOptions
    {
        Seed = training.Long("seed"),
        SamplesPerStep = training.Int("samples-per-step"),
        Epochs = training.Real("epochs"),
        Steps = training.Long("steps"),
        EvaluateEvery = training.Long("evaluate-every"),
        EvaluationSamples = training.Int("evaluation-samples"),
        Deterministic = training.Switch("deterministic"),
        Device = training.Text("device"),
    }.Validate();

    public static CheckpointOptions ReadCheckpoint(Section checkpoint) => new CheckpointOptions
    {
        Folder = checkpoint.OptionalText("folder"),
        Every = checkpoint.Long("every"),
        Keep = checkpoint.Int("keep"),
        Resume = checkpoint.Switch("resume"),
    }.Validate();
}
