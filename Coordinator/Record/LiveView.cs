using System.Text;
using Spectre.Console;

namespace AkkaCoded.Coordinator.Record;

/// <summary>
/// The progress of a job on a terminal, drawn over itself at most eight times a second by a timer.
/// The job only notes what happened, under a lock that is never held while the terminal is written
/// to: a terminal that is stopped (Ctrl-S) does not stop the training. Events scroll away above.
/// </summary>
internal sealed class LiveView : IProgressDisplay
{
    /// <summary>A flood of events may not keep the terminal busy; all are in the record.</summary>
    private const int EventsPerFrame = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(125);

    private readonly object _noting = new();
    private readonly object _drawing = new();
    private readonly IAnsiConsole _console;
    private readonly ProgressState _state;
    private readonly WorkerHistory _history = new(LiveFrame.HistorySteps);
    private readonly List<JobEvent> _events = [];
    private readonly ITimer _timer;
    private bool _hasNews = true;
    private int _linesDrawn;

    /// <param name="console">A terminal that obeys ANSI sequences.</param>
    /// <param name="plan">The job.</param>
    /// <param name="time">Clock and timer.</param>
    public LiveView(IAnsiConsole console, ProgressPlan plan, TimeProvider time)
    {
        _console = console;
        _state = new ProgressState(plan, time);
        _timer = time.CreateTimer(_ => Draw(), null, TimeSpan.Zero, Pause);
    }

    public void OnStep(StepRecord step)
    {
        lock (_noting)
        {
            _state.Add(step);
            _history.Add(step);
            _hasNews = true;
        }
    }

    public void OnEvent(JobEvent happened)
    {
        lock (_noting)
        {
            _events.Add(happened);
            _hasNews = true;
        }
    }

    /// <summary>Draws the last state, which stays on the terminal.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_drawing)
        {
            DrawNews();
        }
    }

    /// <summary>A frame that is still being written is not waited for.</summary>
    private void Draw()
    {
        if (Monitor.TryEnter(_drawing))
        {
            try
            {
                DrawNews();
            }
            finally
            {
                Monitor.Exit(_drawing);
            }
        }
    }

    private void DrawNews()
    {
        var profile = _console.Profile;
        var frame = new LiveFrame(
            profile.Width, profile.Height, profile.Capabilities.Unicode);
        IReadOnlyList<string> above;
        IReadOnlyList<string> lines;
        lock (_noting)
        {
            if (!_hasNews)
            {
                return;
            }

            _hasNews = false;
            above = TakeEvents(profile.Width);
            lines = frame.Lines(_state, _history);
        }

        profile.Out.Writer.Write(Sequence(above, lines));
        profile.Out.Writer.Flush();
        _linesDrawn = lines.Count;
    }

    /// <summary>Back to the frame's first line; each line clears what is right of it, the last
    /// clears what is below. One write, so that nothing flickers.</summary>
    private string Sequence(IReadOnlyList<string> above, IReadOnlyList<string> lines)
    {
        var text = new StringBuilder("\r");
        if (_linesDrawn > 0)
        {
            text.Append($"\e[{_linesDrawn}A");
        }

        using var rendered = new StringWriter();
        var renderer = Renderer(rendered);
        foreach (var line in above.Concat(lines))
        {
            rendered.GetStringBuilder().Clear();
            renderer.Markup(line);
            text.Append(rendered.ToString()).Append("\e[K\n");
        }

        return text.Append("\e[J").ToString();
    }

    /// <summary>Turns markup into what this terminal understands.</summary>
    private IAnsiConsole Renderer(TextWriter output)
    {
        var renderer = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        renderer.Profile.Capabilities.ColorSystem = _console.Profile.Capabilities.ColorSystem;
        renderer.Profile.Width = int.MaxValue / 2;
        return renderer;
    }

    private List<string> TakeEvents(int width)
    {
        var shown = _events.Take(EventsPerFrame)
            .Select(happened => new StyledLine(width - 1)
                .Add(PlainProgress.EventText(happened), "grey").ToString())
            .ToList();
        if (_events.Count > EventsPerFrame)
        {
            shown.Add($"and {_events.Count - EventsPerFrame} more events");
        }

        _events.Clear();
        return shown;
    }
}
