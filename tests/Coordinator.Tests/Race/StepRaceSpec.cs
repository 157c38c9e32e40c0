using AkkaCoded.Coordinator.Race;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Race;

public sealed class StepRaceSpec
{
    private static ToyWorld Repetition(int workers = 4, int stragglers = 1) =>
        new(RaceRules.Of(PolicyKind.Exact, "fractional-repetition", workers, stragglers));

    private static (int First, int Second) Replicas(ToyWorld world)
    {
        var group = world.Code.Groups!.GroupOf(0);
        return (0, Enumerable.Range(1, world.Code.Workers - 1)
            .First(p => world.Code.Groups.GroupOf(p) == group));
    }

    private static IEnumerable<int> OtherGroup(ToyWorld world) =>
        Enumerable.Range(0, world.Code.Workers)
            .Where(p => world.Code.Groups!.GroupOf(p) != world.Code.Groups.GroupOf(0));

    [Fact]
    public void Race_must_end_at_the_first_decodable_set_and_stop_the_rest()
    {
        var world = Repetition();
        world.Open(0);
        var (first, second) = Replicas(world);
        var others = OtherGroup(world).ToList();

        world.Answer(first);
        world.Answer(second);
        Assert.Null(world.Decision);
        world.Answer(others[0]);

        Assert.Equal(
            new[] { first, others[0] }.OrderBy(world.Code.Groups!.GroupOf),
            world.Decision!.Winners.Select(winner => winner.Key.Partition));
        Assert.Equal(others[1], Assert.Single(world.Logged<RaceAction.Stop>()).Key.Partition);
        Assert.Equal(world.TrueSum(0), world.DecodedSum(0));
        var outcome = world.Race.Close();
        Assert.Equal(new[] { first, others[0] }.Order(), outcome.Used);
        Assert.Equal([second], outcome.Late);
        Assert.Equal([others[1]], outcome.Cancelled);
        Assert.Empty(outcome.Lost);
    }

    [Fact]
    public void Winners_must_stand_in_the_order_of_code_groups_whatever_the_order_of_arrival()
    {
        var world = Repetition(8);
        foreach (var order in new[] { Enumerable.Range(0, 8), Enumerable.Range(0, 8).Reverse() })
        {
            world.Open(1);
            foreach (var partition in order.Where(_ => world.Decision is null))
            {
                world.Answer(partition);
            }

            Assert.Equal(
                [0, 1, 2, 3],
                world.Decision!.Winners.Select(
                    winner => world.Code.Groups!.GroupOf(winner.Key.Partition)));
        }
    }

    [Fact]
    public void Wait_for_all_must_not_end_before_the_last_answer()
    {
        var world = new ToyWorld(
            RaceRules.Of(PolicyKind.WaitAll, "fractional-repetition", 4, 1));
        world.Open(0);
        for (var partition = 0; partition < 4; partition++)
        {
            Assert.Null(world.Decision);
            world.Answer(partition);
        }

        Assert.NotNull(world.Decision);
    }

    [Fact]
    public void Backup_must_scale_the_first_answers_and_say_the_error()
    {
        var world = new ToyWorld(RaceRules.Of(PolicyKind.Backup, "uncoded", 4, 0, backups: 1));
        world.Open(0);
        world.Answer(3);
        world.Answer(1);
        Assert.Null(world.Decision);
        world.Answer(0);

        Assert.Equal([0, 1, 3], world.Decision!.Winners.Select(w => w.Key.Partition).Order());
        Assert.All(world.Decision.Winners, w => Assert.Equal(4.0 / 3, w.Coefficient));

        // Three chunks are 1/3 too heavy, one is missing: sqrt(3/9 + 1) / sqrt(4).
        Assert.Equal(Math.Sqrt(4.0 / 3) / 2, world.Decision.Error, 12);
        Assert.Equal([2], world.Logged<RaceAction.Stop>().Select(stop => stop.Key.Partition));
    }

    [Fact]
    public void Approximate_must_take_an_estimate_only_after_the_deadline_and_within_the_error()
    {
        var world = new ToyWorld(
            RaceRules.Of(PolicyKind.Approximate, "regular-graph", 8, 1, errorMax: 0.5));
        world.Open(0);
        for (var partition = 0; partition < 4; partition++)
        {
            world.Answer(partition);
        }

        Assert.Null(world.Decision);
        world.Deadline();
        var next = 4;
        while (world.Decision is null)
        {
            world.Answer(next++);
        }

        Assert.InRange(next, 4, 7);
        Assert.InRange(world.Decision.Error, 1e-6, 0.5);
    }

    [Fact]
    public void Winner_that_dies_before_its_vector_is_here_must_be_replaced_by_a_late_answer()
    {
        var world = Repetition();
        world.Open(0);
        var (first, second) = Replicas(world);
        var other = OtherGroup(world).First();
        world.Answer(first, isInline: false);
        world.Answer(other);
        Assert.Equal([first], world.Fetching.Keys);
        world.Answer(second);

        world.Kill(first);

        Assert.Empty(world.Fetching);
        Assert.True(world.IsDone);
        Assert.Equal(world.TrueSum(0), world.DecodedSum(0));
        Assert.Equal([first], world.Race.Close().Lost);
    }

    [Fact]
    public void Winner_whose_upload_is_late_must_be_asked_again_where_nothing_else_is_held()
    {
        var world = Repetition();
        world.Open(0);
        var (first, second) = Replicas(world);
        var other = OtherGroup(world).First();
        world.Answer(first, isInline: false);
        world.Answer(other);

        world.LoseUpload(first);

        Assert.Equal(1, world.Computing[first].Attempt);
        Assert.Equal(1, world.Computing[second].Attempt);
        world.Answer(second);
        Assert.True(world.IsDone);
    }

    [Fact]
    public void Vector_that_is_here_must_outlive_its_worker()
    {
        var world = Repetition();
        world.Open(0);
        world.Answer(0);
        world.Kill(0);
        world.Answer(OtherGroup(world).First());

        Assert.True(world.IsDone);
        Assert.Contains(0, world.Race.Close().Used);
    }

    [Fact]
    public void Race_must_wait_and_name_the_missing_until_one_returns()
    {
        var world = Repetition();
        world.Open(0);
        var (first, second) = Replicas(world);
        world.Kill(first);
        Assert.Empty(world.Logged<RaceAction.Wait>());
        world.Kill(second);

        Assert.Equal(
            [first, second], Assert.Single(world.Logged<RaceAction.Wait>()).Missing.Order());
        world.Answer(OtherGroup(world).First());
        Assert.Null(world.Decision);
        world.Return(second);

        Assert.Single(world.Logged<RaceAction.GoOn>());
        Assert.Equal(1, world.Computing[second].Attempt);
        world.Answer(second);
        Assert.True(world.IsDone);
        Assert.Equal(world.TrueSum(0), world.DecodedSum(0));
    }

    [Fact]
    public void Step_opened_without_enough_workers_must_wait_at_once()
    {
        var world = new ToyWorld(RaceRules.Of(PolicyKind.Exact, "uncoded", 3, 0));
        world.IsLive[1] = false;

        world.Open(0);

        Assert.Equal(1, Assert.Single(Assert.Single(world.Logged<RaceAction.Wait>()).Missing));
    }

    [Fact]
    public void Stale_and_doubled_messages_must_change_nothing_and_be_counted()
    {
        var world = Repetition();
        world.Open(0);
        var old = world.Computing[0];
        world.Answer(0);
        world.Announce(old);
        world.Kill(1);
        world.Return(1);
        var stale = world.Computing[1] with { Attempt = 0 };
        world.Announce(stale);
        world.Announce(old with { Step = ToyWorld.Step(9), Partition = 2 });
        world.Announce(new AnswerKey(ToyWorld.Step(0), 99, 0));

        Assert.Equal(4, world.Race.Ignored);
        Assert.Null(world.Decision);
    }

    [Fact]
    public void Replicas_that_differ_must_be_asked_again_and_the_mended_answer_counts()
    {
        var world = Repetition();
        world.Open(0);
        var (first, second) = Replicas(world);
        world.IsWrong[first] = true;
        world.Answer(first);
        world.Answer(second);

        var accuse = Assert.Single(world.Logged<RaceAction.Accuse>());
        Assert.True(accuse.IsAskedAgain);
        Assert.Equal([first, second], accuse.Partitions.Order());
        world.IsWrong[first] = false;
        world.Answer(OtherGroup(world).First());
        world.Answer(first);
        Assert.Null(world.Decision);
        world.Answer(second);

        Assert.True(world.IsDone);
        Assert.Single(world.Logged<RaceAction.Accuse>());
        Assert.Equal([1, 0], world.Decision!.Winners
            .OrderByDescending(w => w.Key.Attempt).Select(w => w.Key.Attempt));
    }

    [Fact]
    public void Majority_of_three_replicas_must_win_over_one_that_stays_wrong()
    {
        var world = Repetition(6, 2);
        world.Open(0);
        var group = Enumerable.Range(0, 6)
            .Where(p => world.Code.Groups!.GroupOf(p) == world.Code.Groups.GroupOf(0)).ToList();
        world.IsWrong[group[0]] = true;
        group.ForEach(p => world.Answer(p));
        world.Answer(group[0]);
        world.Answer(group[1]);
        Assert.Equal(group[0], world.Logged<RaceAction.Accuse>().Last().Partitions.Single());

        world.Answer(OtherGroup(world).First());

        Assert.DoesNotContain(group[0], world.Decision!.Winners.Select(w => w.Key.Partition));
    }

    [Fact]
    public void Late_answer_that_contradicts_a_used_one_must_be_reported()
    {
        var world = Repetition();
        world.Open(0);
        var (first, second) = Replicas(world);
        world.IsWrong[second] = true;
        world.Answer(first);
        world.Answer(OtherGroup(world).First());

        world.Answer(second);

        var accuse = Assert.Single(world.Logged<RaceAction.Accuse>());
        Assert.False(accuse.IsAskedAgain);
        Assert.Equal(second, Assert.Single(accuse.Partitions));
        Assert.True(world.IsDone);
    }
}
