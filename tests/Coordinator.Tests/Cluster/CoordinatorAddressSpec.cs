using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.Tests.Jobs;
using AkkaCoded.Messages.Cluster;

namespace AkkaCoded.Coordinator.Tests.Cluster;

/// <summary>Where a coordinator is reached, and which of several it is.</summary>
public sealed class CoordinatorAddressSpec
{
    private static readonly Uri A = new("http://10.0.0.5:7400");
    private static readonly Uri B = new("http://b.example:7400");

    [Theory]
    [InlineData("127.0.0.1:7400", null, "127.0.0.1")]
    [InlineData("[::1]:7400", null, "::1")]
    [InlineData("0.0.0.0:7400", "c.example", "c.example")]
    [InlineData("[::]:7400", "[2001:db8::5]", "2001:db8::5")]
    [InlineData("10.0.0.5:7400", "c.example", "c.example")]
    public void Host_must_be_the_advertised_one_or_that_of_listen(
        string listen, string? advertise, string host)
    {
        Assert.Equal(host, CoordinatorAddress.HostOf(Options(listen, advertise)));
    }

    [Theory]
    [InlineData("0.0.0.0:7400", null)]
    [InlineData("[::]:7400", null)]
    [InlineData("127.0.0.1:7400", "0.0.0.0")]
    [InlineData("127.0.0.1:7400", "two words")]
    public void Host_that_nobody_can_reach_must_be_refused(string listen, string? advertise)
    {
        var error = Assert.Throws<InvalidInputException>(
            () => CoordinatorAddress.HostOf(Options(listen, advertise)));

        Assert.Equal("CDL-0721", error.Code);
    }

    [Theory]
    [InlineData("127.0.0.1", "http://127.0.0.1:7401/")]
    [InlineData("::1", "http://[::1]:7401/")]
    [InlineData("c.example", "http://c.example:7401/")]
    public void Address_must_have_the_port_that_was_drawn(string host, string address)
    {
        Assert.Equal(
            new Uri(address), CoordinatorAddress.Of(host, new Uri("http://0.0.0.0:7401")));
    }

    [Fact]
    public void Only_coordinator_must_be_the_first_whatever_it_is_called()
    {
        var (others, isFirst) = CoordinatorAddress.Place([B], A, isEmbedded: true);

        Assert.Empty(others);
        Assert.True(isFirst);
    }

    [Fact]
    public void Several_coordinators_must_know_each_other_and_agree_on_the_first()
    {
        var (others, isFirst) = Place([A, B], A);
        Assert.Equal([B], others);
        Assert.True(isFirst);

        (others, isFirst) = Place([A, B], B);
        Assert.Equal([A], others);
        Assert.False(isFirst);
    }

    [Fact]
    public void Coordinator_that_is_not_in_the_list_must_be_refused()
    {
        Assert.Equal("CDL-0723", Assert.Throws<InvalidInputException>(
            () => Place([A, B], new Uri("http://10.0.0.6:7400"))).Code);
        Assert.Equal("CDL-0723", Assert.Throws<InvalidInputException>(
            () => Place([A, B], new Uri("http://10.0.0.5:7401"))).Code);
    }

    [Fact]
    public void Embedded_engine_must_refuse_a_second_coordinator()
    {
        var error = Assert.Throws<InvalidInputException>(
            () => CoordinatorAddress.Place([A, B], A, isEmbedded: true));

        Assert.Equal("CDL-0722", error.Code);
    }

    private static (IReadOnlyList<Uri> Others, bool IsFirst) Place(
        IReadOnlyList<Uri> all, Uri self) => CoordinatorAddress.Place(all, self, false);

    private static ClusterOptions Options(string listen, string? advertise) =>
        ClusterOptions.Read(RunJobs.Parse($"coded.cluster.listen = \"{listen}\"")) with
        {
            Advertise = advertise,
        };
}
