using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Service;

namespace AkkaCoded.Coordinator.Tests.Service;

public sealed class JobLedgerSpec
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    private static readonly JobShortage Shortage = new(1, 4, [1, 2, 3]);

    private static readonly JobFigures Figures = new() { Step = 7 };

    /// <summary>What can be asked, or happen, and to which state it leads from which: whatever is
    /// not here is refused with an error or leaves everything as it is.</summary>
    private static readonly Dictionary<string, Dictionary<JobState, JobState>> Expected = new()
    {
        ["pause"] = new()
        {
            [JobState.Submitted] = JobState.Paused,
            [JobState.Running] = JobState.Running,
            [JobState.Waiting] = JobState.Waiting,
        },
        ["resume"] = new()
        {
            [JobState.Paused] = JobState.Submitted,
            [JobState.Failed] = JobState.Submitted,
        },
        ["cancel"] = new()
        {
            [JobState.Submitted] = JobState.Cancelled,
            [JobState.Paused] = JobState.Cancelled,
            [JobState.Running] = JobState.Running,
            [JobState.Waiting] = JobState.Waiting,
        },
        ["lack"] = new()
        {
            [JobState.Running] = JobState.Waiting,
            [JobState.Waiting] = JobState.Waiting,
            [JobState.Submitted] = JobState.Submitted,
            [JobState.Paused] = JobState.Paused,
            [JobState.Finished] = JobState.Finished,
            [JobState.Failed] = JobState.Failed,
            [JobState.Cancelled] = JobState.Cancelled,
        },
        ["enough"] = new()
        {
            [JobState.Running] = JobState.Running,
            [JobState.Waiting] = JobState.Running,
            [JobState.Submitted] = JobState.Submitted,
            [JobState.Paused] = JobState.Paused,
            [JobState.Finished] = JobState.Finished,
            [JobState.Failed] = JobState.Failed,
            [JobState.Cancelled] = JobState.Cancelled,
        },
    };

    public static TheoryData<string, string> EveryPair()
    {
        var all = new TheoryData<string, string>();
        foreach (var what in Expected.Keys)
        {
            foreach (var state in Enum.GetNames<JobState>())
            {
                all.Add(what, state);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(EveryPair))]
    public void Ledger_must_follow_the_table_when_anything_is_asked_in_any_state(
        string what, string stateName)
    {
        var state = Enum.Parse<JobState>(stateName);
        var ledger = In(state);
        var before = ledger["job"];
        Func<JobEntry> act = what switch
        {
            "pause" => () => ledger.Pause("job"),
            "resume" => () => ledger.Resume("job", Now),
            "cancel" => () => ledger.Cancel("job", Now),
            "lack" => () => ledger.Lack("job", Shortage),
            _ => () => ledger.Lack("job", null),
        };
        if (Expected[what].TryGetValue(state, out var next))
        {
            Assert.Equal(next, act().State);
            Assert.Equal(next, ledger["job"].State);
        }
        else
        {
            var error = Assert.Throws<InvalidInputException>(act);
            Assert.Equal("CDL-0732", error.Code);
            Assert.Equal(before, ledger["job"]);
        }
    }

    [Theory]
    [InlineData("", "Done", "Finished")]
    [InlineData("", "Failed", "Failed")]
    [InlineData("", "Stopped", "Submitted")]
    [InlineData("pause", "Done", "Finished")]
    [InlineData("pause", "Failed", "Failed")]
    [InlineData("pause", "Stopped", "Paused")]
    [InlineData("cancel", "Done", "Finished")]
    [InlineData("cancel", "Failed", "Failed")]
    [InlineData("cancel", "Stopped", "Cancelled")]
    [InlineData("pause,resume", "Stopped", "Submitted")]
    [InlineData("pause,cancel", "Stopped", "Cancelled")]
    public void Job_must_become_what_was_asked_of_it_when_its_run_ends(
        string asked, string outcome, string state)
    {
        foreach (var from in new[] { JobState.Running, JobState.Waiting })
        {
            var ledger = In(from);
            foreach (var what in asked.Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                _ = what switch
                {
                    "pause" => ledger.Pause("job"),
                    "resume" => ledger.Resume("job", Now),
                    _ => ledger.Cancel("job", Now),
                };
            }

            var job = ledger.End("job", Enum.Parse<JobOutcome>(outcome), Figures, "why", Now);
            Assert.Equal(Enum.Parse<JobState>(state), job.State);
            Assert.Equal(7, job.Figures.Step);
            Assert.Equal(JobIntent.Finish, job.Intent);
            Assert.Equal(job.State == JobState.Failed ? "why" : null, job.Reason);
            Assert.Equal(job.State.IsOver(), job.EndedAt is not null);
            Assert.Null(job.Shortage);
        }
    }

    [Fact]
    public void Pause_must_be_refused_when_a_job_is_being_cancelled()
    {
        var ledger = In(JobState.Running);
        ledger.Cancel("job", Now);
        Assert.Equal(
            "CDL-0732", Assert.Throws<InvalidInputException>(() => ledger.Pause("job")).Code);
        Assert.Equal(JobIntent.Cancel, ledger["job"].Intent);
    }

    [Fact]
    public void Program_must_stop_when_a_job_that_does_not_run_is_said_to_end()
    {
        foreach (var state in new[] { JobState.Finished, JobState.Cancelled, JobState.Paused })
        {
            var ledger = In(state);
            Assert.ThrowsAny<Exception>(
                () => ledger.End("job", JobOutcome.Done, Figures, null, Now));
            Assert.Equal(state, ledger["job"].State);
        }
    }

    [Fact]
    public void Jobs_must_get_their_turn_in_order_when_more_wait_than_may_run()
    {
        var ledger = new JobLedger(2);
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            ledger.Submit(name, name, 4, 60, Now);
        }

        Assert.Equal("a", ledger.Next?.Id);
        ledger.Start("a", Now);
        Assert.Equal("b", ledger.Next?.Id);
        ledger.Start("b", Now);
        Assert.Null(ledger.Next);
        ledger.Lack("a", Shortage);
        Assert.Null(ledger.Next);
        ledger.Pause("c");
        ledger.End("b", JobOutcome.Done, Figures, null, Now);
        Assert.Equal("d", ledger.Next?.Id);
        // A job that pauses loses its turn.
        ledger.Resume("c", Now);
        Assert.Equal("d", ledger.Next?.Id);
    }

    [Fact]
    public void Name_must_be_refused_when_a_job_of_it_is_not_over()
    {
        foreach (var state in Enum.GetValues<JobState>())
        {
            var ledger = In(state);
            if (state.IsOver())
            {
                Assert.Equal("job-2", ledger.IdFor("job"));
                continue;
            }

            var error = Assert.Throws<InvalidInputException>(() => ledger.IdFor("job"));
            Assert.Equal("CDL-0731", error.Code);
            Assert.Contains("--name", error.Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Ids_must_differ_when_names_and_numbers_meet()
    {
        var ledger = In(JobState.Finished);
        Over(ledger, "job-2", "job-2");
        Assert.Equal("job-3", ledger.IdFor("job"));
        Assert.Equal("job-2-2", ledger.IdFor("job-2"));
        var longest = new string('x', 64);
        Over(ledger, longest, longest);
        Assert.Equal(new string('x', 62) + "-2", ledger.IdFor(longest));
    }

    [Fact]
    public void Failed_job_must_not_be_resumed_when_its_name_is_taken_again()
    {
        var ledger = In(JobState.Failed);
        ledger.Submit("job", "job-2", 4, 60, Now);
        Assert.Equal(
            "CDL-0731",
            Assert.Throws<InvalidInputException>(() => ledger.Resume("job", Now)).Code);
    }

    [Theory]
    [InlineData("Running", "Finish", "Submitted")]
    [InlineData("Waiting", "Finish", "Submitted")]
    [InlineData("Running", "Pause", "Paused")]
    [InlineData("Waiting", "Cancel", "Cancelled")]
    [InlineData("Paused", "Finish", "Paused")]
    [InlineData("Finished", "Finish", "Finished")]
    public void Jobs_must_be_taken_over_when_a_coordinator_was_killed(
        string state, string intent, string after)
    {
        var old = In(Enum.Parse<JobState>(state))["job"] with
        {
            Intent = Enum.Parse<JobIntent>(intent),
        };
        var ledger = new JobLedger(2);
        var changed = ledger.Reopen([old]);
        Assert.Equal(Enum.Parse<JobState>(after), ledger["job"].State);
        Assert.Equal(state == after ? 0 : 1, changed.Count);
        Assert.Equal(after == "Submitted", ledger.Next is not null);
    }

    [Fact]
    public void Unknown_job_must_be_refused_when_it_is_asked_for()
    {
        var ledger = In(JobState.Running);
        foreach (var act in new Action[]
        {
            () => _ = ledger["other"], () => ledger.Pause("other"),
            () => ledger.Resume("other", Now), () => ledger.Cancel("other", Now),
        })
        {
            Assert.Equal("CDL-0733", Assert.Throws<InvalidInputException>(act).Code);
        }
    }

    /// <summary>A ledger with one job in a state, brought there as a user would.</summary>
    private static JobLedger In(JobState state)
    {
        var ledger = new JobLedger(2);
        ledger.Submit("job", "job", 4, 60, Now);
        if (state == JobState.Submitted)
        {
            return ledger;
        }

        ledger.Start("job", Now);
        switch (state)
        {
            case JobState.Waiting:
                ledger.Lack("job", Shortage);
                break;
            case JobState.Paused:
                ledger.Pause("job");
                ledger.End("job", JobOutcome.Stopped, Figures, null, Now);
                break;
            case JobState.Cancelled:
                ledger.Cancel("job", Now);
                ledger.End("job", JobOutcome.Stopped, Figures, null, Now);
                break;
            case JobState.Finished:
                ledger.End("job", JobOutcome.Done, Figures, null, Now);
                break;
            case JobState.Failed:
                ledger.End("job", JobOutcome.Failed, Figures, "why", Now);
                break;
        }

        Assert.Equal(state, ledger["job"].State);
        return ledger;
    }

    private static void Over(JobLedger ledger, string name, string id)
    {
        ledger.Submit(name, id, 4, 60, Now);
        ledger.Start(id, Now);
        ledger.End(id, JobOutcome.Done, Figures, null, Now);
    }
}
