using AkkaCoded.Codes.Sequential;

namespace AkkaCoded.Codes.Tests.Sequential;

/// <summary>Rounds by hand: who is given what, and when a round has to wait.</summary>
public sealed class SequentialRunSpec
{
    [Fact]
    public void Selective_repeat_must_repeat_only_what_is_missing()
    {
        // n = 4, B = 1, W = 2, lambda = 2: s = 1. Round 0 loses two, so one repeats in round 1.
        var run = new SelectiveRepeat(new(4, 1, 2, 2) { Family = "reed-solomon" }).Start(3);
        run.Open();
        var first = run.Report([true, false, false, true]);
        Assert.False(first.MustWait);
        Assert.Empty(first.Finished);

        var tasks = run.Open();
        Assert.Equal([new(1, 0)], tasks.Of(0).ToArray());
        Assert.Equal([new(0, 0)], tasks.Of(1).ToArray());
        Assert.Equal([new(1, 0)], tasks.Of(2).ToArray());
        Assert.Equal([0, 1], run.Report([true, true, true, true]).Finished.Select(job => job.Job));
    }

    [Fact]
    public void Selective_repeat_must_repeat_nothing_when_repetition_groups_decode_already()
    {
        // Two groups of two workers; losing one of each leaves a decodable set of two.
        var scheme = new SelectiveRepeat(new(4, 1, 2, 2) { Family = "fractional-repetition" });
        var groups = scheme.Code.Groups!;
        var run = scheme.Start(2);
        run.Open();
        var lost = new[] { 0, 1 }
            .Select(group => Enumerable.Range(0, 4).First(w => groups.GroupOf(w) == group))
            .ToArray();
        bool[] answered = [.. Enumerable.Range(0, 4).Select(worker => !lost.Contains(worker))];
        Assert.Equal(0, Assert.Single(run.Report(answered).Finished).Job);
    }

    [Fact]
    public void Multiplexed_code_must_redo_a_private_chunk_before_its_group()
    {
        var run = new MultiplexedCode(new(4, 1, 2, 1)).Start(2);
        Assert.Equal([new(0, 0)], run.Open().Of(2).ToArray());
        Assert.False(run.Report([true, true, false, true]).MustWait);

        var tasks = run.Open();
        Assert.Equal([new(1, 0), new(0, 1)], tasks.Of(0).ToArray());
        Assert.Equal([new(1, 0), new(0, 0)], tasks.Of(2).ToArray());
        Assert.Equal(0, Assert.Single(run.Report([true, true, true, true]).Finished).Job);

        Assert.Equal([new(1, 1)], run.Open().Of(2).ToArray());
        Assert.False(run.IsFinished);
        Assert.Equal(1, Assert.Single(run.Report([true, false, true, true]).Finished).Job);
        Assert.True(run.IsFinished);
    }

    [Fact]
    public void Round_must_wait_when_more_workers_straggle_than_lambda()
    {
        var run = new MultiplexedCode(new(4, 1, 2, 1)).Start(5);
        run.Open();
        Assert.True(run.Report([true, true, false, false]).MustWait);
        Assert.False(run.Report([true, true, true, false]).MustWait);
        run.Open();
        Assert.True(run.Report([false, true, true, true]).MustWait);
        Assert.False(run.Report([true, true, true, true]).MustWait);
    }

    [Fact]
    public void Round_must_wait_when_a_burst_is_too_long()
    {
        var run = new MultiplexedCode(new(4, 1, 2, 1)).Start(5);
        run.Open();
        Assert.False(run.Report([true, true, true, false]).MustWait);
        run.Open();
        Assert.True(run.Report([true, true, true, false]).MustWait);
        Assert.False(run.Report([true, true, true, true]).MustWait);
    }

    [Fact]
    public void Selective_repeat_must_wait_for_a_worker_that_repeats()
    {
        var run = new SelectiveRepeat(new(4, 1, 2, 2) { Family = "reed-solomon" }).Start(3);
        run.Open();
        Assert.False(run.Report([true, false, false, true]).MustWait);
        run.Open();
        Assert.True(run.Report([true, false, true, true]).MustWait);
        Assert.False(run.Report([true, true, true, true]).MustWait);
    }

    [Fact]
    public void Answer_must_stay_taken_when_a_later_report_leaves_it_out()
    {
        var run = new MultiplexedCode(new(4, 1, 2, 1)).Start(5);
        run.Open();
        Assert.True(run.Report([true, true, false, false]).MustWait);
        Assert.False(run.Report([false, false, true, false]).MustWait);
    }

    [Fact]
    public void Rounds_out_of_order_must_be_a_mistake_of_the_program()
    {
        var run = new MultiplexedCode(new(4, 1, 2, 1)).Start(1);
        Assert.Throws<InvalidOperationException>(() => run.Report([true, true, true, true]));
        run.Open();
        Assert.Throws<InvalidOperationException>(() => run.Open());
    }
}
