using AkkaCoded.Coordinator.Supervision;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Supervision;

public sealed class ElasticPlanSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Start = TimeSpan.FromHours(1);

    /// <summary>Six partitions and two spares that are all there at first; at least three are to
    /// work. 0: no change.</summary>
    [Theory]
    [InlineData("nothing", 0)]
    [InlineData("a worker leaves", 0)]
    [InlineData("two leave", 0)]
    [InlineData("three leave", 5)]
    [InlineData("four leave", 4)]
    [InlineData("six leave", 0)]
    [InlineData("three die", 0)]
    [InlineData("three died long ago", 5)]
    [InlineData("three are quarantined", 5)]
    [InlineData("one comes", 7)]
    [InlineData("three come", 9)]
    [InlineData("three come but open still", 0)]
    public void Plan_must_follow_who_stays(string what, int expected)
    {
        var assignment = Full();
        var now = Happen(assignment, what);
        var change = new ElasticPlan(2, 3, Patience).Propose(assignment, now, _ => true);
        Assert.Equal(expected, change?.Workers ?? 0);
    }

    [Theory]
    [InlineData("three leave", 4)]
    [InlineData("one comes", 0)]
    [InlineData("three come", 8)]
    public void Plan_must_be_the_largest_that_suits_the_code(string what, int expected)
    {
        var assignment = Full();
        var now = Happen(assignment, what);
        var change = new ElasticPlan(2, 3, Patience).Propose(assignment, now, n => n % 2 == 0);
        Assert.Equal(expected, change?.Workers ?? 0);
    }

    [Fact]
    public void Plan_must_be_at_rest_after_it_was_carried_out()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var assignment = new Assignment(random.Next(1, 9), 2, Start, Patience);
            var plan = new ElasticPlan(random.Next(3), random.Next(1, 4), Patience);
            for (var i = 0; i < 40; i++)
            {
                var worker = new WorkerId(random.Next(14));
                Change(assignment, worker, random.Next(4), Start);
                if (plan.Propose(assignment, Start, Suits) is { } change)
                {
                    Assert.NotEqual(assignment.Partitions, change.Workers);
                    assignment.Resize(change.Workers);
                }

                assignment.Fill(Start);
                Assert.True(
                    plan.Propose(assignment, Start, Suits) is null, $"seed {seed}, event {i}");
            }

            bool Suits(int n) => n % (1 + (seed % 3)) == 0;
        }
    }

    private static Assignment Full()
    {
        var assignment = new Assignment(6, 2, Start, Patience);
        foreach (var worker in Enumerable.Range(0, 8).Select(number => new WorkerId(number)))
        {
            assignment.Joined(worker, Start);
            assignment.Opened(worker, Start);
        }

        assignment.Fill(Start);
        return assignment;
    }

    private static TimeSpan Happen(Assignment assignment, string what)
    {
        var words = what.Split(' ');
        var count = Array.IndexOf(["nothing", "one", "two", "three", "four", "a", "six"], words[0]);
        count = words[0] == "a" ? 1 : count;
        var kind = words.ElementAtOrDefault(words[0] == "a" ? 2 : 1);
        var first = kind is "comes" or "come" ? 20 : 0;
        for (var number = first; number < first + count; number++)
        {
            var worker = new WorkerId(number);
            Change(assignment, worker, kind switch
            {
                "leave" or "leaves" => 0,
                "die" or "died" => 1,
                "are" => 2,
                _ => words.Contains("still") ? 4 : 3,
            }, Start);
        }

        assignment.Fill(Start);
        return words.Contains("ago") ? Start + Patience : Start;
    }

    private static void Change(Assignment assignment, WorkerId worker, int kind, TimeSpan now)
    {
        switch (kind)
        {
            case 0:
                assignment.Left(worker, now);
                break;
            case 1:
                assignment.Lost(worker, now);
                break;
            case 2:
                assignment.Quarantine(worker, now, now + TimeSpan.FromHours(1));
                break;
            default:
                assignment.Joined(worker, now);
                break;
        }

        if (kind == 3)
        {
            assignment.Opened(worker, now);
        }
    }
}
