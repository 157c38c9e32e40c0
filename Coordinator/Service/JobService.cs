using AkkaCoded.Codes;
using AkkaCoded.Coordinator.CommandLine;

namespace AkkaCoded.Coordinator.Service;

/// <summary>
/// The jobs of a coordinator: takes them, runs them in their turn, keeps what becomes of them. It
/// is in charge from the beginning of the job manager's reign in this process, when it goes on with
/// whatever is not over, until its end. Safe for several threads.
/// </summary>
internal sealed class JobService : IAsyncDisposable
{
    private readonly JobServiceSettings _settings;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, JobLog> _logs = [];
    private readonly Dictionary<string, JobProgress> _progress = [];
    private readonly Dictionary<string, (JobRun Run, Task Ended)> _runs = [];
    private readonly CancellationTokenSource _stopping = new();
    private IJobEngine? _engine;
    private JobLedger? _ledger;
    private StoreLock? _lock;
    private bool _isReignOver;

    public JobService(JobServiceSettings settings)
    {
        _settings = settings;
    }

    /// <summary>Clock of logs, records and pauses.</summary>
    public TimeProvider Time => _settings.Time;

    /// <summary>Whether the jobs are run here and now.</summary>
    public bool IsInCharge
    {
        get
        {
            lock (_gate)
            {
                return _ledger is not null && !_isReignOver && !_stopping.IsCancellationRequested;
            }
        }
    }

    /// <summary>Cancelled when the coordinator ends: whoever follows a log goes home.</summary>
    public CancellationToken Stopping => _stopping.Token;

    private DateTimeOffset Now => _settings.Time.GetUtcNow();

    /// <summary>Takes charge, and goes on with every job that is not over. Waits while another
    /// process holds the folder.</summary>
    /// <param name="engine">What trains.</param>
    /// <exception cref="InvalidInputException">CDL-0736: the folder cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The coordinator has ended.</exception>
    public async Task BeginAsync(IJobEngine engine)
    {
        var taken = await TakeLockAsync();
        lock (_gate)
        {
            Contract.Require(_ledger is null, "a reign begins after the last one's end");
            var ledger = new JobLedger(_settings.RunningMax);
            var jobs = _settings.Store.Load(error => _settings.Log(error.Message));
            var reopened = ledger.Reopen(jobs);
            (_ledger, _engine, _lock) = (ledger, engine, taken);
            foreach (var job in reopened)
            {
                Keep(job, "the coordinator was started again");
            }

            StartNext();
        }
    }

    /// <summary>All jobs, in the order of their submission.</summary>
    /// <exception cref="InvalidInputException">CDL-0737: not in charge.</exception>
    public IReadOnlyList<JobView> List()
    {
        lock (_gate)
        {
            return [.. Ledger().Jobs.Select(ViewOf)];
        }
    }

    /// <summary>A job.</summary>
    /// <exception cref="InvalidInputException">CDL-0733, CDL-0737: no such job; not in charge.
    /// </exception>
    public JobView View(string id)
    {
        lock (_gate)
        {
            return ViewOf(Ledger()[id]);
        }
    }

    /// <summary>Checks a job and starts nothing.</summary>
    /// <param name="text">HOCON.</param>
    /// <param name="name">Replaces its name; null: its own.</param>
    /// <exception cref="InvalidInputException">What is wrong with it.</exception>
    public ValidateReport Check(string text, string? name) => EngineInCharge().Check(
        JobConfiguration.Read(text, _settings.NodeFile, name));

    /// <summary>Takes a job; it runs as soon as it has its turn.</summary>
    /// <param name="text">HOCON.</param>
    /// <param name="name">Replaces its name; null: its own.</param>
    /// <exception cref="InvalidInputException">What is wrong with it; CDL-0731, CDL-0736, CDL-0737.
    /// </exception>
    public JobView Submit(string text, string? name)
    {
        var config = JobConfiguration.Read(text, _settings.NodeFile, name);
        var wanted = JobConfiguration.NameOf(config);
        lock (_gate)
        {
            // Said before data are read, which may take long.
            Ledger().IdFor(wanted);
        }

        var report = EngineInCharge().Check(config);
        lock (_gate)
        {
            var ledger = Ledger();
            var job = ledger.Submit(
                wanted, ledger.IdFor(wanted), report.Code.Workers, report.Steps, Now);
            try
            {
                _settings.Store.Create(
                    job, JobConfiguration.Pinned(config, job.Id, report.Steps));
            }
            catch
            {
                ledger.Withdraw(job.Id);
                throw;
            }

            LogOf(job.Id).State(JobTexts.Of(job));
            StartNext();
            return ViewOf(ledger[job.Id]);
        }
    }

    /// <summary>Stops a job after the step under way, with a checkpoint, to be resumed.</summary>
    /// <exception cref="InvalidInputException">CDL-0732, CDL-0733, CDL-0737.</exception>
    public Task<JobView> PauseAsync(string id) => StopAsync(id, ledger => ledger.Pause(id));

    /// <summary>Ends a job for good; what it has trained stays in its folder.</summary>
    /// <exception cref="InvalidInputException">CDL-0732, CDL-0733, CDL-0737.</exception>
    public Task<JobView> CancelAsync(string id) => StopAsync(id, ledger => ledger.Cancel(id, Now));

    /// <summary>Lets a job that pauses or has failed go on from its newest checkpoint.</summary>
    /// <exception cref="InvalidInputException">CDL-0731 to CDL-0733, CDL-0737.</exception>
    public JobView Resume(string id)
    {
        lock (_gate)
        {
            Keep(Ledger().Resume(id, Now), null);
            StartNext();
            return ViewOf(Ledger()[id]);
        }
    }

    /// <summary>Injects a fault into a job that runs.</summary>
    /// <exception cref="InvalidInputException">CDL-0732, CDL-0733, CDL-0737; the fault is none, or
    /// the job allows none.</exception>
    public Task InjectAsync(string id, string fault)
    {
        lock (_gate)
        {
            var job = Ledger()[id];
            return _runs.TryGetValue(id, out var active)
                ? active.Run.InjectAsync(fault)
                : throw JobErrors.NotPossible(job, "disturbed", "running or waiting");
        }
    }

    /// <summary>Ends every run after its step under way; the next coordinator goes on with them.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Task[] ends;
        lock (_gate)
        {
            _stopping.Cancel();
            ends = [.. _runs.Values.Select(run => run.Ended)];
            foreach (var (run, _) in _runs.Values)
            {
                run.Stop();
            }
        }

        await Task.WhenAll(ends);
        lock (_gate)
        {
            GiveUp();
        }
    }

    private async Task<StoreLock> TakeLockAsync()
    {
        for (var isTold = false; ; isTold = true)
        {
            if (StoreLock.TryTake(_settings.Store.Root) is { } taken)
            {
                return taken;
            }

            if (!isTold)
            {
                _settings.Log($"another coordinator holds {_settings.Store.Root}; waiting for it");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), _settings.Time, _stopping.Token);
        }
    }

    private async Task<JobView> StopAsync(string id, Func<JobLedger, JobEntry> ask)
    {
        Task ended;
        lock (_gate)
        {
            var before = Ledger()[id];
            var job = ask(_ledger!);
            Keep(job, job.State == before.State ? $"to {JobTexts.Verb(job.Intent)}" : null);
            if (!_runs.TryGetValue(id, out var active))
            {
                return ViewOf(job);
            }

            active.Run.Stop();
            ended = active.Ended;
        }

        await Task.WhenAny(ended, Task.Delay(_settings.Patience, _settings.Time));
        return View(id);
    }

    private void StartNext()
    {
        while (!_stopping.IsCancellationRequested && !_isReignOver
            && _ledger?.Next is { } next)
        {
            var job = _ledger.Start(next.Id, Now);
            Keep(job, null);
            var run = new JobRun(
                _engine!, _settings.Store, LogOf(job.Id), _settings.Time, next,
                progress => Note(job.Id, progress), shortage => Lack(job.Id, shortage));
            _runs[job.Id] = (run, Task.Run(async () => End(job.Id, run, await run.RunAsync())));
        }
    }

    private void Note(string id, JobProgress progress)
    {
        lock (_gate)
        {
            _progress[id] = progress;
        }
    }

    private void Lack(string id, JobShortage? shortage)
    {
        lock (_gate)
        {
            if (_ledger?.Find(id) is { } before && _ledger.Lack(id, shortage) is var job
                && job.State != before.State)
            {
                LogOf(id).State(JobTexts.Of(job));
            }
        }
    }

    private void End(string id, JobRun run, JobRunEnd end)
    {
        lock (_gate)
        {
            _runs.Remove(id);
            // What fails while the coordinator ends has failed for that.
            var outcome = end.Outcome == JobOutcome.Failed && _stopping.IsCancellationRequested
                ? JobOutcome.Stopped
                : end.Outcome;
            var job = _ledger!.End(id, outcome, end.Figures, end.Reason, Now);
            Keep(job, null);
            LogOf(id).Dispose();
            // Nobody here asked for it: the job manager has stopped all jobs, as its reign is over.
            _isReignOver |= outcome == JobOutcome.Stopped && !run.IsAskedToStop;
            if (_isReignOver && _runs.Count == 0)
            {
                _settings.Log("no longer in charge of the jobs");
                GiveUp();
            }

            StartNext();
        }
    }

    private void GiveUp()
    {
        _isReignOver = false;
        _ledger = null;
        _engine = null;
        _progress.Clear();
        foreach (var log in _logs.Values)
        {
            log.Dispose();
        }

        _lock?.Dispose();
        _lock = null;
    }

    /// <summary>Keeps a state; a disk that refuses it must not end a training.</summary>
    private void Keep(JobEntry job, string? why)
    {
        LogOf(job.Id).State(why is null ? JobTexts.Of(job) : $"{JobTexts.Of(job)}: {why}");
        try
        {
            _settings.Store.Write(job);
        }
        catch (InvalidInputException error)
        {
            _settings.Log(error.Message);
        }
    }

    private JobLog LogOf(string id)
    {
        if (!_logs.TryGetValue(id, out var log))
        {
            _logs[id] = log = new JobLog(_settings.Store.FolderOf(id), _settings.Time);
        }

        return log;
    }

    private JobView ViewOf(JobEntry job) => new(
        job, _progress.GetValueOrDefault(job.Id), LogOf(job.Id), _settings.Store.FolderOf(job.Id));

    private JobLedger Ledger() => _isReignOver || _ledger is null
        ? throw JobErrors.Waits()
        : _ledger;

    private IJobEngine EngineInCharge()
    {
        lock (_gate)
        {
            return _engine ?? throw JobErrors.Waits();
        }
    }
}
