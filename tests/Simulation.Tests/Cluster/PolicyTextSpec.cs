using AkkaCoded.Codes;
using AkkaCoded.Codes.Latency;
using AkkaCoded.Simulation.Cluster;

namespace AkkaCoded.Simulation.Tests.Cluster;

public sealed class PolicyTextSpec
{
    [Theory]
    [InlineData("wait-all", true)]
    [InlineData("exact:fractional-repetition:s=3", true)]
    [InlineData("exact", true)]
    [InlineData("approximate:bernoulli:s=2,error-max=0.5,deadline=0.2", false)]
    [InlineData("backup:b=2", false)]
    [InlineData("backup:b=0", true)]
    [InlineData("count:cyclic-mds:s=2", true)]
    [InlineData("count:mds:s=2", true)]
    [InlineData("async", false)]
    [InlineData("ssp:s=3", false)]
    [InlineData("local-sgd:h=4", false)]
    [InlineData("auto", true)]
    [InlineData("gc-mu:s=3,mu=0.5,wait=all", true)]
    [InlineData("sr-sgc:1,2,3", false)]
    [InlineData("m-sgc:b=1,w=2,lambda=3", false)]
    [InlineData("partial:s=3", true)]
    [InlineData("lb-bsp:model=affine", true)]
    [InlineData("speculative:q=0.5,m=2", true)]
    [InlineData("k-sync:k=9", false)]
    [InlineData("dsag:k=8,balance=5", false)]
    public void Policy_must_be_read_and_run(string text, bool isExact)
    {
        var policy = SimulatedPolicy.Parse(text);
        var options = new SimulationOptions
        {
            Workers = 12,
            Steps = 16,
            VectorBytes = 1000,
            Delays = DelaySource.FromLaw(
                LatencyLaw.Parse("shifted-exponential(rate=4, load=additive)")),
        };

        var result = PolicyComparison.Run(options, policy);

        Assert.Equal(isExact, policy.IsSynchronousExact);
        Assert.Equal(isExact, result.IsSynchronousExact);
        Assert.Equal(text, result.Name);
        Assert.Equal(text.Contains("sgc") ? 17 : 16, result.StepSeconds.Count);
        Assert.True(result.StepSeconds.Sum() > 0);
        Assert.True(result.Bytes >= 1000);
        Assert.InRange(result.WastedWork, 0, 1);
        Assert.True(result.Work > 0);
    }

    [Theory]
    [InlineData("exakt", "CDL-0610", "exact")]
    [InlineData("", "CDL-0610", "wait-all")]
    [InlineData("backup", "CDL-0611", "b")]
    [InlineData("backup:b=x", "CDL-0611", "whole number")]
    [InlineData("wait-all:s=1", "CDL-0611", "no parameters")]
    [InlineData("exact:uncoded:r=1", "CDL-0611", "s")]
    [InlineData("exact:uncoded:s=1,s=2", "CDL-0611", "once")]
    [InlineData("ssp:3", "CDL-0611", "s")]
    [InlineData("gc-mu:s=3,mu=-1", "CDL-0611", "number")]
    [InlineData("gc-mu:s=3,wait=never", "CDL-0611", "enough, all")]
    public void Wrong_policy_must_be_refused_with_what_is_allowed(
        string text, string code, string allowed)
    {
        var error = Assert.Throws<InvalidInputException>(() => SimulatedPolicy.Parse(text));

        Assert.Equal(code, error.Code);
        Assert.Contains(allowed, error.Message);
    }

    [Fact]
    public void List_must_keep_commas_of_parameters()
    {
        var policies = SimulatedPolicy.ParseList(
            "wait-all,exact:cyclic-mds:s=2, sr-sgc:1,2,3,gc-mu:s=3,mu=2; async");

        Assert.Equal(
            ["wait-all", "exact:cyclic-mds:s=2", "sr-sgc:1,2,3", "gc-mu:s=3,mu=2", "async"],
            policies.Select(policy => policy.Text));
    }
}
