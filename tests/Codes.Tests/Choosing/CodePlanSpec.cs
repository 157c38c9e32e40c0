using AkkaCoded.Codes.Choosing;

namespace AkkaCoded.Codes.Tests.Choosing;

public sealed class CodePlanSpec
{
    [Fact]
    public void Code_must_carry_the_loads_of_the_plan()
    {
        var even = CodePlan.Repetition(8, [[0, 3], [1, 4, 5], [2, 7]]);
        AssertLoads(even, PlannedCode.Of(even), 1e-12);
        var uneven = CodePlan.Repetition(4, [[0], [1], [3]], [0.6, 0.3, 0.1]);
        AssertLoads(uneven, PlannedCode.Of(uneven), 0.03);
        var counting = CodePlan.AnyOf(8, [0, 1, 2, 4, 5, 6, 7], 2);
        AssertLoads(counting, PlannedCode.Of(counting), 1e-12);
        Assert.Equal(6, Assert.Single(even.Excluded));
        Assert.Equal(("fractional-repetition", 1), (even.Family, even.Stragglers));
        Assert.Equal(("heterogeneous", 0), (uneven.Family, uneven.Stragglers));
    }

    [Fact]
    public void Code_must_share_the_chunks_it_is_given()
    {
        var plan = CodePlan.Repetition(6, [[0, 1], [2, 3], [4, 5]]);
        var built = PlannedCode.Of(plan, seed: 5, chunks: 10);
        Assert.Equal((10, 3), (built.Code.Chunks, built.Code.Groups!.Count));
        Assert.Equal(10, built.Code.Groups.Rows.Sum(row => row.Chunks.Length));
    }

    [Fact]
    public void Code_must_be_refused_when_a_group_would_have_no_chunk()
    {
        var plan = FixedPolicies.WaitForAll(4);
        var error = Assert.Throws<InvalidInputException>(() => PlannedCode.Of(plan, chunks: 3));
        Assert.Equal(("CDL-0052", "code.chunks"), (error.Code, error.Key));
    }

    [Fact]
    public void Plan_must_be_refused_when_a_worker_is_named_twice() =>
        Assert.Throws<InvalidOperationException>(() => CodePlan.Repetition(3, [[0, 1], [1, 2]]));

    [Fact]
    public void Plan_must_say_what_it_is_in_one_line()
    {
        Assert.Equal(
            "fractional-repetition, 2 groups of 1 to 2, s=0, without 3",
            CodePlan.Repetition(4, [[0, 1], [2]]).ToString());
        Assert.Equal("uncoded, 2 workers", FixedPolicies.WaitForAll(2).ToString());
        Assert.Equal(
            "cyclic-mds, any 3 of 4, s=1",
            CodePlan.AnyOf(4, [0, 1, 2, 3], 1).ToString());
    }

    private static void AssertLoads(CodePlan plan, PlannedCode built, double tolerance)
    {
        for (var index = 0; index < built.WorkerOfIndex.Length; index++)
        {
            var load = (double)built.Code.Row(index).Chunks.Length / built.Code.Chunks;
            Assert.Equal(plan.LoadOf(built.WorkerOfIndex[index]), load, tolerance);
        }
    }
}
