using AkkaCoded.Coordinator.Tests.Jobs;

namespace AkkaCoded.Coordinator.Tests.Cluster;

/// <summary>Jobs over nodes of a cluster, all in one process but over real sockets.</summary>
[Trait("Suite", "Slow")]
public sealed class ClusterTrainingSpec
{
    private const string Repetition = "coded.job.name = repetition\n";
    private const string Uncoded =
        "coded { job.name = uncoded, code { family = uncoded, stragglers = 0 } }\n";

    [Fact]
    public async Task Job_over_three_nodes_must_have_the_bits_of_one_process()
    {
        await using var cluster = await LiveCluster.StartAsync();
        cluster.Add("w1", slots: 2);
        cluster.Add("w2");
        cluster.Add("w3");
        var observed = new Observed();
        await using var run = cluster.Begin(Repetition, observed);

        var result = await run.Completion.WaitAsync(LiveCluster.Patience);

        Assert.Equal(12, result.StepsNow);
        Assert.Equal(
            RunJobs.Reference(RunJobs.Parse(Repetition)).Result.Weights.ToArray(),
            result.Weights.ToArray());
        Assert.Empty(observed.Of("lost"));
        Assert.Equal(4, observed.Of("joined").Count());
    }

    [Fact]
    public async Task Partition_of_a_killed_node_must_move_and_no_step_be_lost()
    {
        await using var cluster = await LiveCluster.StartAsync();
        cluster.Add("w1");
        cluster.Add("w2");
        cluster.Add("w3");
        var killed = cluster.Add("w4", canBeKilled: true);
        var observed = new Observed();
        // On the job's thread, so that the training cannot be over before.
        observed.Stepped = step =>
        {
            if (step.Step == 4)
            {
                killed.KillAsync().Wait();
            }
        };
        await using var run = cluster.Begin(Uncoded, observed);

        var result = await run.Completion.WaitAsync(LiveCluster.Patience);

        Assert.Equal(12, result.StepsNow);
        Assert.Equal(
            RunJobs.Reference(RunJobs.Parse(Uncoded)).Result.Weights.ToArray(),
            result.Weights.ToArray());
        // Presence and death watch race to say so; whichever is first, it is said once.
        Assert.Single(observed.Of("lost"));
        Assert.Single(observed.Of("restarted"));
        Assert.Equal("gone", cluster.StateOf("w4"));
    }

    [Theory]
    [InlineData("async")]
    [InlineData("ssp")]
    [InlineData("local-sgd")]
    public async Task Policies_without_a_barrier_must_train_over_nodes_of_which_one_dies(
        string policy)
    {
        await using var cluster = await LiveCluster.StartAsync();
        cluster.Add("w1", slots: 2);
        cluster.Add("w2");
        var killed = cluster.Add("w3", canBeKilled: true);
        var observed = new Observed();
        observed.Stepped = step =>
        {
            if (step.Step == 4)
            {
                killed.KillAsync().Wait();
            }
        };
        await using var run = cluster.Begin(
            $$"""
            coded {
              job.name = {{policy}}, optimizer.name = sgd, training.steps = 24
              policy.name = {{policy}}
              code { family = uncoded, stragglers = 0 }
            }
            """, observed);

        var result = await run.Completion.WaitAsync(LiveCluster.Patience);

        Assert.Equal(24, result.Steps);
        Assert.False(result.IsStopped);
        Assert.All(result.Weights.ToArray(), weight => Assert.True(float.IsFinite(weight)));
    }
}
