namespace AkkaCoded.Messages.Security;

/// <summary>A node's folder that was made.</summary>
/// <param name="Name">The node's name.</param>
/// <param name="Folder">Where its files are; copied to the node as they are.</param>
/// <param name="Hosts">Names and addresses that the certificate is for.</param>
/// <param name="ValidUntil">When it has to be renewed.</param>
/// <param name="Thumbprint">SHA-1 of the certificate, as systems show it.</param>
public sealed record IssuedNode(
    string Name,
    string Folder,
    IReadOnlyList<string> Hosts,
    DateTimeOffset ValidUntil,
    string Thumbprint);
