using AkkaCoded.Simulation.Faults;

namespace AkkaCoded.Simulation.Tests.Faults;

public sealed class FaultWorldSpec
{
    private const int SeedsUntilFound = 50;

    [Fact]
    public void World_must_keep_its_invariants_over_some_seeds() => RequireClean(1, 60);

    [Fact]
    [Trait("Suite", "Slow")]
    public void World_must_keep_its_invariants_over_many_seeds() => RequireClean(1001, 400);

    [Theory]
    [InlineData(nameof(Sabotage.ApplyTwice), "no step is lost or applied twice")]
    [InlineData(nameof(Sabotage.LoseStep), "no step is lost or applied twice")]
    [InlineData(nameof(Sabotage.ArrivalOrder), "the decoded sum is the true sum")]
    [InlineData(nameof(Sabotage.IgnoreEpoch), "epochs only grow")]
    [InlineData(nameof(Sabotage.NoHashCheck), "the decoded sum is the true sum")]
    [InlineData(nameof(Sabotage.OldParameters), "the decoded sum is the true sum")]
    [InlineData(nameof(Sabotage.NoRestarts), "progress whenever a decodable set can exist")]
    public void World_must_find_what_is_broken_on_purpose(string name, string invariant)
    {
        var sabotage = Enum.Parse<Sabotage>(name);
        for (var seed = 1UL; seed <= SeedsUntilFound; seed++)
        {
            var result = FaultRun.Run(seed, sabotage);
            if (result.Violation is { } violation)
            {
                Assert.StartsWith(invariant, violation);
                Assert.EndsWith($"--seed {seed} --break {name}", result.Replay);
                return;
            }
        }

        Assert.Fail($"{name} was not found within {SeedsUntilFound} seeds");
    }

    [Fact]
    public void Seed_must_give_the_same_run_again()
    {
        for (var seed = 1UL; seed <= 8; seed++)
        {
            var (one, other) = (FaultRun.Run(seed), FaultRun.Run(seed, isTracing: true));

            Assert.Equal(one.Digest, other.Digest);
            Assert.Equal(one.VirtualSeconds, other.VirtualSeconds);
            Assert.Equal(one.Delivered, other.Delivered);
        }

        Assert.NotEqual(FaultRun.Run(1).Digest, FaultRun.Run(2).Digest);
    }

    [Fact]
    public void Plans_must_draw_every_fault_and_every_kind_of_job()
    {
        var plans = Enumerable.Range(1, 300).Select(seed => FaultDraw.Draw((ulong)seed)).ToList();

        var kinds = plans.SelectMany(plan => plan.Faults).Select(fault => fault.Kind).Distinct();
        Assert.Equal(Enum.GetValues<FaultKind>(), kinds.Order());
        Assert.Equal(4, plans.Select(plan => plan.Family).Distinct().Count());
        Assert.Contains(plans, plan => plan.IsElastic);
        Assert.Contains(plans, plan => plan.IsRough);
        Assert.Contains(plans, plan => plan.Links.All(link => link.Loss == 0));
        Assert.Contains(
            plans, plan => plan.Links.Any(link => link is { Loss: > 0.1, KeepsOrder: false }));
    }

    [Fact]
    public void Faults_must_really_happen()
    {
        var results = Enumerable.Range(1, 30)
            .Select(seed => FaultRun.Run((ulong)seed, isTracing: true)).ToList();

        // A world in which nothing is lost and no coordinator is replaced would prove nothing.
        Assert.True(results.Sum(result => result.Lost) > 300);
        Assert.True(results.Sum(result => result.Duplicated) > 300);
        Assert.Contains(results, result => result.VirtualSeconds > result.FaultsEndSeconds);
        Assert.True(results.Sum(result => result.Trace.Count(
            line => line.EndsWith("begins", StringComparison.Ordinal)) - 1) > 10);
    }

    private static void RequireClean(ulong first, int count)
    {
        var broken = FaultRun.RunAll(first, count).Where(result => result.Violation is not null);
        Assert.Empty(broken.Select(result => result.Text));
    }
}
