using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Coordinator.Service;

/// <summary>
/// The log of a job in its folder, a JSON object per line: every change of state, every event, and
/// at most one step every two seconds. Readers are told when there is more. A disk that fails ends
/// the log, never the job. Safe for several threads.
/// </summary>
internal sealed class JobLog : IJobObserver, IDisposable
{
    /// <summary>Lines beside those of steps that are kept in memory.</summary>
    private const int RecentMax = 200;

    private static readonly TimeSpan StepPause = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Queue<LogLine> _recent = [];
    private FileStream? _file;
    private TaskCompletionSource _more = NewSignal();
    private long? _next;
    private long? _lastStep;

    /// <summary>Nothing is opened before somebody wants it: most jobs are long over.</summary>
    public JobLog(string folder, TimeProvider time)
    {
        (FilePath, _time) = (Path.Combine(folder, "log.jsonl"), time);
    }

    public string FilePath { get; }

    /// <summary>Why lines are lost; null: they are not.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The newest lines beside those of steps.</summary>
    public IReadOnlyList<LogLine> Recent
    {
        get
        {
            lock (_gate)
            {
                Open();
                return [.. _recent];
            }
        }
    }

    /// <summary>Ends when there are more lines than at the time of the call.</summary>
    public Task MoreAsync()
    {
        lock (_gate)
        {
            return _more.Task;
        }
    }

    public void OnStep(StepRecord step)
    {
        lock (_gate)
        {
            if (_lastStep is { } last && _time.GetElapsedTime(last) < StepPause)
            {
                return;
            }

            _lastStep = _time.GetTimestamp();
        }

        Add(
            LogLine.StepKind, step.Step,
            $"loss {step.Loss:0.0000}  {TimeUnit.Text(step.Seconds)}  used {step.Used.Count} "
            + $"answers, {step.Cancelled.Count} cancelled, {step.Lost.Count} lost",
            loss: step.Loss, accuracy: step.Accuracy);
    }

    public void OnEvent(JobEvent happened) => Add(
        happened.Kind, happened.Step, happened.Text, happened.Worker?.Number, happened.Loss,
        happened.Accuracy);

    /// <summary>What became of the job.</summary>
    public void State(string text) => Add(LogLine.StateKind, null, text);

    /// <summary>Lets go of the file until there is more to write.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    private void Add(
        string kind, long? step, string text, int? worker = null, double? loss = null,
        double? accuracy = null)
    {
        lock (_gate)
        {
            Open();
            var line = new LogLine(
                _next!.Value, _time.GetUtcNow(), kind, step, worker, text, loss, accuracy);
            _next++;
            Remember(line);
            Guarded(() =>
            {
                _file?.Write([.. line.ToJson(), (byte)'\n']);
                _file?.Flush();
            });
            _more.TrySetResult();
            _more = NewSignal();
        }
    }

    /// <summary>The first time, a last line that a killed process has torn is cut off.</summary>
    private void Open()
    {
        if (_file is null && Failure is null)
        {
            Guarded(() =>
            {
                _file = new FileStream(
                    FilePath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
                if (_next is null)
                {
                    Recover(_file);
                }

                _file.Seek(0, SeekOrigin.End);
            });
            _next ??= 0;
        }
    }

    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Failure = problem;
            _file?.Dispose();
            _file = null;
            _next ??= 0;
        }
    }

    private void Remember(LogLine line)
    {
        if (line.Kind == LogLine.StepKind)
        {
            return;
        }

        _recent.Enqueue(line);
        if (_recent.Count > RecentMax)
        {
            _recent.Dequeue();
        }
    }

    private void Recover(FileStream file)
    {
        var (whole, count) = (0L, 0L);
        foreach (var bytes in LogReader.Lines(file))
        {
            whole += bytes.Length + 1;
            count++;
            if (LogLine.Parse(bytes) is { } line)
            {
                Remember(line);
            }
        }

        file.SetLength(whole);
        _next = count;
    }

    // Readers must not run on the thread of the job that writes.
    private static TaskCompletionSource NewSignal() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
