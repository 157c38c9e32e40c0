using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Jobs;

/// <summary>A job that plans its own code: scripted workers, in virtual time.</summary>
public sealed class AutoJobSpec : ScriptedJob
{
    private const string Auto = "coded.code { family = auto }\n";

    [Fact]
    public void Job_must_begin_with_a_repetition_and_tell_each_change_with_its_reason()
    {
        Start(Auto, steps: 30);
        JoinAll(4);
        var first = Asked(0);
        Answer(0, first);

        var result = AnswerAll(0, 1, 2, 3);

        Assert.Equal(30, result.Steps);
        Assert.Equal(2, first.RowChunks.Length);
        Assert.Equal(4, first.Chunks);
        var replanned = Observed.Of("replanned").ToList();
        Assert.Contains("nothing is known yet", replanned[0].Text);
        Assert.Equal(0, replanned[0].Step);
        Assert.All(replanned.Skip(1), change => Assert.Contains("expected", change.Text));
        Assert.Equal(ToyModel.StepSum(0, 4), Model.Sums[0]);
    }

    [Fact]
    public void Job_must_go_on_without_workers_that_do_not_return()
    {
        Start(Auto, steps: 2);
        JoinAll(4);
        var (twin, left) = LoseHalf();
        Assert.Single(Observed.Of("replanned"));
        Clock.RunFor(Options.Supervision.DeadlineMin / 2);
        Assert.Single(Observed.Of("replanned"));

        WaitForPlan();

        var again = Asked(left[0]);
        Assert.True(again.Key.Attempt > 0);
        Answer(left[0], again);
        Answer(left[1], Asked(left[1]));
        AwaitAssert(() => Assert.Single(Observed.Steps));
        Assert.Equal(ToyModel.StepSum(0, again.Chunks), Model.Sums[0]);
        var step = Observed.Steps[0];
        Assert.Equal(left, step.Used.Concat(step.Late).Concat(step.Cancelled).Order());
        Assert.Contains($"without 0 {twin}", Observed.Of("replanned").Last().Text);
    }

    [Fact]
    public void Worker_that_returns_must_take_part_again()
    {
        Start(Auto, steps: 40);
        JoinAll(4);
        var (twin, _) = LoseHalf();
        WaitForPlan();
        Join(0);
        Join(twin);

        var result = AnswerAll(0, 1, 2, 3);

        Assert.Equal(40, result.Steps);
        Assert.Contains(
            Observed.Steps, step => step.Used.Concat(step.Late).Concat(step.Cancelled).Contains(0));
        Assert.All(Model.Sums.Index(), step => Assert.Contains(
            step.Item,
            Enumerable.Range(1, 64).Select(chunks => ToyModel.StepSum(step.Index, chunks))));
    }

    [Fact]
    public void Crash_and_quick_return_must_change_no_plan()
    {
        Start(Auto, steps: 1);
        JoinAll(4);
        var requests = Enumerable.Range(0, 4).Select(Asked).ToList();
        var twin = TwinOfFirst(requests);
        Sys.Stop(Workers[0].Ref);
        AwaitAssert(() => Assert.Single(Observed.Of("lost")));
        Join(0);
        var again = Asked(0);

        Assert.Equal(requests[0].RowChunks.AsEnumerable(), again.RowChunks);
        Answer(0, again);
        var other = Enumerable.Range(1, 3).First(number => number != twin);
        Answer(other, requests[other]);

        Ended();
        Assert.Single(Observed.Of("replanned"));
        Assert.Equal([ToyModel.StepSum(0, 4)], Model.Sums);
    }

    /// <summary>Worker 0 and its twin die in the first step; the others have answered.</summary>
    private (int Twin, int[] Left) LoseHalf()
    {
        var requests = Enumerable.Range(0, 4).Select(Asked).ToList();
        var twin = TwinOfFirst(requests);
        int[] left = [.. Enumerable.Range(1, 3).Where(number => number != twin)];
        foreach (var number in left)
        {
            Answer(number, requests[number]);
        }

        Sys.Stop(Workers[0].Ref);
        Sys.Stop(Workers[twin].Ref);
        AwaitAssert(() => Assert.Single(Observed.Of("waiting")));
        return (twin, left);
    }

    /// <summary>The job is to see the time go by, so that it goes by in small steps.</summary>
    private void WaitForPlan() => AwaitAssert(() =>
    {
        Clock.RunFor(Options.Supervision.DeadlineMin / 4);
        Assert.Equal(2, Observed.Of("replanned").Count());
    });

    private static int TwinOfFirst(List<Compute> requests) => Enumerable.Range(1, 3).First(
        number => requests[number].RowChunks.SequenceEqual(requests[0].RowChunks));
}
