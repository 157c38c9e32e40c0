using System.Net;
using System.Net.Sockets;
using Akka.Actor;

namespace Akka.Remote;

/// <summary>
/// The address that others know this system by. Where no port is set a number is made up; nothing
/// listens there, but a socket is bound to it, so that no other system of this machine has it too.
/// </summary>
internal sealed class OwnAddress : IDisposable
{
    private const int FirstPort = 49152;
    private const int LastPort = 65535;

    private readonly Socket _reserved;

    public OwnAddress(string systemName, WebSocketSettings settings)
    {
        var port = settings.PublicPort > 0 ? settings.PublicPort : settings.Port;
        if (port == 0)
        {
            (_reserved, port) = Reserve();
        }

        var protocol = settings.IsSecure ? "akka.ssl.tcp" : "akka.tcp";
        Address = new Address(protocol, systemName, settings.Hostname, port);
    }

    public Address Address { get; }

    public void Dispose() => _reserved?.Dispose();

    private static (Socket Socket, int Port) Reserve()
    {
        for (var attempt = 0; ; attempt++)
        {
            var port = Random.Shared.Next(FirstPort, LastPort + 1);
            var socket = new Socket(
                AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.ExclusiveAddressUse = true;
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return (socket, port);
            }
            catch (SocketException)
            {
                socket.Dispose();
                if (attempt == 100)
                {
                    // Where binding is forbidden altogether, chance has to do.
                    return (null, port);
                }
            }
        }
    }
}
