namespace AkkaCoded.Coordinator.Record;

/// <summary>The one JSON object that ends <c>train --json</c>; keys in docs/command-line.md are
/// these names in camelCase.</summary>
/// <param name="Accuracy">Test accuracy of the final weights.</param>
/// <param name="Loss">Mean test loss of the final weights.</param>
/// <param name="Steps">Steps of the run in all, resumed ones included.</param>
/// <param name="StepsNow">Steps of this session.</param>
/// <param name="MeanStepSeconds">Mean wall time of this session's steps.</param>
/// <param name="EarliestDecodableSeconds">Mean over drawn delays; null where nothing was
/// injected.</param>
/// <param name="WaitForAllSeconds">As above.</param>
/// <param name="Used">Answers decoded.</param>
/// <param name="Late">Answers after the decision.</param>
/// <param name="Cancelled">Answers stopped.</param>
/// <param name="Lost">Answers of workers that died, hung or failed.</param>
/// <param name="Restarts">Workers started again.</param>
/// <param name="DecodeError">Largest decode error of a step.</param>
/// <param name="SamplesPerSecond">Samples per second of step time.</param>
/// <param name="Checkpoint">Folder of the newest checkpoint, or null.</param>
/// <param name="Record">Folder of the run, or null.</param>
public sealed record TrainJson(
    double Accuracy,
    double Loss,
    long Steps,
    long StepsNow,
    double MeanStepSeconds,
    double? EarliestDecodableSeconds,
    double? WaitForAllSeconds,
    long Used,
    long Late,
    long Cancelled,
    long Lost,
    long Restarts,
    double DecodeError,
    double SamplesPerSecond,
    string? Checkpoint,
    string? Record)
{
    /// <summary>The result of a session.</summary>
    /// <param name="summary">Totals of this session.</param>
    /// <param name="accuracy">Test accuracy of the final weights.</param>
    /// <param name="loss">Mean test loss of the final weights.</param>
    /// <param name="steps">Steps of the run in all.</param>
    /// <param name="checkpoint">Folder of the newest checkpoint, or null.</param>
    /// <param name="record">Folder of the run, or null.</param>
    public static TrainJson Of(
        RunSummary summary,
        double accuracy,
        double loss,
        long steps,
        string? checkpoint,
        string? record) => new(
        accuracy,
        loss,
        steps,
        summary.Steps,
        summary.MeanStepSeconds,
        summary.EarliestDecodableSeconds,
        summary.WaitForAllSeconds,
        summary.Used,
        summary.Late,
        summary.Cancelled,
        summary.Lost,
        summary.Restarts,
        summary.DecodeErrorMax,
        summary.SamplesPerSecond,
        checkpoint,
        record);
}
