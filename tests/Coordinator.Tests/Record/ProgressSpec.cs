using System.Text.RegularExpressions;
using AkkaCoded.Coordinator.Record;
using Spectre.Console;

namespace AkkaCoded.Coordinator.Tests.Record;

public sealed partial class ProgressSpec
{
    [Fact]
    public void Plain_progress_must_print_the_first_step_then_one_every_two_seconds()
    {
        var run = new FakeRun(41, steps: 300);
        var time = new ManualTime();
        using var output = new StringWriter();
        using var progress = new PlainProgress(output, ProgressPlan.Of(run.Header), time);
        run.Play(progress, time.AdvanceTo);

        var lines = Lines(output.ToString());
        var steps = lines
            .Where(line => line.Contains(" of 300 ", StringComparison.Ordinal)).ToArray();
        var seconds = run.Lines[^1].AtSeconds;
        Assert.InRange(steps.Length, (int)(seconds / 2.3), (int)(seconds / 2) + 1);
        Assert.StartsWith("step       0 of 300  loss ", steps[0], StringComparison.Ordinal);
        Assert.Contains("used 4 of 8", steps[0], StringComparison.Ordinal);
        Assert.Contains("slowest worker 5", steps[^1], StringComparison.Ordinal);
        Assert.Equal(
            run.Lines.OfType<EventLine>().Count(), lines.Count - steps.Length);
        Assert.DoesNotContain('\e', output.ToString());
    }

    [Fact]
    public void Speed_and_time_left_must_follow_from_the_clock()
    {
        var run = new FakeRun(42, steps: 100);
        var time = new ManualTime();
        var state = new ProgressState(ProgressPlan.Of(run.Header), time);
        foreach (var step in run.Steps.Take(51))
        {
            time.Advance(0.1);
            state.Add(step);
        }

        Assert.Equal(2560, state.SamplesPerSecond, 3);
        Assert.Equal(49 * 0.1, state.SecondsLeft!.Value, 6);
        var (worker, factor) = state.Slowest()!.Value;
        Assert.Equal(5, worker);
        Assert.InRange(factor, 1.5, 10);
    }

    [Fact]
    public void Slowest_worker_must_be_seen_though_its_answers_are_cancelled()
    {
        var run = new FakeRun(43, steps: 1, isInjected: false);
        var state = new ProgressState(ProgressPlan.Of(run.Header), new ManualTime());
        state.Add(run.Steps.Single() with
        {
            Seconds = 1,
            ArrivalSeconds = [0.9, 0.9, 0.9, 0.9, 0.9, 0.9, null, 0.9],
            WorkDone = [1, 1, 1, 1, 1, 1, 0.25, 1],
        });
        Assert.Equal((6, 4 / 0.9), state.Slowest());
    }

    [Fact]
    public void Live_view_must_draw_over_itself_at_most_eight_times_a_second()
    {
        var run = new FakeRun(44, steps: 300);
        var time = new ManualTime();
        using var output = new StringWriter();
        var view = new LiveView(Terminal(output, 100, 40), ProgressPlan.Of(run.Header), time);
        run.Play(view, time.AdvanceTo);
        view.Dispose();

        var frames = Frame().Count(output.ToString());
        Assert.InRange(frames, 10, (int)(run.Lines[^1].AtSeconds * 8) + 3);
        var screen = Screen(output.ToString(), 100);
        Assert.All(screen, line => Assert.InRange(line.Length, 0, 99));
        Assert.Contains(screen, line => line.StartsWith("digits", StringComparison.Ordinal));
        Assert.Single(screen, line => line.StartsWith(
            "step 300 of 300", StringComparison.Ordinal));
        Assert.Contains(screen, line => line.Contains("waiting for all", StringComparison.Ordinal));
        Assert.Equal(8, screen.Count(line => line.StartsWith(
            "worker ", StringComparison.Ordinal)));
        Assert.Contains(screen, line => line.Contains("■ used", StringComparison.Ordinal));
        foreach (var happened in run.Lines.OfType<EventLine>())
        {
            Assert.Single(screen, line => line.Contains(
                $"{happened.Event.Kind}: {happened.Event.Text}", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(8, 40, 10)]
    [InlineData(8, 20, 3)]
    [InlineData(500, 80, 24)]
    [InlineData(500, 30, 6)]
    public void Frame_must_fit_the_terminal(int workers, int width, int height)
    {
        var run = new FakeRun(45, workers, steps: 30);
        var time = new ManualTime();
        using var output = new StringWriter();
        var plan = ProgressPlan.Of(run.Header);
        using (var view = new LiveView(Terminal(output, width, height), plan, time))
        {
            foreach (var step in run.Steps)
            {
                time.Advance(0.05);
                view.OnStep(step);
            }
        }

        var screen = Screen(output.ToString(), width);
        Assert.InRange(screen.Count, 3, Math.Max(height, 5));
        Assert.All(screen, line => Assert.True(line.Length < Math.Max(width, 21), line));
    }

    [Fact]
    public void Live_view_must_not_be_torn_by_control_characters_and_floods_of_events()
    {
        var time = new ManualTime();
        using var output = new StringWriter();
        var plan = ProgressPlan.Of(new FakeRun(48, steps: 1).Header);
        using (var view = new LiveView(Terminal(output, 80, 24), plan, time))
        {
            view.OnEvent(new("failed", 1, null, "first\nsecond\u001b[2J [red]"));
            for (var i = 0; i < 50; i++)
            {
                view.OnEvent(new("slow", i, null, "again"));
            }
        }

        var screen = Screen(output.ToString(), 80);
        Assert.Contains("first second [2J [red]", screen[0], StringComparison.Ordinal);
        Assert.Contains("and 31 more events", screen);
        Assert.InRange(screen.Count, 20, 24);
    }

    [Fact]
    public void Live_view_must_not_hold_up_the_job_when_the_terminal_stands_still()
    {
        var run = new FakeRun(46, steps: 50);
        using var output = new StoppedTerminal();
        using var view = new LiveView(
            Terminal(output, 80, 24), ProgressPlan.Of(run.Header), TimeProvider.System);
        Assert.True(output.IsStopped.Wait(TimeSpan.FromSeconds(30)), "nothing was drawn");

        run.Play(view);

        output.GoOn.Set();
    }

    [Fact]
    public void Display_must_be_plain_where_the_output_is_no_terminal()
    {
        using var output = new StringWriter();
        var plan = ProgressPlan.Of(new FakeRun(47, steps: 1).Header);
        using var display = IProgressDisplay.For(output, plan, new ManualTime());
        Assert.IsType<PlainProgress>(display);
    }

    private static IAnsiConsole Terminal(TextWriter output, int width, int height)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.EightBit,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = width;
        console.Profile.Height = height;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private static List<string> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>What a terminal shows in the end: obeys line feeds, up, clear line, clear below.
    /// </summary>
    private static List<string> Screen(string text, int width)
    {
        var lines = new List<string>();
        var row = 0;
        foreach (Match token in Token().Matches(Colour().Replace(text, "")))
        {
            if (token.Groups["up"].Success)
            {
                row -= int.Parse(token.Groups["up"].Value);
            }
            else if (token.Groups["clear"].Success)
            {
                lines.RemoveRange(row, lines.Count - row);
            }
            else if (token.Groups["line"].Success)
            {
                var line = token.Groups["line"].Value;
                Assert.InRange(line.Length, 0, Math.Max(width, 21) - 1);
                lines.RemoveRange(row, row < lines.Count ? 1 : 0);
                lines.Insert(row++, line);
            }
        }

        return lines;
    }

    [GeneratedRegex("\r\e\\[\\d+A")]
    private static partial Regex Frame();

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Colour();

    [GeneratedRegex("\r|\e\\[(?<up>\\d+)A|(?<clear>\e\\[J)|(?<line>[^\e\r\n]*)\e\\[K\n")]
    private static partial Regex Token();

    private sealed class StoppedTerminal : StringWriter
    {
        public ManualResetEventSlim IsStopped { get; } = new();

        public ManualResetEventSlim GoOn { get; } = new();

        public override void Write(string? value)
        {
            IsStopped.Set();
            GoOn.Wait();
            base.Write(value);
        }
    }
}
