using AkkaCoded.Coordinator.Race;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Race;

public sealed class AsyncRoundsSpec
{
    public static TheoryData<int?> Policies => [null, 0, 1, 5];

    [Theory]
    [MemberData(nameof(Policies))]
    public void Every_share_must_be_applied_once_whatever_is_lost(int? staleness)
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var (slots, first) = (random.Next(1, 6), random.Next(3));
            var steps = first + random.Next(1, 8);
            var world = new RoundsWorld(
                slots, first, steps, staleness, $"seed {seed}, staleness {staleness}");
            world.Start();
            for (var i = 0; i < 150 && world.Dones == 0; i++)
            {
                Happen(world, random, slots);
            }

            world.RunOut();
            AssertComplete(world, slots, first, steps);
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void One_worker_must_go_step_by_step(int? staleness)
    {
        var world = new RoundsWorld(1, 0, 4, staleness);
        world.Start();
        for (var step = 0; step < 4; step++)
        {
            Assert.Equal(
                new AnswerKey(new StepKey(RoundsWorld.Job, 3, step), 0, 0),
                world.Computing[0]!.Key);
            Assert.Equal(100 + step, world.Computing[0]!.Version);
            world.Answer(0, isHere: true);
            Assert.Equal(0, world.Applying!.Staleness);
            world.Apply();
            Assert.Equal(step, world.Reports[^1].Step);
        }

        Assert.Equal(1, world.Dones);
    }

    [Fact]
    public void Fast_worker_must_do_more_when_async()
    {
        // Worker 1 answers once, worker 0 as often as it likes.
        var world = new RoundsWorld(2, 0, 10, null);
        world.Start();
        while (world.Computing[0] is not null)
        {
            world.Answer(0, isHere: true);
            world.Apply();
        }

        Assert.Equal(19, world.Applied.Count);
        Assert.Equal(9, world.Reports.Count);
        world.Answer(1, isHere: true);
        Assert.Equal(19, world.Applying!.Staleness);
        world.Apply();
        Assert.Equal(1, world.Dones);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Fast_worker_must_wait_for_the_slowest_when_it_is_the_staleness_ahead(int staleness)
    {
        var world = new RoundsWorld(3, 0, 10, staleness);
        world.Start();
        for (var step = 0; step <= staleness; step++)
        {
            Next(world, 0);
        }

        Assert.Null(world.Computing[0]);
        Assert.False(world.IsWaiting);
        Next(world, 1);
        Assert.Null(world.Computing[0]);
        Next(world, 2);
        Assert.Equal(staleness + 1, world.Computing[0]!.Key.Step.Step);
    }

    [Fact]
    public void Slowest_must_not_hold_up_the_others_when_it_is_lost()
    {
        var world = new RoundsWorld(3, 0, 10, 0);
        world.Start();
        Next(world, 0);
        Next(world, 1);
        Assert.Null(world.Computing[0]);
        world.Lose(2);
        Assert.Equal(1, world.Computing[0]!.Key.Step.Step);
        world.Return(2);
        Assert.Equal(0, world.Computing[2]!.Key.Step.Step);
        Assert.Equal(1, world.Computing[2]!.Key.Attempt);
        Next(world, 0);
        Next(world, 1);
        Assert.Null(world.Computing[0]);
        Next(world, 2);
        Assert.Null(world.Computing[0]);
        Next(world, 2);
        Assert.Equal(2, world.Computing[0]!.Key.Step.Step);
    }

    [Fact]
    public void Lost_share_must_go_to_the_next_that_can_take_it_when_async()
    {
        var world = new RoundsWorld(2, 0, 3, null);
        world.Start();
        world.Lose(0);
        Next(world, 1);
        Assert.Equal((0, 0, 1), Named(world.Computing[1]!.Key));
        Next(world, 1);
        Assert.Equal((1, 0, 0), Named(world.Computing[1]!.Key));
    }

    [Fact]
    public void Worker_must_be_opened_anew_when_only_steps_that_it_refuses_are_left()
    {
        var world = new RoundsWorld(2, 0, 2, null);
        world.Start();
        world.Answer(1, isHere: true);
        world.Apply();
        world.Answer(1, isHere: true);
        world.Apply();
        Assert.Equal((1, 1, 0), Named(world.Computing[1]!.Key));
        world.Lose(0);
        Next(world, 1);
        Assert.Null(world.Computing[1]);
        Assert.Equal(1, Assert.Single(world.Reopening));
        Assert.False(world.IsWaiting);
        world.Return(1);
        Assert.Equal((0, 0, 1), Named(world.Computing[1]!.Key));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Waiting_must_be_told_when_nobody_is_left(int? staleness)
    {
        var world = new RoundsWorld(2, 0, 3, staleness);
        world.Start();
        world.Lose(1);
        Assert.False(world.IsWaiting);
        world.Lose(0);
        Assert.True(world.IsWaiting);
        world.Return(0);
        Assert.False(world.IsWaiting);
    }

    [Fact]
    public void Answer_that_is_here_must_be_applied_when_its_worker_is_lost()
    {
        var world = new RoundsWorld(2, 0, 1, null);
        world.Start();
        world.Answer(0, isHere: true);
        world.Answer(1, isHere: true);
        world.Lose(0);
        world.Lose(1);
        world.Apply();
        world.Apply();
        Assert.Equal(1, world.Dones);
        Assert.Equal([0, 1], Assert.Single(world.Reports).Slots.ToArray());
    }

    [Fact]
    public void Messages_out_of_date_must_be_ignored_and_counted()
    {
        var world = new RoundsWorld(2, 0, 3, 1);
        world.Start();
        var key = world.Computing[0]!.Key;
        world.Fail(0);
        Assert.Empty(world.Rounds.Arrived(0, key, isHere: true));
        Assert.Empty(world.Rounds.Arrived(1, key with { Attempt = 1 }, isHere: true));
        Assert.Empty(world.Rounds.AnswerLost(0, key));
        world.Rounds.Received(0, key);
        Assert.Equal(4, world.Rounds.Ignored);
        Assert.True(world.Rounds.IsAwaited(0, key with { Attempt = 1 }));
    }

    private static (long, int, int) Named(AnswerKey key) =>
        (key.Step.Step, key.Partition, key.Attempt);

    private static void Next(RoundsWorld world, int slot)
    {
        world.Answer(slot, isHere: true);
        world.Apply();
    }

    private static void Happen(RoundsWorld world, Random random, int slots)
    {
        var slot = random.Next(slots);
        switch (random.Next(12))
        {
            case < 4 when world.Computing[slot] is not null:
                world.Answer(slot, random.Next(3) == 0);
                break;
            case < 8 when world.Applying is not null:
                world.Apply();
                break;
            case 8 when world.Applying is not null:
                world.Receive();
                break;
            case 9 when world.Computing[slot] is not null:
                world.Fail(slot);
                break;
            case 10 when world.IsLive[slot]:
                world.Lose(slot);
                break;
            case 11 when !world.IsLive[slot] || world.Reopening.Contains(slot):
                world.Return(slot, world.Reopening.Contains(slot) ? -1 : random.Next(-1, 4));
                break;
        }
    }

    private static void AssertComplete(RoundsWorld world, int slots, int first, int steps)
    {
        var expected =
            from step in Enumerable.Range(first, steps - first)
            from row in Enumerable.Range(0, slots)
            select ((long)step, row);
        Assert.Equal(
            expected,
            world.Applied.Select(apply => (apply.Key.Step.Step, apply.Key.Partition)).Order());
        Assert.Equal(1, world.Dones);
        Assert.Equal(100 + world.Applied.Count, world.Rounds.Version);
        Assert.Equal(
            Enumerable.Range(first, steps - first).Select(step => (long)step),
            world.Reports.Select(report => report.Step));
        Assert.Equal(
            world.Applied.Select(apply => apply.Slot),
            world.Reports.SelectMany(report => report.Slots));
    }
}
