using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Logging;
using AkkaCoded.TestSupport;

namespace AkkaCoded.Coordinator.Tests.Cluster;

/// <summary>hocon/cluster.conf is both: a file for a machine, and the program's own defaults.
/// </summary>
public sealed class ClusterConfSpec
{
    private static readonly LayeredConfig File = new ConfigLayers()
        .NodeFile(Path.Combine(DataFolder.RepositoryRoot(), "hocon", "cluster.conf")).Build();

    [Fact]
    public void File_must_be_one_for_a_machine_and_name_the_defaults()
    {
        var defaults = new ConfigLayers().Build();

        var (expected, actual) = (ClusterOptions.Read(defaults), ClusterOptions.Read(File));
        Assert.Equal(expected.Coordinators, actual.Coordinators);
        Assert.Equal(expected, actual with { Coordinators = expected.Coordinators });
        Assert.Equal(
            NodeSettings.Read(defaults, "machine"), NodeSettings.Read(File, "machine"));
    }

    [Theory]
    [InlineData("akka.cluster.split-brain-resolver.active-strategy", "keep-majority")]
    [InlineData("akka.cluster.split-brain-resolver.keep-majority.role", "coordinator")]
    [InlineData("akka.cluster.split-brain-resolver.down-all-when-unstable", "off")]
    [InlineData("akka.cluster.failure-detector.acceptable-heartbeat-pause", "4s")]
    [InlineData("akka.coordinated-shutdown.phases.before-service-unbind.timeout", "60s")]
    public void Every_member_must_have_its_settings_without_naming_it(string key, string value)
    {
        var config = new ClusterSystem
        {
            Roles = NodeRoles.OfWorker("w1", 1),
            Host = "127.0.0.1",
            Port = 0,
            Logging = LoggingOptions.Read(new ConfigLayers().Build()),
        }.ToConfig();

        Assert.Equal(value, config.GetString(key));
        Assert.Equal(value, File.Config.GetString(key));
    }
}
