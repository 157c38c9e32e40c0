namespace AkkaCoded.Messages.Cluster;

/// <summary>What a coordinator tells a node that wants to join, as JSON.</summary>
/// <param name="Engine"><c>Embedded</c> or <c>Packages</c>: both ends must have the same.</param>
/// <param name="Version">The program's.</param>
/// <param name="ProtocolVersion"><c>WireLimits.ProtocolVersion</c>.</param>
/// <param name="Seeds">Addresses of actor systems to join at, such as
/// <c>akka.tcp://akkacoded@10.0.0.5:7400</c>.</param>
public sealed record JoinInfo(
    string Engine, string Version, int ProtocolVersion, IReadOnlyList<string> Seeds);
