using Akka.Actor;
using AkkaCoded.Coordinator.Supervision;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>Workers come, go, hang and are slow.</summary>
internal sealed partial class TrainingJob
{
    private void Join(WorkerJoined joined)
    {
        var member = Crew.Of(joined.Worker);
        if (joined.ProtocolVersion != WireLimits.ProtocolVersion)
        {
            _desk.Event(
                "failed",
                $"{joined.Worker} speaks protocol {joined.ProtocolVersion}, not "
                + $"{WireLimits.ProtocolVersion}: run the same version everywhere", member);
            return;
        }

        if (joined.Incarnation < member.Incarnation)
        {
            return;
        }

        if (joined.Incarnation == member.Incarnation && member.Ref is { } known)
        {
            // It waits for its job: what it was told, or its answer, may be lost.
            if (known.Equals(Sender))
            {
                TellToOpen(member);
            }

            return;
        }

        if (member is { HasFailed: true } && Sender.Equals(member.Ref))
        {
            Crew.JoinAgain(member, joined.Incarnation);
            _desk.Scores.Restarted(member.Worker);
            _desk.Event("restarted", $"{member.Worker} has a clean state", member);
        }
        else
        {
            Welcome(joined, member);
        }

        TellToOpen(member);
    }

    private void TellToOpen(CrewMember member) => _desk.Tell(member, new OpenJob(
        _spec.Options.Id, _desk.Model.JobEpoch, _spec.Configuration));

    private void Welcome(WorkerJoined joined, CrewMember member)
    {
        if (member.Ref is not null)
        {
            Drop(member, "was started anew");
        }

        var isBack = member.Incarnation >= 0;
        Crew.Join(joined, Sender, _desk.Now);
        _spec.Links.Watch(Context, Sender);
        _desk.Scores.Restarted(member.Worker);
        _desk.Event(
            isBack ? "restarted" : "joined",
            isBack ? $"{member.Worker} is back" : $"{member.Worker} on {joined.Device}", member);
    }

    private void Enlist(JobOpened opened)
    {
        if (opened.JobEpoch != _desk.Model.JobEpoch || Crew.Find(Sender) is not { } member
            || member.IsOpen)
        {
            return;
        }

        if (opened.VectorLength != _desk.Model.VectorLength)
        {
            _desk.Event(
                "failed",
                $"{member.Worker} has a model of {opened.VectorLength} values, not "
                + $"{_desk.Model.VectorLength}: check its data and version", member);
            GiveUp(member, "has another model");
            return;
        }

        member.IsOpen = true;
        member.Note(Deed.Opened, _desk.Now);
        Crew.Assignment.Opened(member.Worker, _desk.Now);
        if (Crew.Assignment.PartitionOf(member.Worker) is { } own)
        {
            // It was opened anew where it was.
            _rounds.Served(own);
        }

        FillVacant();
        ReplanWaiting();
        BeginSteps(isImpatient: false);
    }

    private void Refuse(JobRefused refused)
    {
        if (refused.JobEpoch == _desk.Model.JobEpoch && Crew.Find(Sender) is { } member)
        {
            _desk.Event("failed", $"{member.Worker} refuses the job: {refused.Error}", member);
            GiveUp(member, "refused the job");
        }
    }

    private void Leave(Goodbye goodbye)
    {
        var member = Crew.Of(goodbye.Worker);
        if (member.Ref is { } worker && !worker.Equals(Sender)
            && !worker.Path.Parent.Equals(Sender.Path))
        {
            // Neither the worker that is here nor its node: an earlier one's, late.
            return;
        }

        _desk.Event("left", $"{member.Worker}: {goodbye.Reason}", member);
        GiveUp(member, "left");
    }

    private void Quarantine(WorkerQuarantined order)
    {
        var member = Crew.Of(order.Worker);
        var now = _desk.Now;
        var until = now + TimeSpan.FromSeconds(order.CoolDownSeconds);
        _desk.Event(
            "quarantined", $"{member.Worker} for {order.CoolDownSeconds:0} s: {order.Reason}",
            member);
        Forsake(member, "was quarantined");
        var partition = Crew.Assignment.Lost(member.Worker, now);
        Crew.Assignment.Quarantine(member.Worker, now, until);
        Vacate(partition);
        ReplanWaiting();
    }

    private void Bury(Terminated terminated)
    {
        // Workers that are no longer needed end before the last evaluation does.
        if (!_isDismissed && Crew.Find(terminated.ActorRef) is { } member)
        {
            _desk.Event("lost", $"{member.Worker} has died", member);
            Drop(member, "died");
        }
    }

    /// <summary>A worker is gone and expected back.</summary>
    private void Drop(CrewMember member, string absence)
    {
        Forsake(member, absence);
        Vacate(Crew.Assignment.Lost(member.Worker, _desk.Now));
    }

    /// <summary>A worker does not come back.</summary>
    private void GiveUp(CrewMember member, string absence)
    {
        Forsake(member, absence);
        _desk.Scores.Forget(member.Worker);
        Vacate(Crew.Assignment.Left(member.Worker, _desk.Now));
        ReplanWaiting();
    }

    private void Forsake(CrewMember member, string absence)
    {
        if (member.Ref is { } worker)
        {
            _spec.Links.Unwatch(Context, worker);
        }

        Crew.Drop(member, absence);
    }

    private void Vacate(int? partition)
    {
        Crew.Sync();
        if (partition is { } vacant)
        {
            _rounds.Vacated(vacant);
        }

        FillVacant();
    }

    private void FillVacant()
    {
        var placed = Crew.Assignment.Fill(_desk.Now);
        if (placed.Count == 0)
        {
            return;
        }

        Crew.Sync();
        foreach (var place in placed)
        {
            _rounds.Served(place.Partition);
        }
    }

    private void LookAround()
    {
        var now = _desk.Now;
        foreach (var member in Crew.Members.ToList())
        {
            LookAt(member, now - member.LastSign);
        }

        CallAbsent();
        _rounds.LookAround();
        FillVacant();
        ReplanWaiting();
        BeginSteps(isImpatient: true);
    }

    /// <summary>Who owes something is reminded at half of its deadline, because a message may be
    /// lost, and restarted at its end.</summary>
    private void LookAt(CrewMember member, TimeSpan silent)
    {
        if (member is { Ref: not null, IsOpen: false })
        {
            if (silent > Supervision.DeadlineFirst)
            {
                Restart(member, $"did not open the job in {silent.TotalSeconds:0.0} s");
            }
            else if (IsReminderDue(member, silent, Supervision.DeadlineFirst))
            {
                TellToOpen(member);
            }
        }
        else if (Crew.Assignment.PartitionOf(member.Worker) is { } partition
            && _rounds.IsComputing(partition))
        {
            var deadline = _desk.Deadline.For(LoadOf(partition), member.IsFirstRow);
            if (silent > deadline)
            {
                Restart(member, $"hung: no progress for {silent.TotalSeconds:0.0} s");
            }
            else if (IsReminderDue(member, silent, deadline))
            {
                _rounds.Remind(partition);
            }
        }
    }

    private static bool IsReminderDue(CrewMember member, TimeSpan silent, TimeSpan deadline)
    {
        var isDue = silent > deadline / 2 && !member.IsReminded;
        member.IsReminded |= isDue;
        return isDue;
    }

    private void Heed(SpeedFinding finding)
    {
        var member = Crew.Of(finding.Worker);
        switch (finding.Verdict)
        {
            case SpeedVerdict.Slow:
                var heir = Crew.Assignment.ReplaceSlow(finding.Worker, _desk.Now);
                Crew.Sync();
                _desk.Event(
                    "slow",
                    $"{finding.Worker} took {finding.TimesFastest:0.0} times as long as the fastest"
                    + $" in {finding.SlowSteps} steps"
                    + (heir is { } placed ? $"; its row goes to {placed.Worker}" : ""), member);
                break;
            case SpeedVerdict.Restart:
                Restart(member, $"slow in {finding.SlowSteps} steps");
                break;
            default:
                break;
        }
    }

    private void Restart(CrewMember member, string reason)
    {
        _desk.Event("lost", $"{member.Worker} {reason}; it is restarted", member);
        if (member.Ref is { } worker)
        {
            _spec.Links.Restart(
                Context, worker,
                new RestartWorker(member.Worker, reason));
        }

        Drop(member, reason);
    }

    /// <summary>A step that waits for workers who may never come begins anew without them.
    /// </summary>
    private void ReplanWaiting()
    {
        if (_rounds.IsWaiting)
        {
            Replan();
        }
        else
        {
            _waitingSince = null;
        }
    }

    private void Replan()
    {
        if (_desk.Auto is { } auto)
        {
            Replan(auto);
            return;
        }

        var now = _desk.Now;
        var change = _spec.Options.Elastic && _rounds.CanAdopt
            ? _elastic.Propose(Crew.Assignment, now, n => PlanFor(n) is not null)
            : null;
        if (change is null)
        {
            return;
        }

        _plan = PlanFor(change.Workers)!;
        _desk.Event("replanned", change.Reason);
        _rounds.Adopt(_plan, () =>
        {
            Crew.Assignment.Resize(change.Workers);
            Crew.Assignment.Fill(now);
            Crew.Sync();
        });
    }

    private CodePlan? PlanFor(int workers) =>
        workers == _basePlan.Workers ? _basePlan : _basePlan.For(workers);
}
