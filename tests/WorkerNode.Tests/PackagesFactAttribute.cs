using AkkaCoded.Messages.Cluster;

namespace AkkaCoded.WorkerNode.Tests;

/// <summary>A test of two actor systems that find each other by themselves: with the packages they
/// listen, while the embedded engine needs a coordinator's port.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PackagesFactAttribute : FactAttribute
{
    public PackagesFactAttribute()
    {
        if (ClusterEngine.IsEmbedded)
        {
            Skip = "the embedded engine joins by way of a coordinator's port";
        }
    }
}
