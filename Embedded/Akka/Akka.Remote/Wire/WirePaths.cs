using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Akka.Actor;

namespace Akka.Remote.Wire;

/// <summary>Paths on the wire: those of the writing node begin with a slash, others have the
/// address before it; none is an empty block.</summary>
internal sealed class WirePaths(RemoteActorRefProvider provider)
{
    private static readonly byte[] Ignore = "/ignore"u8.ToArray();

    /// <summary>Of actors here, for as long as they live.</summary>
    private readonly ConditionalWeakTable<IActorRef, byte[]> _own = [];

    public static byte[] Own(ActorPath path)
    {
        var text = path.ToStringWithoutAddress();
        return Encoding.UTF8.GetBytes(path.Uid == 0
            ? text
            : string.Create(CultureInfo.InvariantCulture, $"{text}#{path.Uid}"));
    }

    public byte[] Of(IActorRef actor) =>
        actor switch
        {
            null or Nobody => [],
            ActorRefWithCell => _own.TryGetValue(actor, out var known) ? known : Keep(actor),
            _ => Write(actor),
        };

    private byte[] Keep(IActorRef actor) => _own.GetValue(actor, Write);

    private byte[] Write(IActorRef actor) =>
        IsOfAnotherSystem(actor, out var address)
            ? Encoding.UTF8.GetBytes(actor.Path.ToSerializationFormatWithAddress(address))
        : provider.HasAddress(actor.Path.Address) ? Own(actor.Path)
        : ReferenceEquals(actor, provider.IgnoreRef) ? Ignore
        : Encoding.UTF8.GetBytes(actor.Path.ToSerializationFormat());

    /// <summary>Of two systems in one process that have one name.</summary>
    private bool IsOfAnotherSystem(IActorRef actor, out Address address)
    {
        var other = (actor as IInternalActorRef)?.Provider as RemoteActorRefProvider;
        address = other?.DefaultAddress;
        return other is not null && other != provider;
    }
}
