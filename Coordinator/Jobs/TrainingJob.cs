using Akka.Actor;
using AkkaCoded.Coordinator.Supervision;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>
/// A job. Who talks to it: its <see cref="JobManager"/> (StopJob, and forwarded from nodes
/// WorkerJoined, Goodbye, WorkerQuarantined), the workers it has opened the job at (JobOpened,
/// JobRefused, Progress, Ready, ComputeFailed, AnswerMissing), and itself. It tells the manager
/// <see cref="JobEnded"/>, last of all.
/// State it owns: who serves which row, the step under way, the model. The decisions are those of
/// <see cref="IRounds"/>, <see cref="Crew"/> and <see cref="ElasticPlan"/>.
/// If it dies: the step under way is lost, no more; a new run of the job goes on from the newest
/// checkpoint under a higher job epoch, and whatever still comes of this one is refused.
/// </summary>
internal sealed partial class TrainingJob : ReceiveActor
{
    private readonly JobSpec _spec;
    private readonly IActorRef _manager = Context.Parent;
    private readonly CodePlan _basePlan;
    private readonly ElasticPlan _elastic;
    private JobDesk _desk = null!;
    private CodePlan _plan;
    private IRounds _rounds = null!;
    private ICancelable? _lookingAround;
    private TimeSpan _started;
    private bool _isStopping;
    private bool _isDismissed;
    private bool _isOver;

    /// <param name="spec">The job.</param>
    public TrainingJob(JobSpec spec)
    {
        _spec = spec;
        _basePlan = _plan = new CodePlan(spec.Code, spec.Options.Policy, spec.SamplesPerStep);
        _elastic = new ElasticPlan(
            spec.Options.Spares, spec.Options.WorkersMin,
            Supervision.RestartPauseMax + Supervision.DeadlineFirst);
        On<Ready>(ready => _rounds.On(ready));
        On<Progress>(progress => _rounds.On(progress));
        On<AnswersDecoded>(decoded => _rounds.On(decoded));
        On<ComputeFailed>(failed => _rounds.On(failed));
        On<AnswerMissing>(missing => _rounds.On(missing));
        On<StepDeadline>(deadline => _rounds.On(deadline));
        OfCrew<WorkerJoined>(Join);
        OfCrew<JobOpened>(Enlist);
        OfCrew<JobRefused>(Refuse);
        OfCrew<Goodbye>(Leave);
        OfCrew<WorkerQuarantined>(Quarantine);
        OfCrew<Terminated>(Bury);
        OfCrew<NodeLost>(LoseNode);
        On<InjectFault>(Inject);
        On<LookAround>(_ => LookAround());
        On<Evaluated>(Evaluated);
        On<StopJob>(_ => Stop());
    }

    private Crew Crew => _desk.Crew;

    private SupervisionOptions Supervision => _spec.Options.Supervision;

    /// <summary>How to start a job.</summary>
    public static Props Of(JobSpec spec) => Props.Create(() => new TrainingJob(spec));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        try
        {
            Begin();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Fail(failure);
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _lookingAround?.Cancel();
        _rounds?.Dispose();
        _desk?.Model.Dispose();
    }

    private void On<T>(Action<T> handle)
    {
        Receive<T>(message =>
        {
            if (_isOver)
            {
                return;
            }

            try
            {
                handle(message);
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                Fail(failure);
            }
        });
    }

    /// <summary>Workers that have been dismissed may go; that is no loss.</summary>
    private void OfCrew<T>(Action<T> handle) => On<T>(message =>
    {
        if (!_isDismissed)
        {
            handle(message);
        }
    });

    /// <summary>An error ends the job and is told, rather than leaving a supervisor to guess.
    /// </summary>
    private void Fail(Exception failure)
    {
        if (_desk is not null)
        {
            Dismiss();
        }

        End(new JobEnded(_spec.Options.Id, null, failure));
    }

    private void Begin()
    {
        var scheduler = Context.System.Scheduler;
        var model = _spec.OpenModel();
        _started = scheduler.HighResMonotonicClock;
        var assignment = new Assignment(
            _plan.Workers, _spec.Options.Spares, _started, Supervision.DeadlineFirst);
        _desk = new JobDesk(_spec, model, new Crew(assignment), scheduler, Self);
        PlanFirst();
        _rounds = RoundsOf(_spec.Options.Policy.Kind);
        if (model.ResumedFrom is { } point)
        {
            _desk.Event("resumed", $"from {point.Folder}, {point.Step} steps done");
        }

        _desk.Publish(model.Step);
        var interval = LookAroundInterval();
        _lookingAround = scheduler.ScheduleTellRepeatedlyCancelable(
            interval, interval, Self, Jobs.LookAround.Instance, Self);
        if (model.Step >= model.StepCount)
        {
            Finish();
            return;
        }

        CallAbsent();
    }

    private IRounds RoundsOf(PolicyKind policy) => policy switch
    {
        PolicyKind.Async or PolicyKind.Ssp => new AsynchronousRounds(_desk, _plan, AfterStep),
        PolicyKind.LocalSgd => new LocalSgdRounds(_desk, _plan, AfterStep),
        _ => new SynchronousRounds(_desk, _plan, AfterStep),
    };

    /// <summary>Often enough for the least deadline, seldom enough to cost nothing.</summary>
    private TimeSpan LookAroundInterval() => _spec.LookAroundEvery ?? TimeSpan.FromMilliseconds(
        Math.Clamp(Supervision.DeadlineMin.TotalMilliseconds / 4, 10, 250));

    /// <summary>
    /// The first step waits until everybody is here, so that it does not begin with losses that are
    /// none; but not for long where it could be decoded already, and not for ever anyway.
    /// </summary>
    private void BeginSteps(bool isImpatient)
    {
        if (_isOver || _rounds.IsOpen || _desk.Model.Step >= _desk.Model.StepCount)
        {
            return;
        }

        var waited = _desk.Now - _started;
        if (IsEverybodyHere()
            || (isImpatient && waited > Supervision.DeadlineMin && CanDecodeNow())
            || (isImpatient && waited > Supervision.DeadlineFirst))
        {
            _rounds.Open();
        }
    }

    private bool IsEverybodyHere()
    {
        for (var partition = 0; partition < _plan.Workers; partition++)
        {
            if (_plan.Load(partition) > 0 && Crew.At(partition) is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Only asked when somebody is missing: a rank test over a thousand rows takes long.
    /// </summary>
    private bool CanDecodeNow()
    {
        var rule = _plan.NewRule();
        for (var partition = 0; partition < _plan.Workers; partition++)
        {
            if (_plan.Load(partition) > 0 && Crew.At(partition) is not null)
            {
                rule.Add(partition);
            }
        }

        return rule.IsMet(true);
    }

    private void AfterStep(IReadOnlyList<SpeedFinding> findings)
    {
        for (var i = 0; i < findings.Count; i++)
        {
            Heed(findings[i]);
        }

        if (_isStopping)
        {
            Stop();
            return;
        }

        Replan();
        var isFinished = _desk.Model.Step >= _desk.Model.StepCount;
        if (!isFinished)
        {
            _rounds.Open();
        }

        // Workers compute meanwhile.
        if (_desk.Model.IsCheckpointDue)
        {
            Save();
        }

        if (isFinished)
        {
            Finish();
        }
        else if (_desk.Model.IsEvaluationDue)
        {
            Evaluate();
        }
    }

    private void Save()
    {
        var before = _desk.Now;
        if (_desk.Model.Save() is { } folder)
        {
            _rounds.CheckpointTook((_desk.Now - before).TotalSeconds);
            _desk.Event("checkpoint", folder);
        }
    }

    private void Evaluate()
    {
        var self = Self;
        _desk.Model.Evaluate(
            (step, result, error) => self.Tell(new Evaluated(step, result, error), self));
    }

    private void Evaluated(Evaluated evaluated)
    {
        if (evaluated.Error is { } error)
        {
            Fail(error);
            return;
        }

        var (loss, accuracy) = (evaluated.Result!.Loss, evaluated.Result.Accuracy);
        _desk.News.Tell(
            "evaluation", evaluated.Step, $"{accuracy:P2} right after {evaluated.Step} steps",
            loss: loss, accuracy: accuracy);
        if (evaluated.Step == _desk.Model.StepCount)
        {
            End(Ended(isStopped: false, loss, accuracy));
        }
    }

    private void Finish()
    {
        Dismiss();
        Evaluate();
    }

    /// <summary>Between two whole steps there is nothing to keep: the stop waits for the next one,
    /// unless nobody is there to complete it.</summary>
    private void Stop()
    {
        if (_rounds.IsWithinStep && !_rounds.IsWaiting)
        {
            _isStopping = true;
            return;
        }

        _rounds.Stop();
        if (!_rounds.IsWithinStep)
        {
            Save();
        }

        _desk.Event("stopped", $"after {_desk.Model.Step} steps");
        Dismiss();
        End(Ended(isStopped: true, null, null));
    }

    /// <summary>The workers are no longer needed.</summary>
    private void Dismiss()
    {
        _isDismissed = true;
        _lookingAround?.Cancel();
        _desk.TellAll(new CloseJob(_spec.Options.Id, _desk.Model.JobEpoch));
        Release();
        _desk.Retire(_desk.Model.Step);
    }

    private JobEnded Ended(bool isStopped, double? loss, double? accuracy) => new(
        _spec.Options.Id,
        _desk.News.Result(
            _desk.Model, _desk.FirstStep, isStopped, Crew.Restarts, _rounds.Stale) with
        {
            Loss = loss,
            Accuracy = accuracy,
        },
        null);

    private void End(JobEnded ended)
    {
        _isOver = true;
        _manager.Tell(ended, Self);
        Context.Stop(Self);
    }
}
