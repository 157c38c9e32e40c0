using AkkaCoded.Codes;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Supervision;

/// <summary>What a step showed of a worker's speed.</summary>
/// <param name="Worker">Who.</param>
/// <param name="LoadChunks">Chunks of its row, at least 1.</param>
/// <param name="Seconds">From the request to the answer, or to the cancellation.</param>
/// <param name="IsCancelled">Whether it was stopped, so that its time is only known to be longer.
/// </param>
internal readonly record struct WorkerTime(
    WorkerId Worker, int LoadChunks, double Seconds, bool IsCancelled = false);

/// <summary>What is to be done about a worker's speed.</summary>
internal enum SpeedVerdict
{
    /// <summary>Its row is better given to a spare.</summary>
    Slow,

    /// <summary>It is to be restarted.</summary>
    Restart,

    /// <summary>It was slow and is no longer.</summary>
    Recovered,
}

/// <summary>A verdict on one worker.</summary>
/// <param name="Worker">Who.</param>
/// <param name="Verdict">What.</param>
/// <param name="SlowSteps">Slow steps in a row; Recovered: those that have ended.</param>
/// <param name="TimesFastest">Its last time per chunk over that of the step's fastest.</param>
internal readonly record struct SpeedFinding(
    WorkerId Worker, SpeedVerdict Verdict, int SlowSteps, double TimesFastest);

/// <summary>
/// Finds workers that stay slow. A worker is slow in a step when its time per chunk is more than
/// SlowFactor times that of the step's fastest and more than SlowFactor times its own best: the
/// first alone would blame small machines (a matter for the code, which can give them less), the
/// second alone would blame a step that was long for all.
/// </summary>
/// <remarks>
/// A cancelled worker's time is right-censored: it counts as slow if it was beyond the factors
/// already, else the step says nothing of it and its streak stays as it is. So "in a row" means the
/// steps that say something. Nothing is learned from a step in which nobody answered.
/// </remarks>
/// <param name="options">Factor and streaks.</param>
internal sealed class StragglerScores(SupervisionOptions options)
{
    private readonly Dictionary<WorkerId, Score> _scores = [];

    /// <summary>Judges a step that is over.</summary>
    /// <param name="times">One per worker that was asked and did not fail; rows that went on from
    /// chunks done before left out, since their time says nothing.</param>
    /// <returns>By rising worker number; empty as a rule.</returns>
    public IReadOnlyList<SpeedFinding> Judge(IReadOnlyCollection<WorkerTime> times)
    {
        var fastest = double.PositiveInfinity;
        foreach (var time in times)
        {
            Contract.Require(time.LoadChunks >= 1, "a row has a chunk");
            fastest = time.IsCancelled ? fastest : Math.Min(fastest, PerChunk(time));
        }

        if (!double.IsFinite(fastest))
        {
            return [];
        }

        List<SpeedFinding>? findings = null;
        foreach (var time in times)
        {
            if (Judge(time, fastest) is { } finding)
            {
                (findings ??= []).Add(finding);
            }
        }

        findings?.Sort((a, b) => a.Worker.Number.CompareTo(b.Worker.Number));
        return findings ?? [];
    }

    /// <summary>Slow steps in a row of a worker.</summary>
    public int SlowSteps(WorkerId worker) => Of(worker).Streak;

    /// <summary>Whether a worker was found slow and has not recovered.</summary>
    public bool IsSlow(WorkerId worker) => Of(worker).IsMarked;

    /// <summary>Last time per chunk over that of the fastest; 1 for an unknown worker.</summary>
    public double TimesFastest(WorkerId worker) => Of(worker).TimesFastest;

    /// <summary>
    /// After a restart: the streak is over, and the first time does not count, since loading and
    /// warming up are not the worker's speed. Its own best stays: it is the same machine.
    /// </summary>
    public void Restarted(WorkerId worker)
    {
        var score = Of(worker);
        (score.Streak, score.IsMarked, score.IsCold) = (0, false, true);
    }

    /// <summary>Chunks are of another size from now on: best times of before do not compare.
    /// </summary>
    public void MeasureAnew()
    {
        foreach (var score in _scores.Values)
        {
            score.Best = double.PositiveInfinity;
        }
    }

    /// <summary>Forgets a worker that has left for good.</summary>
    public void Forget(WorkerId worker) => _scores.Remove(worker);

    private static double PerChunk(WorkerTime time) => time.Seconds / time.LoadChunks;

    private SpeedFinding? Judge(WorkerTime time, double fastest)
    {
        var score = Of(time.Worker);
        var seconds = PerChunk(time);
        if (score.IsCold)
        {
            score.IsCold = time.IsCancelled;
            return null;
        }

        var isSlow = seconds > options.SlowFactor * fastest
            && seconds > options.SlowFactor * score.Best;
        if (time.IsCancelled && !isSlow)
        {
            return null;
        }

        score.TimesFastest = fastest > 0 ? seconds / fastest : 1;
        if (!time.IsCancelled)
        {
            score.Best = Math.Min(score.Best, seconds);
        }

        return isSlow ? Slow(time.Worker, score) : NotSlow(time.Worker, score);
    }

    private SpeedFinding? Slow(WorkerId worker, Score score)
    {
        score.Streak++;
        var streak = score.Streak;
        if (options.SlowStepsRestart > 0 && streak >= options.SlowStepsRestart)
        {
            Restarted(worker);
            return new(worker, SpeedVerdict.Restart, streak, score.TimesFastest);
        }

        if (streak < options.SlowSteps || score.IsMarked)
        {
            return null;
        }

        score.IsMarked = true;
        return new(worker, SpeedVerdict.Slow, streak, score.TimesFastest);
    }

    private static SpeedFinding? NotSlow(WorkerId worker, Score score)
    {
        var (streak, wasMarked) = (score.Streak, score.IsMarked);
        (score.Streak, score.IsMarked) = (0, false);
        return wasMarked
            ? new(worker, SpeedVerdict.Recovered, streak, score.TimesFastest)
            : null;
    }

    private Score Of(WorkerId worker)
    {
        if (!_scores.TryGetValue(worker, out var score))
        {
            _scores[worker] = score = new Score();
        }

        return score;
    }

    private sealed class Score
    {
        public double Best { get; set; } = double.PositiveInfinity;

        public double TimesFastest { get; set; } = 1;

        public int Streak { get; set; }

        public bool IsMarked { get; set; }

        public bool IsCold { get; set; }
    }
}
