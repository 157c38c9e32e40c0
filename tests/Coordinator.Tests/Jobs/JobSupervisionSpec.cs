using Akka.Actor;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Jobs;

/// <summary>What a job does about workers that die, hang, are slow, wrong, or come and go.
/// </summary>
public sealed class JobSupervisionSpec : ScriptedJob
{
    private const string Uncoded = "coded.code { family = uncoded, stragglers = 0 }\n";
    private const string Elastic = Uncoded + "coded.job { elastic = on, workers-min = 2 }\n";

    [Fact]
    public void Job_must_wait_name_the_missing_and_go_on_when_one_returns()
    {
        Start("", steps: 1);
        JoinAll(4);
        var requests = Enumerable.Range(0, 4).Select(Asked).ToList();
        var twin = Enumerable.Range(1, 3).First(
            n => requests[n].RowChunks.SequenceEqual(requests[0].RowChunks));
        Job.Tell(new Progress(requests[0].Key, 1), Workers[0].Ref);
        Sys.Stop(Workers[0].Ref);
        Sys.Stop(Workers[twin].Ref);
        AwaitAssert(() => Assert.Single(Observed.Of("waiting")));

        var text = Observed.Of("waiting").Single().Text;
        Assert.Contains("step 0", text);
        Assert.Contains("worker 0 (last had computed 1 chunks of step 0", text);
        Assert.Contains($"worker {twin} (last was asked for its row of step 0", text);
        Join(twin);
        var again = Asked(twin);
        Assert.Equal(1, again.Key.Attempt);
        Answer(twin, again);
        var other = Enumerable.Range(1, 3).First(n => n != twin);
        Answer(other, requests[other]);

        Assert.Equal(1, Ended().Restarts);
        Assert.Single(Observed.Of("going-on"));
        Assert.Equal([ToyModel.StepSum(0, 4)], Model.Sums);
    }

    [Fact]
    public void First_step_must_begin_without_those_who_do_not_come()
    {
        Start("", steps: 1);
        JoinAll(3);
        Clock.RunFor(Options.Supervision.DeadlineMin * 2);

        AnswerAll(0, 1, 2);

        Assert.Equal([3], Observed.Steps[0].Lost);
    }

    [Fact]
    public void Job_must_say_who_has_not_come_when_it_cannot_begin()
    {
        Start(Uncoded, steps: 1);
        JoinAll(3);
        Clock.RunFor(Options.Supervision.DeadlineFirst * 2);

        AwaitAssert(() => Assert.Contains(
            "worker 3 (has not come)", Assert.Single(Observed.Of("waiting")).Text));
        Join(3);
        AnswerAll(0, 1, 2, 3);
    }

    [Fact]
    public void Hung_worker_must_be_restarted_and_its_row_asked_of_it_again()
    {
        Start(Uncoded, steps: 1);
        JoinAll(4);
        var old = Asked(1);
        Clock.RunFor(Options.Supervision.DeadlineFirst * 2);

        // Nobody has answered, so that all of them count as hung.
        var orders = Enumerable.Range(0, 4)
            .Select(_ => NodeProbe.ExpectMsg<RestartWorker>().Worker.Number);
        Assert.Equal([0, 1, 2, 3], orders.Order());
        JoinAll(4);
        Answer(1, old);
        Assert.Empty(Observed.Steps);
        AnswerAll(0, 1, 2, 3);
        Assert.Contains("hung", Observed.Of("lost").First().Text);
    }

    [Fact]
    public void Worker_that_reports_progress_must_not_count_as_hung()
    {
        Start("coded.code { family = uncoded, stragglers = 0, chunks = 24 }", steps: 1);
        JoinAll(4);
        var requests = Enumerable.Range(0, 4).Select(Asked).ToList();
        var most = Options.Supervision.DeadlineFirst * 0.6;
        for (var done = 1; done < 4; done++)
        {
            Clock.RunFor(most);
            for (var number = 0; number < 4; number++)
            {
                Job.Tell(new Progress(requests[number].Key, done), Workers[number].Ref);
            }

            Fence();
        }

        for (var number = 0; number < 4; number++)
        {
            Answer(number, requests[number]);
        }

        Ended();
        Assert.Empty(Observed.Of("lost"));
        Assert.Empty(Observed.Of("restarted"));
    }

    [Fact]
    public void Wrong_answer_must_be_told_and_asked_again()
    {
        Start("", steps: 1);
        JoinAll(4);
        var requests = Enumerable.Range(0, 4).Select(Asked).ToList();
        var twin = Enumerable.Range(1, 3).First(
            n => requests[n].RowChunks.SequenceEqual(requests[0].RowChunks));
        Answer(0, requests[0], wrong: 1);
        Answer(twin, requests[twin]);

        Answer(0, Asked(0));
        Answer(twin, Asked(twin));
        var other = Enumerable.Range(1, 3).First(n => n != twin);
        Answer(other, requests[other]);

        Ended();
        Assert.Single(Observed.Of("wrong-answer"));
        Assert.Equal([ToyModel.StepSum(0, 4)], Model.Sums);
    }

    [Fact]
    public void Spare_must_take_the_row_of_a_worker_that_dies()
    {
        Start(Uncoded + "coded.job.spares = 1", steps: 1);
        JoinAll(5);
        var request = Asked(2);
        Sys.Stop(Workers[2].Ref);

        var inherited = Asked(4);

        Assert.True(request.RowChunks.SequenceEqual(inherited.RowChunks));
        Assert.Equal(1, inherited.Key.Attempt);
        Answer(4, inherited);
        AnswerAll(0, 1, 3);
        Assert.Equal([0, 1, 3, 4], Observed.Steps[0].Used);
    }

    [Fact]
    public void Row_of_a_worker_that_stays_slow_must_go_to_a_spare()
    {
        Start(
            Uncoded + "coded { job.spares = 1, supervision { slow-steps = 2 } }", steps: 8);
        JoinAll(5);
        for (var step = 0; step < 5; step++)
        {
            var requests = Enumerable.Range(0, 4).Select(Asked).ToList();
            Clock.RunFor(TimeSpan.FromMilliseconds(2));
            for (var number = 1; number < 4; number++)
            {
                Answer(number, requests[number]);
            }

            Fence();
            // After its first steps worker 0 takes a hundred times as long as the others.
            Clock.RunFor(TimeSpan.FromMilliseconds(step < 3 ? 1 : 200));
            Answer(0, requests[0]);
        }

        AnswerAll(1, 2, 3, 4);
        var slow = Assert.Single(Observed.Of("slow"));
        Assert.Equal(0, slow.Worker!.Value.Number);
        Assert.Contains("its row goes to worker 4", slow.Text);
        Assert.Equal([1, 2, 3, 4], Observed.Steps[^1].Used);
    }

    [Fact]
    public void Code_must_be_planned_anew_when_a_worker_leaves_for_good()
    {
        Start(Elastic, steps: 3);
        JoinAll(4);
        var old = Enumerable.Range(0, 4).Select(Asked).ToList();
        Answer(0, old[0]);
        Manager.Tell(new Goodbye(new WorkerId(3), "enough"), Workers[3].Ref);

        var request = Asked(0);

        Assert.Equal(3, request.Chunks);
        Assert.Equal(0, request.Key.Step.Step);
        Assert.Equal(1, request.Key.Attempt);
        Answer(0, request);
        AnswerAll(1, 2, 0);
        Assert.Equal(
            Enumerable.Range(0, 3).Select(step => ToyModel.StepSum(step, 3)), Model.Sums);
        Assert.Single(Observed.Of("left"));
        Assert.Single(Observed.Of("replanned"));
    }

    [Fact]
    public void Code_must_grow_at_a_step_boundary_when_a_worker_comes_to_stay()
    {
        Start(Elastic, steps: 2);
        JoinAll(4);
        var requests = Enumerable.Range(0, 4).Select(Asked).ToList();
        Join(4);
        for (var number = 0; number < 4; number++)
        {
            Answer(number, requests[number]);
        }

        var request = Asked(4);
        Assert.Equal(5, request.Chunks);
        Answer(4, request);
        AnswerAll(0, 1, 2, 3);
        Assert.Equal([ToyModel.StepSum(0, 4), ToyModel.StepSum(1, 5)], Model.Sums);
    }

    [Fact]
    public void Kill_alone_must_not_change_the_code()
    {
        Start(Elastic, steps: 1);
        JoinAll(4);
        Sys.Stop(Workers[1].Ref);
        AwaitAssert(() => Assert.Single(Observed.Of("waiting")));
        Clock.RunFor(Options.Supervision.DeadlineFirst / 2);
        Join(1);

        Assert.Equal(4, Asked(1).Chunks);
        Assert.Empty(Observed.Of("replanned"));
    }

    [Fact]
    public void Quarantined_worker_must_be_planned_without_and_with_again()
    {
        Start(Elastic, steps: 3);
        JoinAll(4);
        Assert.Equal(4, Asked(0).Chunks);
        Manager.Tell(
            new WorkerQuarantined(new WorkerId(2), "too often", 60), NodeProbe.Ref);
        AwaitAssert(() => Assert.Single(Observed.Of("quarantined")));
        Assert.Equal(3, Asked(0).Chunks);

        Clock.RunFor(TimeSpan.FromSeconds(61));
        Join(2);
        AwaitAssert(() => Assert.Single(Observed.Of("quarantined")));
        Assert.Single(Observed.Of("replanned"));
    }

    /// <summary>Waits until the job has handled what was told before.</summary>
    private void Fence()
    {
        var probe = CreateTestProbe();
        Job.Tell(new Identify(1), probe.Ref);
        probe.ExpectMsg<ActorIdentity>();
    }
}
