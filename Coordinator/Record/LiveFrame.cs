using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Coordinator.Record;

/// <summary>The picture of the live view: lines for a terminal of some size.</summary>
/// <param name="width">Columns of the terminal.</param>
/// <param name="height">Lines of the terminal.</param>
/// <param name="isUnicode">Whether it can show more than ASCII.</param>
internal sealed class LiveFrame(int width, int height, bool isUnicode)
{
    /// <summary>The last column stays free: some terminals wrap when it is written to.</summary>
    private readonly int _columns = Math.Max(width - 1, 20);

    /// <summary>Workers up to which each has a line of its own.</summary>
    private const int RowsMax = 16;

    private const int BarColumnsMax = 40;
    private const int HistoryColumnsMax = 72;

    /// <summary>Steps that a display must remember of each worker.</summary>
    public const int HistorySteps = HistoryColumnsMax;

    /// <summary>The lines in markup.</summary>
    public IReadOnlyList<string> Lines(ProgressState state, WorkerHistory history)
    {
        var lines = new List<StyledLine> { Heading(state.Plan) };
        if (state.Last is not { } last)
        {
            lines.Add(Line().Add("waiting for the first step", "grey"));
            return Text(lines);
        }

        lines.Add(Advance(state, last));
        lines.Add(Figures(state, last));
        lines.Add(Race(state, last));
        AddWorkers(lines, history);
        return Text(lines);
    }

    private static string StyleOf(AnswerState? state) => state switch
    {
        AnswerState.Used => "dodgerblue1",
        AnswerState.Late => "skyblue1",
        AnswerState.Cancelled => "grey",
        AnswerState.Lost => "darkorange3",
        _ => "default",
    };

    private StyledLine Line() => new(_columns);

    private StyledLine Heading(ProgressPlan plan) =>
        Line().Add(plan.Job, "bold").Add($"  {plan.About}", "grey");

    private StyledLine Advance(ProgressState state, StepRecord last)
    {
        var (done, total) = (last.Step + 1, Math.Max(state.Plan.StepsTotal, 1));
        var share = Math.Clamp((double)done / total, 0, 1);
        var line = Line().Add("step ").Add($"{done:#,0}", "bold").Add($" of {total:#,0}  ");
        var columns = Math.Clamp(_columns - 52, 8, BarColumnsMax);
        var filled = (int)Math.Round(share * columns);
        return line
            .Add(new string(isUnicode ? '█' : '#', filled), "dodgerblue1")
            .Add(new string(isUnicode ? '░' : '.', columns - filled), "grey")
            .Add($" {share:0%}")
            .Add(state.SecondsLeft is > 0 and { } left ? $"  ETA {TimeUnit.Spoken(left)}" : "");
    }

    private StyledLine Figures(ProgressState state, StepRecord last)
    {
        var line = Line()
            .Add("loss ").Add($"{last.Loss:0.0000}", "bold")
            .Add($"   {state.SamplesPerSecond:#,0} samples/s")
            .Add($"   used {last.Used.Count} of {state.Plan.Workers} answers");
        return state.Slowest() is var (worker, factor)
            ? line.Add("   slowest now ").Add($"worker {worker}", "darkorange3")
                .Add($" ({factor:0.0}x)")
            : line;
    }

    private StyledLine Race(ProgressState state, StepRecord last)
    {
        if (state is not { ComparedSeconds: { } mean, WaitForAllSeconds: { } all,
            EarliestDecodableSeconds: { } bound } || mean <= 0)
        {
            return Line().Add($"last step {TimeUnit.Text(last.Seconds)}");
        }

        return Line()
            .Add("mean step ").Add(TimeUnit.Text(mean), "bold")
            .Add($"   waiting for all {TimeUnit.Text(all)} (")
            .Add($"{all / mean:0.0}x", "bold")
            .Add($")   bound {TimeUnit.Text(bound)}");
    }

    private void AddWorkers(List<StyledLine> lines, WorkerHistory history)
    {
        // One line for the legend, and one below the frame for the cursor.
        var room = height - lines.Count - 2;
        if (room < 1 || history.Workers == 0)
        {
            return;
        }

        if (history.Workers <= Math.Min(RowsMax, room))
        {
            lines.AddRange(Enumerable.Range(0, history.Workers)
                .Select(worker => HistoryLine(history, worker)));
        }
        else
        {
            AddStrip(lines, history, Math.Min(room, 4));
        }

        lines.Add(Legend(history.Workers <= Math.Min(RowsMax, room)));
    }

    private StyledLine HistoryLine(WorkerHistory history, int worker)
    {
        var line = Line().Add($"worker {worker,2} ", "grey");
        var columns = Math.Min(HistoryColumnsMax, line.Free);
        foreach (var state in history.Last(worker, columns))
        {
            line.Add(Mark(state), StyleOf(state));
        }

        return line;
    }

    /// <summary>Many workers: the newest answer of each, one character per worker.</summary>
    private void AddStrip(List<StyledLine> lines, WorkerHistory history, int linesMax)
    {
        var line = Line().Add("workers ", "grey");
        var used = 0;
        for (var worker = 0; worker < history.Workers; worker++)
        {
            if (line.Free <= 1)
            {
                lines.Add(line);
                line = Line().Add("        ");
                if (++used == linesMax)
                {
                    return;
                }
            }

            var state = history.Last(worker, 1).Single();
            line.Add(Mark(state), StyleOf(state));
        }

        lines.Add(line);
    }

    private StyledLine Legend(bool isHistory)
    {
        var line = Line().Add(isHistory ? "          " : "        ");
        foreach (var state in Enum.GetValues<AnswerState>())
        {
            line.Add(Mark(state), StyleOf(state))
                .Add($" {state.ToString().ToLowerInvariant()}  ", "grey");
        }

        return isHistory ? line.Add("newest step on the right", "grey") : line;
    }

    /// <summary>States differ by shape too: not everybody tells the colours apart.</summary>
    private string Mark(AnswerState? state) => (state, isUnicode) switch
    {
        (AnswerState.Used, true) => "■",
        (AnswerState.Late, true) => "▪",
        (AnswerState.Cancelled, true) => "·",
        (AnswerState.Lost, true) => "×",
        (AnswerState.Used, false) => "#",
        (AnswerState.Late, false) => "+",
        (AnswerState.Cancelled, false) => ".",
        (AnswerState.Lost, false) => "x",
        _ => " ",
    };

    private static List<string> Text(List<StyledLine> lines) =>
        [.. lines.Select(line => line.ToString())];
}
