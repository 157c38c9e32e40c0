using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

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
