namespace AkkaCoded.Coordinator.Jobs;

/// <summary>Plans the code from the delays that are seen (<c>code.family = auto</c>).</summary>
internal sealed partial class TrainingJob
{
    private TimeSpan? _waitingSince;

    /// <summary>The first plan, before there are rounds.</summary>
    private void PlanFirst()
    {
        if (_desk.Auto is { } auto)
        {
            auto.Replan(auto.Live);
            Take(auto);
            Crew.Deal(auto.Workers, _desk.Now);
        }
    }

    /// <summary>Between two steps, or while one waits for workers.</summary>
    private void Replan(AutoPlanner auto)
    {
        if (_desk.Model.Step >= _desk.Model.StepCount)
        {
            return;
        }

        var now = _desk.Now;
        var live = Live(auto, now, WaitsTooLong(now));
        var isUseless = live.Count == 0
            || (_rounds.IsWaiting && auto.Live.AsSpan().SequenceEqual(live.ToArray()));
        if (isUseless || !auto.Replan(live))
        {
            return;
        }

        Take(auto);
        _rounds.Adopt(_plan, () => Crew.Deal(auto.Workers, now));
    }

    private void Take(AutoPlanner auto)
    {
        _plan = auto.Plan;
        _desk.Deadline.Measure(_plan.Code.Chunks, _plan.Code.LoadChunks);
        _desk.Scores.MeasureAnew();
        _desk.Event("replanned", auto.Reason);
    }

    /// <summary>
    /// Who is ready, and who had a part and is expected back: a crash and a quick return change no
    /// plan. But a step that has waited for too long does not go on waiting.
    /// </summary>
    private List<int> Live(AutoPlanner auto, TimeSpan now, bool waitsTooLong)
    {
        var patience = Supervision.RestartPauseMax + Supervision.DeadlineFirst;
        return
        [
            .. Crew.Assignment.Members
                .Where(member => member.Worker.Number < auto.Members)
                .Where(member => member.IsReady(now)
                    || (!waitsTooLong && auto.Live.Contains(member.Worker.Number)
                        && member.IsExpected(now, patience)))
                .Select(member => member.Worker.Number),
        ];
    }

    /// <summary>Chunks whose time a worker is allowed: plans give slow workers less to do, so that
    /// their rows take as long as the largest one.</summary>
    private int LoadOf(int partition) =>
        _desk.Auto is null ? _rounds.LoadOf(partition) : _plan.Code.LoadChunks;

    /// <summary>Whether the step under way has waited for workers as long as a row may take.
    /// </summary>
    private bool WaitsTooLong(TimeSpan now)
    {
        _waitingSince = _rounds.IsWaiting ? _waitingSince ?? now : null;
        return now - _waitingSince > _desk.Deadline.For(_plan.Code.LoadChunks);
    }
}
