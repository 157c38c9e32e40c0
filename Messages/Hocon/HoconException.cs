using Akka.Configuration;

namespace AkkaCoded.Messages.Hocon;

/// <summary>A document cannot be read: says where, what was expected and what is there.</summary>
internal sealed class HoconException(HoconOrigin origin, string expected, string found)
    : ConfigurationException($"{origin}: expected {expected}, but found {found}")
{
    public HoconOrigin Origin { get; } = origin;

    public string Expected { get; } = expected;

    public string Found { get; } = found;
}
