using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Security;

namespace AkkaCoded.Coordinator.Tests.Security;

/// <summary>A test that needs an address of this machine besides loopback.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetworkFactAttribute : FactAttribute
{
    public NetworkFactAttribute()
    {
        if (Network.Own is null)
        {
            Skip = "This machine has no IPv4 address but loopback.";
        }
    }
}

/// <summary>A test of a whole cluster off loopback: with packages that let strangers in there is
/// none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NetworkClusterFactAttribute : FactAttribute
{
    public NetworkClusterFactAttribute()
    {
        if (Network.Own is null)
        {
            Skip = "This machine has no IPv4 address but loopback.";
        }
        else if (!ClusterEngine.IsEmbedded
            && ClusterEngine.AkkaVersion < AkkaVersionCheck.AuthenticatesClients)
        {
            Skip = $"Akka.NET {ClusterEngine.AkkaVersion} is refused off loopback.";
        }
    }
}

/// <summary>How this machine is reached from others.</summary>
internal static class Network
{
    public static IPAddress? Own { get; } = NetworkInterface.GetAllNetworkInterfaces()
        .Where(one => one.OperationalStatus == OperationalStatus.Up)
        .SelectMany(one => one.GetIPProperties().UnicastAddresses)
        .Select(one => one.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork
            && !IPAddress.IsLoopback(address));
}
