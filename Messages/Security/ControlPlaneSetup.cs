using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.Messages.Security;

/// <summary>
/// Makes Akka.Remote's own port believe the cluster's authority and nobody else. By itself it asks
/// the system's store of authorities, in which ours is not, and public ones are. From 1.5.55 it can
/// be given a check in code; before, the process has to be started with another store.
/// </summary>
/// <remarks>By reflection, because older versions and the embedded engine lack the constructor. The
/// embedded engine needs none of this: its control plane is behind the coordinator's own port.
/// </remarks>
public static class ControlPlaneSetup
{
    private const string SetupType =
        "Akka.Remote.Transport.DotNetty.DotNettySslSetup, Akka.Remote";

    /// <summary>What the actor system has to be started with besides its configuration.</summary>
    /// <param name="identity">This node's, or null: in the clear.</param>
    /// <returns>Null where nothing is needed.</returns>
    /// <exception cref="InvalidInputException">CDL-0769: an older Akka.NET, and the process does
    /// not believe exactly the cluster's authority.</exception>
    public static Setup? For(PlaneIdentity? identity) =>
        identity is null ? null : For(identity, Type.GetType(SetupType), SystemRoots);

    /// <summary>All that a member's actor system is started with.</summary>
    /// <param name="config">Its configuration.</param>
    /// <param name="identity">This node's, or null: in the clear.</param>
    /// <exception cref="InvalidInputException">CDL-0769, as above.</exception>
    public static ActorSystemSetup Of(Config config, PlaneIdentity? identity)
    {
        var bootstrap = BootstrapSetup.Create().WithConfig(config);
        return For(identity) is { } setup
            ? ActorSystemSetup.Create(bootstrap, setup)
            : ActorSystemSetup.Create(bootstrap);
    }

    /// <param name="identity">This node's.</param>
    /// <param name="type">Akka.Remote's class of settings; null: the embedded engine.</param>
    /// <param name="roots">Thumbprints of all authorities that the system believes.</param>
    internal static Setup? For(
        PlaneIdentity identity, Type? type, Func<IReadOnlyCollection<string>> roots)
    {
        if (type is null)
        {
            return null;
        }

        // certificate, suppress validation, require mutual authentication, validate the host's
        // name, validator.
        var full = type.GetConstructors().SingleOrDefault(
            constructor => constructor.GetParameters().Length == 5);
        if (full is null)
        {
            RequireOnly(identity.Authority, roots());
            return null;
        }

        var check = Delegate.CreateDelegate(
            full.GetParameters()[4].ParameterType, new Check(identity),
            typeof(Check).GetMethod(nameof(Check.Accepts))!);
        return (Setup)full.Invoke([identity.Certificate, false, true, false, check]);
    }

    private static IReadOnlyCollection<string> SystemRoots() =>
    [
        .. new[] { StoreLocation.LocalMachine, StoreLocation.CurrentUser }
            .SelectMany(Thumbprints)
            .Distinct(),
    ];

    private static List<string> Thumbprints(StoreLocation location)
    {
        using var store = new X509Store(StoreName.Root, location);
        store.Open(OpenFlags.ReadOnly);
        return [.. store.Certificates.Select(root => root.Thumbprint)];
    }

    private static void RequireOnly(
        X509Certificate2 authority, IReadOnlyCollection<string> roots)
    {
        if (roots.Count != 1 || roots.Single() != authority.Thumbprint)
        {
            throw new InvalidInputException(
                "CDL-0769", "certificates", $"{roots.Count} authorities of the system",
                "the cluster's own authority alone, where Akka.NET is older than 1.5.55",
                "Build with -p:AkkaVersion=1.5.67, or start with SSL_CERT_FILE=FOLDER/ca.pem "
                + "SSL_CERT_DIR=/dev/null (Linux)");
        }
    }

    /// <summary>Has the parameters of Akka.Remote's delegate.</summary>
    private sealed class Check(PlaneIdentity identity)
    {
        public bool Accepts(
            X509Certificate2? certificate, X509Chain? chain, string peer, SslPolicyErrors errors,
            ILoggingAdapter log)
        {
            var isOurs = certificate is not null && identity.IsPeer(certificate);
            if (!isOurs)
            {
                log.Warning(
                    "Control plane: {0} showed no certificate of the cluster's authority", peer);
            }

            return isOurs;
        }
    }
}
