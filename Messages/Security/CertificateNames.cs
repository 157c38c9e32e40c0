namespace AkkaCoded.Messages.Security;

/// <summary>Names of the files that <c>cluster init</c> makes and every node reads.</summary>
public static class CertificateNames
{
    /// <summary>The authority's certificate; every node has it.</summary>
    public const string Authority = "ca.pem";

    /// <summary>The authority's private key. Who has it can name nodes: it stays where
    /// <c>cluster init</c> made it.</summary>
    public const string AuthorityKey = "ca.key";

    /// <summary>The node's certificate.</summary>
    public const string Node = "node.pem";

    /// <summary>The node's private key.</summary>
    public const string NodeKey = "node.key";

    /// <summary>Both in one file without a password, as Akka.Remote reads them.</summary>
    public const string NodeContainer = "node.pfx";
}
