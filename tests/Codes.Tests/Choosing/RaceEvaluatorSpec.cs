using AkkaCoded.Codes.Choosing;

namespace AkkaCoded.Codes.Tests.Choosing;

public sealed class RaceEvaluatorSpec
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Step_must_end_with_the_first_decodable_set_when_the_plan_is_built(ulong seed)
    {
        var random = new SeededRandom(seed);
        var seconds = Enumerable.Range(0, 9).Select(_ => random.NextOpenDouble()).ToArray();
        foreach (var plan in Plans())
        {
            var built = PlannedCode.Of(plan, seed);
            var set = new DecodableSet(built.Code);
            var end = double.PositiveInfinity;
            foreach (var index in Enumerable.Range(0, built.WorkerOfIndex.Length)
                .OrderBy(index => seconds[built.WorkerOfIndex[index]]))
            {
                set.Add(index);
                if (set.IsDecodable)
                {
                    end = seconds[built.WorkerOfIndex[index]];
                    break;
                }
            }

            var expected = new RaceEvaluator().StepSeconds(plan, seconds);
            // A counting code of few workers may be lucky: its count is what is promised.
            var holds = plan.Groups.IsEmpty ? end <= expected : end == expected;
            Assert.True(holds, $"seed {seed}, {plan}: {expected} but decodes at {end}");
        }
    }

    [Fact]
    public void Step_must_never_end_when_a_group_never_answers()
    {
        var plan = CodePlan.Repetition(3, [[0, 2], [1]]);
        double[] seconds = [1, double.PositiveInfinity, 2];
        Assert.Equal(double.PositiveInfinity, new RaceEvaluator().StepSeconds(plan, seconds));
    }

    [Fact]
    public void Run_must_show_cancelled_workers_as_longer_than_the_step()
    {
        var run = new RaceRun(new TableWorld("t", [[1, 5, 2, 3]], 0));
        var seen = run.Step(CodePlan.Repetition(4, [[0, 1], [2, 3]]), 0);
        Assert.Equal(2, seen.Seconds);
        Assert.Equal(
            [
                new(0, 0.5, 1, AnswerFate.Answered), new(1, 0.5, 2, AnswerFate.Cancelled),
                new(2, 0.5, 2, AnswerFate.Answered), new(3, 0.5, 2, AnswerFate.Cancelled),
            ],
            seen.Workers);
    }

    [Fact]
    public void Run_must_start_late_workers_late_when_they_carry_over()
    {
        var world = new TableWorld("t", [[1, 5], [1, 1]], 0);
        var plan = CodePlan.Repetition(2, [[0, 1]]);
        var run = new RaceRun(world, carryOver: true);
        run.Step(plan, 0);
        var second = run.Step(CodePlan.Repetition(2, [[0], [1]]), 1);
        // Worker 1 is busy until second 5, four seconds into the second step.
        Assert.Equal(5, second.Seconds);
        Assert.Equal(6, run.Now);
    }

    private static IEnumerable<CodePlan> Plans()
    {
        yield return FixedPolicies.WaitForAll(9);
        yield return FixedPolicies.Repetition(9, 1);
        yield return FixedPolicies.Repetition(9, 3);
        yield return CodePlan.Repetition(9, [[0, 8], [7], [3, 2, 1]]);
        yield return CodePlan.Repetition(9, [[4], [5], [6]], [0.5, 0.3, 0.2]);
        yield return CodePlan.AnyOf(9, [0, 1, 2, 3, 4, 5, 6, 7, 8], 2);
        yield return CodePlan.AnyOf(9, [0, 2, 3, 4, 5, 8], 2);
    }
}
