using System.Security.Cryptography;
using Akka.Actor;

namespace Akka.Remote;

/// <summary>Tells the systems apart that have had one address in turn.</summary>
public class AddressUid : IExtension
{
    /// <summary>Never 0, which stands for "not known yet" on the wire.</summary>
    public readonly int Uid = RandomNumberGenerator.GetInt32(1, int.MaxValue);
}

public class AddressUidExtension : ExtensionIdProvider<AddressUid>
{
    public static int Uid(ActorSystem system) =>
        system.WithExtension<AddressUid, AddressUidExtension>().Uid;

    public override AddressUid CreateExtension(ExtendedActorSystem system) => new();
}
