using AkkaCoded.Codes;
using AkkaCoded.Messages.Chaos;

namespace AkkaCoded.Messages.Tests.Chaos;

/// <summary>What a step would have taken.</summary>
public sealed class HindsightSpec
{
    [Fact]
    public void Uncoded_step_must_wait_for_the_last_answer()
    {
        var code = CodeFamilies.Build("uncoded", new CodeParameters(3, 0));
        Assert.Equal(new HindsightTimes(5, 5, 3), Hindsight.Of(code, [2, 5, 1]));
    }

    [Fact]
    public void Repetition_step_must_end_when_every_group_has_an_answer()
    {
        var code = CodeFamilies.Build("fractional-repetition", new CodeParameters(6, 1));
        var hindsight = new Hindsight(code);
        for (var seed = 1UL; seed <= 50; seed++)
        {
            var random = new SeededRandom(seed);
            var delays = Enumerable.Range(0, 6).Select(_ => random.NextExponential()).ToArray();
            var earliest = Enumerable.Range(0, 6).GroupBy(code.Groups!.GroupOf)
                .Max(group => group.Min(worker => delays[worker]));
            var times = hindsight.Of(delays);
            Assert.True(times.EarliestDecodableSeconds == earliest, $"seed {seed}");
            Assert.Equal(delays.Max(), times.WaitForAllSeconds);
            Assert.Equal(delays.Count(delay => delay <= earliest), times.Answers);
        }
    }

    [Fact]
    public void Cyclic_step_must_end_with_the_n_minus_s_th_answer()
    {
        var code = CodeFamilies.Build("cyclic-repetition", new CodeParameters(7, 2));
        Assert.Equal(
            new HindsightTimes(5, 9, 5), Hindsight.Of(code, [9, 3, 1, 5, 2, 4, 8]));
    }

    [Fact]
    public void Answers_that_never_come_must_be_told_apart()
    {
        var code = CodeFamilies.Build("uncoded", new CodeParameters(2, 0));
        var times = Hindsight.Of(code, [1, double.PositiveInfinity]);
        Assert.Equal(new HindsightTimes(null, double.PositiveInfinity, 1), times);
    }

    [Fact]
    public void Hindsight_must_not_allocate_when_it_is_used_again()
    {
        var code = CodeFamilies.Build("fractional-repetition", new CodeParameters(8, 1));
        var hindsight = new Hindsight(code);
        double[] delays = [1, 2, 3, 4, 5, 6, 7, 8];
        hindsight.Of(delays);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            hindsight.Of(delays);
        }

        // Array.Sort may make a small helper once; a step's own memory would be 1000 times more.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }
}
