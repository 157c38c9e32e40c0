using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>Plain progress lines: the first step, then at most one every two seconds.</summary>
internal sealed class TrainProgress
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly TextWriter _output;
    private readonly TimeProvider _time;
    private long _lastLine;
    private bool _hasLine;

    public TrainProgress(TextWriter output, TimeProvider time)
    {
        _output = output;
        _time = time;
        Callbacks = new TrainingCallbacks(OnStep, OnEvaluation, OnCheckpoint, OnResume);
    }

    /// <summary>What the trainer calls.</summary>
    public TrainingCallbacks Callbacks { get; }

    /// <summary>The newest checkpoint of this run, or null where there is none.</summary>
    public string? Checkpoint { get; private set; }

    /// <summary>The closing lines.</summary>
    public void Finish(TrainingResult result)
    {
        Line($"done: {result.Steps} steps, test accuracy {result.Accuracy:0.00%}, "
            + $"test loss {result.Loss:0.0000}, {result.SamplesPerSecond:0} samples/s, "
            + $"{result.Seconds:0.0} s of training");
    }

    private void OnStep(StepReport report)
    {
        if (_hasLine && _time.GetElapsedTime(_lastLine) < Pause)
        {
            return;
        }

        _hasLine = true;
        _lastLine = _time.GetTimestamp();
        Line($"step {report.Step,7}  epoch {report.Epoch,4}  loss {report.Loss:0.0000}  "
            + $"accuracy {report.Accuracy:0.0%}  gradient norm {report.GradientNorm:0.000}  "
            + $"learning rate {report.LearningRate:0.####}");
    }

    private void OnEvaluation(long step, EvaluationResult result) => Line(
        $"test at step {step}: accuracy {result.Accuracy:0.00%}, loss {result.Loss:0.0000}, "
            + $"{result.Samples} samples");

    private void OnCheckpoint(string folder)
    {
        Checkpoint = folder;
        Line($"checkpoint {folder}");
    }

    private void OnResume(string folder, long step)
    {
        Checkpoint = folder;
        Line($"going on from {folder}, step {step}");
    }

    private void Line(string text) => _output.WriteLine(text);
}
