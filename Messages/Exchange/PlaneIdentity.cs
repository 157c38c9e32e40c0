using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Exchange;

/// <summary>
/// Who this end is and whom it believes: mutual TLS under an authority of the cluster's own. No
/// certificate of the machine's store is believed, so that a public authority cannot name a node.
/// </summary>
public sealed class PlaneIdentity
{
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2");

    /// <summary>Makes an identity.</summary>
    /// <param name="certificate">This node's, with its private key.</param>
    /// <param name="authority">The cluster's own; its private key is not needed.</param>
    /// <exception cref="InvalidInputException">CDL-0421: no private key, or not signed by the
    /// authority.</exception>
    public PlaneIdentity(X509Certificate2 certificate, X509Certificate2 authority)
        : this((certificate, authority))
    {
        Check(certificate.HasPrivateKey, "a certificate with its private key");
        using var chain = new X509Chain { ChainPolicy = Policy(null) };
        Check(chain.Build(certificate), "a valid certificate of the cluster's own authority");

        void Check(bool holds, string allowed)
        {
            if (!holds)
            {
                throw new InvalidInputException(
                    "CDL-0421", "certificate", certificate.Subject, allowed,
                    "Make the node's certificate anew with the authority that the cluster uses");
            }
        }
    }

    private PlaneIdentity((X509Certificate2 Certificate, X509Certificate2 Authority) pair) =>
        (Certificate, Authority) = pair;

    /// <summary>This node's certificate.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>The authority that all nodes' certificates come from.</summary>
    public X509Certificate2 Authority { get; }

    /// <summary>An identity that the other end has to see through.</summary>
    internal static PlaneIdentity Unchecked(
        X509Certificate2 certificate, X509Certificate2 authority) =>
        new((certificate, authority));

    /// <summary>What a coordinator asks of those who connect: a client certificate of the
    /// authority.</summary>
    public void Apply(SslServerAuthenticationOptions options)
    {
        options.ServerCertificate = Certificate;
        options.ClientCertificateRequired = true;
        options.CertificateChainPolicy = Policy(ClientUse);
    }

    /// <summary>What a worker shows, and asks of the coordinator: a certificate of the authority
    /// for the host that was connected to.</summary>
    /// <param name="host">Name or address as in the coordinator's address.</param>
    public SslClientAuthenticationOptions ForClient(string host) => new()
    {
        TargetHost = host,
        ClientCertificates = [Certificate],
        LocalCertificateSelectionCallback = (_, _, _, _, _) => Certificate,
        CertificateChainPolicy = Policy(ServerUse),
        ApplicationProtocols = [SslApplicationProtocol.Http11],
    };

    /// <summary>Whether a certificate is one of the authority's, in date and for both ends of a
    /// connection. Its host is not asked for: nodes are called by addresses that change.</summary>
    public bool IsPeer(X509Certificate2 certificate)
    {
        var policy = Policy(ClientUse);
        policy.ApplicationPolicy.Add(ServerUse);
        using var chain = new X509Chain { ChainPolicy = policy };
        return chain.Build(certificate);
    }

    private X509ChainPolicy Policy(Oid? use)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // The authority is a file of the cluster's own: it publishes no lists of what it
            // revoked, and a coordinator must not go on the net to look for some.
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(Authority);
        if (use is not null)
        {
            policy.ApplicationPolicy.Add(use);
        }

        return policy;
    }
}
