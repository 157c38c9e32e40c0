using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Jobs;

/// <summary>What a job does where messages are lost, late or doubled.</summary>
public sealed class LostMessagesSpec : ScriptedJob
{
    private const string Uncoded = "coded.code { family = uncoded, stragglers = 0 }";

    [Fact]
    public void Worker_that_joins_again_must_be_told_its_job_again()
    {
        Start(Uncoded, steps: 1);
        Join(0, opens: false);
        Say(0);
        Told<OpenJob>(0);
        Assert.Single(Observed.Of("joined"));
    }

    [Fact]
    public void Row_must_be_asked_for_again_at_half_of_its_deadline()
    {
        Start(Uncoded, steps: 1);
        JoinAll(4);
        Assert.Equal(0, Asked(2).Key.Attempt);
        Clock.RunFor(Options.Supervision.DeadlineFirst * 0.6);

        var again = Asked(2);
        Assert.Equal(1, again.Key.Attempt);
        for (var number = 0; number < 4; number++)
        {
            // The first try counts as well as the second.
            Answer(number, again with
            {
                Key = new AnswerKey(again.Key.Step, number, number % 2),
                RowChunks = [number],
            });
        }

        Assert.Equal(0, Ended().Restarts);
    }

    [Fact]
    public void Worker_whose_restart_was_lost_must_be_taken_back()
    {
        Start(Uncoded, steps: 1);
        JoinAll(4);
        for (var number = 0; number < 4; number++)
        {
            Asked(number);
        }

        Clock.RunFor(Options.Supervision.DeadlineFirst * 2);
        for (var number = 0; number < 4; number++)
        {
            NodeProbe.ExpectMsg<RestartWorker>();
        }

        for (var number = 0; number < 4; number++)
        {
            Say(number);
            var open = Told<OpenJob>(number);
            Job.Tell(
                new JobOpened(open.Job, open.JobEpoch, new WorkerId(number), Length),
                Workers[number].Ref);
        }

        AnswerAll(0, 1, 2, 3);
    }

    [Fact]
    public void Goodbye_of_an_earlier_life_must_change_nothing()
    {
        Start(Uncoded, steps: 1);
        JoinAll(4);
        var old = Workers[3];
        Join(3);
        Manager.Tell(new Goodbye(new WorkerId(3), "late"), old.Ref);

        AnswerAll(0, 1, 2, 3);
        Assert.Empty(Observed.Of("left"));
    }

    private void Say(int number) => Manager.Tell(
        new WorkerJoined(new WorkerId(number), 1, WireLimits.ProtocolVersion, "cpu"),
        Workers[number].Ref);
}
