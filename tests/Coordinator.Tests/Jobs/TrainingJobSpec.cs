using Akka.Actor;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Jobs;

/// <summary>Steps and messages of a job.</summary>
public sealed class TrainingJobSpec : ScriptedJob
{
    private const string Repetition = "";
    private const string Uncoded = "coded.code { family = uncoded, stragglers = 0 }";

    [Fact]
    public void Job_must_take_each_step_once_and_tell_its_end()
    {
        Start(Repetition, steps: 5);
        JoinAll(4);

        var result = AnswerAll(0, 1, 2, 3);

        Assert.Equal(
            Enumerable.Range(0, 5).Select(step => ToyModel.StepSum(step, 4)), Model.Sums);
        Assert.Equal((5, 5, false), (result.Steps, result.StepsNow, result.IsStopped));
        Assert.Equal((0.75, 0.25), (result.Accuracy, result.Loss));
        Assert.Equal([0L, 1, 2, 3, 4], Observed.Steps.Select(step => step.Step));
        Assert.Equal(20, result.Used + result.Late + result.Cancelled + result.Lost);
        Assert.Equal([5L], Model.Saved);
        Told<CloseJob>(2);
        Assert.True(Model.IsDisposed);
    }

    [Fact]
    public void Job_must_stop_those_who_are_not_needed_and_close_the_step()
    {
        Start(Repetition, steps: 2);
        JoinAll(4);
        var requests = Enumerable.Range(0, 4).ToDictionary(n => n, Asked);
        var other = Enumerable.Range(1, 3).First(
            n => !requests[n].RowChunks.SequenceEqual(requests[0].RowChunks));

        Answer(0, requests[0]);
        Answer(other, requests[other]);

        var spare = Enumerable.Range(0, 4).Except([0, other]).First();
        Assert.Equal(requests[spare].Key, Told<Cancel>(spare).Key);
        Assert.Equal(requests[spare].Key.Step, Told<StepClosed>(spare).Key);
        Assert.Equal(1, Asked(0).ParametersVersion);
        var record = Assert.Single(Observed.Steps);
        Assert.Equal(new[] { 0, other }.Order(), record.Used);
        Assert.Equal(2, record.Cancelled.Count);
        Assert.NotNull(record.ArrivalSeconds[0]);
        Assert.Null(record.ArrivalSeconds[spare]);
    }

    [Fact]
    public async Task Parameters_must_be_published_for_each_version_and_the_one_before_be_gone()
    {
        Start(Repetition);
        JoinAll(4);
        var first = Asked(0);
        using (var lease = await Exchange.GetParametersAsync(Version(first), default))
        {
            Assert.Equal(Vector(0), lease.Values.ToArray());
        }

        Answer(0, first);
        for (var number = 1; number < 4; number++)
        {
            Answer(number, Asked(number));
        }

        var second = Asked(0);
        using (var lease = await Exchange.GetParametersAsync(Version(second), default))
        {
            Assert.Equal(Vector(ToyModel.StepSum(0, 4)), lease.Values.ToArray());
        }

        await Assert.ThrowsAsync<ParametersGoneException>(async () =>
            await Exchange.GetParametersAsync(Version(first), default));
    }

    [Fact]
    public async Task Vector_that_is_not_inline_must_be_asked_for_from_winners_alone()
    {
        Start(Uncoded, steps: 1);
        JoinAll(4);
        var requests = Enumerable.Range(0, 4).Select(Asked).ToList();
        for (var number = 0; number < 4; number++)
        {
            Announce(number, requests[number]);
        }

        for (var number = 0; number < 4; number++)
        {
            Assert.Equal(requests[number].Key, Told<Upload>(number).Key);
            await Post(requests[number]);
        }

        Ended();
        Assert.Equal([ToyModel.StepSum(0, 4)], Model.Sums);
    }

    [Fact]
    public async Task Winner_that_dies_before_its_upload_must_be_computed_again_elsewhere()
    {
        Start(Repetition, steps: 1);
        JoinAll(4);
        var requests = Enumerable.Range(0, 4).Select(Asked).ToList();
        var twin = Enumerable.Range(1, 3).First(
            n => requests[n].RowChunks.SequenceEqual(requests[0].RowChunks));
        var other = Enumerable.Range(1, 3).First(n => n != twin);
        Announce(0, requests[0]);
        Answer(other, requests[other]);
        Told<Upload>(0);

        Sys.Stop(Workers[0].Ref);

        var again = Asked(twin);
        Assert.Equal(1, again.Key.Attempt);
        Announce(twin, again);
        Told<Upload>(twin);
        await Post(again);
        Ended();
        Assert.Equal([ToyModel.StepSum(0, 4)], Model.Sums);
        Assert.Equal([0], Observed.Steps[0].Lost);
    }

    [Fact]
    public async Task Upload_that_is_late_must_be_given_up_and_counts_if_it_comes_after_all()
    {
        Start(Uncoded, steps: 1);
        JoinAll(4);
        var requests = Enumerable.Range(0, 4).Select(Asked).ToList();
        Announce(0, requests[0]);
        for (var number = 1; number < 4; number++)
        {
            Answer(number, requests[number]);
        }

        Told<Upload>(0);
        Clock.RunFor(Options.Supervision.DeadlineFirst * 2);

        Assert.Equal(1, Asked(0).Key.Attempt);
        await Post(requests[0]);
        Ended();
        Assert.Equal([ToyModel.StepSum(0, 4)], Model.Sums);
        Assert.Single(Observed.Of("lost"));
    }

    [Fact]
    public void Stale_messages_must_be_counted_and_change_nothing()
    {
        Start(Uncoded, steps: 2);
        JoinAll(4);
        var first = Asked(0);
        Answer(0, first);
        Answer(0, first);
        Answer(0, first with { Key = first.Key with { Attempt = 7 } });
        var otherReign = first.Key.Step with { JobEpoch = 4 };
        Answer(0, first with { Key = first.Key with { Step = otherReign } });
        for (var number = 1; number < 4; number++)
        {
            Answer(number, Asked(number));
        }

        var second = Asked(0);
        Answer(0, first);
        Answer(0, second);
        var result = AnswerAll(1, 2, 3);
        Assert.Equal(2, result.Steps);
        Assert.Equal(
            [ToyModel.StepSum(0, 4), ToyModel.StepSum(1, 4)], Model.Sums);
        Assert.True(result.Stale >= 4, $"{result.Stale} are counted");
    }

    [Fact]
    public void Failed_computation_must_be_asked_again_at_once()
    {
        Start(Uncoded, steps: 1);
        JoinAll(4);
        var request = Asked(2);

        Job.Tell(new ComputeFailed(request.Key, "no luck"), Workers[2].Ref);

        Assert.Equal(1, Asked(2).Key.Attempt);
        Assert.Equal("worker 2: no luck", Assert.Single(Observed.Of("failed")).Text);
        Assert.Empty(Observed.Of("waiting"));
    }

    [Fact]
    public void Worker_that_begins_anew_after_a_failure_must_keep_its_row()
    {
        Start(Uncoded, steps: 1);
        JoinAll(4);
        Job.Tell(new ComputeFailed(Asked(2).Key, "no luck"), Workers[2].Ref);
        var again = Asked(2);
        Manager.Tell(
            new WorkerJoined(new WorkerId(2), 9, WireLimits.ProtocolVersion, "cpu"),
            Workers[2].Ref);
        Told<OpenJob>(2);

        Answer(2, again);
        for (var number = 0; number < 4; number++)
        {
            if (number != 2)
            {
                Answer(number, Asked(number));
            }
        }

        Assert.Equal(1, Ended().Restarts);
        Assert.Empty(Observed.Of("lost"));
    }

    [Fact]
    public void Stop_must_keep_the_last_whole_step_and_dismiss_the_workers()
    {
        Start(Repetition, steps: 9, firstStep: 4);
        JoinAll(4);
        var requests = Enumerable.Range(0, 4).Select(Asked).ToList();
        Assert.Equal(4, requests[0].Key.Step.Step);
        for (var number = 0; number < 4; number++)
        {
            Answer(number, requests[number]);
        }

        var next = Asked(3);
        Manager.Tell(new StopJob(Options.Id));

        Assert.Equal(next.Key, Told<Cancel>(3).Key);
        Told<CloseJob>(3);
        var result = Ended();
        Assert.Equal((true, 5, 1), (result.IsStopped, result.Steps, result.StepsNow));
        Assert.Equal([5L], Model.Saved);
        Assert.Null(result.Accuracy);
        Assert.Single(Observed.Of("resumed"));
    }

    [Fact]
    public void Worker_must_not_count_as_lost_when_it_goes_after_the_last_step()
    {
        Start(Repetition, steps: 1);
        JoinAll(4);
        var isHeld = new ManualResetEventSlim();
        Action? evaluated = null;
        Model.HoldsEvaluation = tell =>
        {
            evaluated = tell;
            isHeld.Set();
        };
        for (var number = 0; number < 4; number++)
        {
            Answer(number, Asked(number));
        }

        Told<CloseJob>(2);
        Assert.True(isHeld.Wait(TimeSpan.FromSeconds(30)));
        Watch(Workers[2].Ref);
        Sys.Stop(Workers[2].Ref);
        ExpectTerminated(Workers[2].Ref);
        // Answered after whatever came before it.
        Job.Tell(new Identify(1));
        ExpectMsg<ActorIdentity>();
        evaluated!();

        Ended();
        Assert.Empty(Observed.Of("lost"));
    }

    [Fact]
    public void Worker_of_another_model_or_protocol_must_not_get_a_row()
    {
        Start(Uncoded, steps: 1);
        var stranger = Join(0, opens: false);
        Job.Tell(
            new JobOpened(Options.Id, Model.JobEpoch, new WorkerId(0), Length + 1), stranger.Ref);
        Manager.Tell(
            new WorkerJoined(new WorkerId(1), 1, WireLimits.ProtocolVersion + 1, "cpu"),
            CreateTestProbe().Ref);

        JoinAll(4);
        for (var number = 0; number < 4; number++)
        {
            Answer(number, Asked(number));
        }

        Ended();
        Assert.Equal(2, Observed.Of("failed").Count());
    }

    [Fact]
    public void Second_job_of_the_same_name_must_be_refused_while_the_first_runs()
    {
        Start(Uncoded);
        JoinAll(4);
        Manager.Tell(new StartJob(new JobSpec
        {
            Options = Options,
            Code = null!,
            SamplesPerStep = 1,
            Configuration = "",
            OpenModel = () => Model,
            Exchange = Exchange,
            Observers = [],
            Faults = null!,
        }));

        Assert.NotNull(ExpectMsg<JobEnded>().Error);
        Assert.Equal(0, Asked(0).Key.Step.Step);
    }

    private ParametersKey Version(Compute request) => new(
        request.Key.Step.Job, request.Key.Step.JobEpoch, request.ParametersVersion);
}
