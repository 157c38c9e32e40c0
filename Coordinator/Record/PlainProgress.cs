using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Coordinator.Record;

/// <summary>Plain lines, for files and pipes: the first step, then at most one every two seconds,
/// and every event.</summary>
internal sealed class PlainProgress : IProgressDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly object _lock = new();
    private readonly TextWriter _output;
    private readonly TimeProvider _time;
    private readonly ProgressState _state;
    private long? _lastLine;

    /// <param name="output">Where lines go.</param>
    /// <param name="plan">The job.</param>
    /// <param name="time">Clock of pauses and speed.</param>
    public PlainProgress(TextWriter output, ProgressPlan plan, TimeProvider time)
    {
        _output = output;
        _time = time;
        _state = new ProgressState(plan, time);
    }

    public void OnStep(StepRecord step)
    {
        lock (_lock)
        {
            _state.Add(step);
            if (_lastLine is { } last && _time.GetElapsedTime(last) < Pause)
            {
                return;
            }

            _lastLine = _time.GetTimestamp();
            _output.WriteLine(Line(step));
        }
    }

    public void OnEvent(JobEvent happened)
    {
        lock (_lock)
        {
            _output.WriteLine(EventText(happened));
        }
    }

    /// <summary>Every line is written already.</summary>
    public void Dispose() => _output.Flush();

    /// <summary>An event as one line, the same in both displays.</summary>
    public static string EventText(JobEvent happened) =>
        $"step {happened.Step,7}  {happened.Kind}: {happened.Text}";

    private string Line(StepRecord step) =>
        $"step {step.Step,7} of {_state.Plan.StepsTotal}  loss {step.Loss:0.0000}  "
        + $"{TimeUnit.Text(step.Seconds)}  {_state.SamplesPerSecond:#,0} samples/s  "
        + $"used {step.Used.Count} of {_state.Plan.Workers}"
        + (_state.Slowest() is var (worker, factor)
            ? $"  slowest worker {worker} ({factor:0.0}x)"
            : "")
        + (_state.SecondsLeft is > 0 and { } left ? $"  ETA {TimeUnit.Spoken(left)}" : "");
}
