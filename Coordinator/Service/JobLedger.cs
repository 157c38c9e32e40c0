using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Service;

/// <summary>
/// Which jobs there are and what may become of them: a pure state machine. It starts nothing and
/// keeps nothing on disk; each change is returned for the caller to act upon. For one thread.
/// </summary>
/// <param name="runningMax">Jobs that run at the same time.</param>
internal sealed class JobLedger(int runningMax)
{
    private readonly SortedDictionary<long, JobEntry> _jobs = [];

    /// <summary>All jobs, in the order of their submission.</summary>
    public IReadOnlyCollection<JobEntry> Jobs => _jobs.Values;

    /// <summary>The job that gets the next turn, or null: none waits, or enough run.</summary>
    public JobEntry? Next => _jobs.Values.Count(job => job.State.IsUnderWay()) >= runningMax
        ? null
        : _jobs.Values.Where(job => job.State == JobState.Submitted).MinBy(job => job.Turn);

    /// <exception cref="InvalidInputException">CDL-0733: there is none.</exception>
    public JobEntry this[string id] => Find(id) ?? throw JobErrors.NoSuchJob(id);

    public JobEntry? Find(string id) => _jobs.Values.FirstOrDefault(job => job.Id == id);

    /// <summary>Takes over what an earlier coordinator left: what ran goes on, and what was asked
    /// of it before the end came is done.</summary>
    /// <returns>The jobs whose state has changed by that.</returns>
    public IReadOnlyList<JobEntry> Reopen(IEnumerable<JobEntry> jobs)
    {
        Contract.Require(_jobs.Count == 0, "a ledger is filled once");
        var changed = new List<JobEntry>();
        foreach (var job in jobs)
        {
            Contract.Require(_jobs.TryAdd(job.Number, job), "numbers of jobs differ");
            if (job.State.IsUnderWay())
            {
                changed.Add(Stopped(job, job.EndedAt ?? job.SubmittedAt));
            }
        }

        return changed;
    }

    /// <summary>The id that a job of this name gets: the name, or, once that is taken by jobs that
    /// are over, the name with the next free number.</summary>
    /// <exception cref="InvalidInputException">CDL-0731: one of them is not over.</exception>
    public string IdFor(string name)
    {
        RequireFree(name);
        var id = name;
        for (var number = 2; Find(id) is not null; number++)
        {
            var suffix = $"-{number}";
            id = name[..Math.Min(name.Length, JobId.LengthMax - suffix.Length)] + suffix;
        }

        return id;
    }

    /// <summary>A new job, which waits for its turn.</summary>
    public JobEntry Submit(
        string name, string id, int workers, long steps, DateTimeOffset now)
    {
        RequireFree(name);
        Contract.Require(Find(id) is null, "ids of jobs differ");
        var number = _jobs.Count == 0 ? 1 : _jobs.Keys.Last() + 1;
        var job = new JobEntry
        {
            Id = id, Name = name, Number = number, State = JobState.Submitted, Turn = NextTurn(),
            SubmittedAt = now, Workers = workers, Steps = steps,
        };
        _jobs.Add(number, job);
        return job;
    }

    /// <summary>Takes back a submission that could not be kept.</summary>
    public void Withdraw(string id) => _jobs.Remove(this[id].Number);

    /// <summary>It begins to run.</summary>
    public JobEntry Start(string id, DateTimeOffset now)
    {
        var job = this[id];
        return To(JobState.Running, job with
        {
            StartedAt = job.StartedAt ?? now, EndedAt = null, Reason = null,
        });
    }

    /// <summary>It lacks workers, or (null) has enough again; what it says of itself before or
    /// after it runs is ignored.</summary>
    public JobEntry Lack(string id, JobShortage? shortage)
    {
        var job = this[id];
        var state = shortage is null ? JobState.Running : JobState.Waiting;
        return !job.State.IsUnderWay() ? job
            : job.State == state ? Put(job with { Shortage = shortage })
            : To(state, job with { Shortage = shortage });
    }

    /// <summary>To be stopped after a whole step. One that runs only notes the intent: stop it, and
    /// tell <see cref="End"/>.</summary>
    /// <exception cref="InvalidInputException">CDL-0732: it is over, or paused.</exception>
    public JobEntry Pause(string id)
    {
        var job = this[id];
        return job.State switch
        {
            JobState.Submitted => To(JobState.Paused, job),
            JobState.Running or JobState.Waiting when job.Intent != JobIntent.Cancel =>
                Put(job with { Intent = JobIntent.Pause }),
            _ => throw JobErrors.NotPossible(
                job, "paused", "submitted, running or waiting, and not being cancelled"),
        };
    }

    /// <summary>To wait for its turn again; a job that is still on its way to a pause goes on once
    /// it is there.</summary>
    /// <exception cref="InvalidInputException">CDL-0732: it neither pauses nor has failed;
    /// CDL-0731: a later job of its name is not over.</exception>
    public JobEntry Resume(string id, DateTimeOffset now)
    {
        var job = this[id];
        if (job.State == JobState.Failed)
        {
            RequireFree(job.Name);
        }

        return job.State switch
        {
            JobState.Paused or JobState.Failed => To(JobState.Submitted, job with
            {
                Turn = NextTurn(), EndedAt = null, Reason = null,
            }),
            JobState.Running or JobState.Waiting when job.Intent == JobIntent.Pause =>
                Put(job with { Intent = JobIntent.Finish, Turn = NextTurn() }),
            _ => throw JobErrors.NotPossible(job, "resumed", "paused or failed"),
        };
    }

    /// <summary>To be ended for good. One that runs only notes the intent, as in
    /// <see cref="Pause"/>.</summary>
    /// <exception cref="InvalidInputException">CDL-0732: it is over.</exception>
    public JobEntry Cancel(string id, DateTimeOffset now)
    {
        var job = this[id];
        return job.State switch
        {
            JobState.Submitted or JobState.Paused =>
                To(JobState.Cancelled, job with { EndedAt = now }),
            JobState.Running or JobState.Waiting =>
                Put(job with { Intent = JobIntent.Cancel }),
            _ => throw JobErrors.NotPossible(
                job, "cancelled", "submitted, running, waiting or paused"),
        };
    }

    /// <summary>Its run is over. A run that was stopped without anybody's wish waits for its turn:
    /// its coordinator ends, and another one goes on with it.</summary>
    public JobEntry End(
        string id, JobOutcome outcome, JobFigures figures, string? reason, DateTimeOffset now)
    {
        var job = this[id] with { Figures = figures };
        return outcome switch
        {
            JobOutcome.Done => To(JobState.Finished, job with { EndedAt = now }),
            JobOutcome.Failed => To(
                JobState.Failed, job with { EndedAt = now, Reason = reason ?? "unknown" }),
            _ => Stopped(job, now),
        };
    }

    private JobEntry Stopped(JobEntry job, DateTimeOffset now) => job.Intent switch
    {
        JobIntent.Pause => To(JobState.Paused, job),
        JobIntent.Cancel => To(JobState.Cancelled, job with { EndedAt = now }),
        _ => To(JobState.Submitted, job),
    };

    private void RequireFree(string name)
    {
        if (_jobs.Values.FirstOrDefault(job => job.Name == name && !job.State.IsOver()) is { } by)
        {
            throw JobErrors.TakenName(by);
        }
    }

    private long NextTurn() => _jobs.Count == 0 ? 1 : _jobs.Values.Max(job => job.Turn) + 1;

    private JobEntry To(JobState next, JobEntry job)
    {
        Contract.Require(
            next.MayFollow(job.State), $"a job that is {job.State} becomes {next}");
        return Put(job with
        {
            State = next,
            Intent = next.IsUnderWay() ? job.Intent : JobIntent.Finish,
            Shortage = next == JobState.Waiting ? job.Shortage : null,
        });
    }

    private JobEntry Put(JobEntry job) => _jobs[job.Number] = job;
}
