using System.Globalization;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Protocol and system, with host and port where the system can be reached.</summary>
public sealed class Address
    : IEquatable<Address>, IComparable<Address>, IComparable, ISurrogated, ICloneable
{
    public static readonly Address AllSystems = new("akka", "all-systems");

    public static readonly IComparer<Address> Comparer =
        Comparer<Address>.Create((x, y) => x is null ? y is null ? 0 : -1 : x.CompareTo(y));

    private string _text;

    public Address(string protocol, string system, string host = null, int? port = null)
    {
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant();
        Port = port;
    }


    public string Host { get; }

    public int? Port { get; }

    public string System { get; }

    public string Protocol { get; }

    public bool HasLocalScope => string.IsNullOrEmpty(Host);

    public bool HasGlobalScope => !HasLocalScope;

    public static bool operator ==(Address left, Address right) =>
        left?.Equals(right) ?? right is null;

    public static bool operator !=(Address left, Address right) => !(left == right);

    public static Address Parse(string address) =>
        TryParse(address, out var parsed)
            ? parsed
            : throw new ArgumentException($"Can not parse address: {address}", nameof(address));

    public static bool TryParse(string path, out Address address) =>
        TryParse(path.AsSpan(), out address);

    public static bool TryParse(string path, out Address address, out string absolutUri)
    {
        var found = TryParse(path.AsSpan(), out address, out var rest);
        absolutUri = found ? rest.ToString() : null;
        return found;
    }

    public static bool TryParse(ReadOnlySpan<char> span, out Address address) =>
        TryParse(span, out address, out _);

    /// <summary>Reads protocol://system or protocol://system@host:port, then the rest.</summary>
    public static bool TryParse(
        ReadOnlySpan<char> span, out Address address, out ReadOnlySpan<char> absolutUri)
    {
        address = null;
        absolutUri = default;
        var colon = span.IndexOf("://");
        if (colon < 4 || !span.StartsWith("akka", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var protocol = span[..colon].ToString();
        var rest = span[(colon + 3)..];
        var slash = rest.IndexOf('/');
        absolutUri = slash < 0 ? "/" : rest[slash..];
        var authority = slash < 0 ? rest : rest[..slash];
        var at = authority.IndexOf('@');
        if (at < 0)
        {
            address = new Address(protocol, authority.ToString());
            return authority.Length > 0;
        }

        return TryParseHostPort(protocol, authority[..at], authority[(at + 1)..], out address);
    }

    public Address WithProtocol(string protocol) => new(protocol, System, Host, Port);

    public Address WithSystem(string system) => new(Protocol, system, Host, Port);

    public Address WithHost(string host = null) => new(Protocol, System, host, Port);

    public Address WithPort(int? port = null) => new(Protocol, System, Host, port);

    public object Clone() => new Address(Protocol, System, Host, Port);

    public string HostPort() => ToString()[(Protocol.Length + 3)..];

    public bool Equals(Address other) =>
        ReferenceEquals(this, other)
        || (other is not null && Port == other.Port && Host == other.Host
            && System == other.System && Protocol == other.Protocol);

    public override bool Equals(object obj) => obj is Address other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Protocol, System, Host, Port);

    public int CompareTo(Address other)
    {
        if (other is null)
        {
            return 1;
        }

        var order = string.CompareOrdinal(Protocol, other.Protocol);
        order = order != 0 ? order : string.CompareOrdinal(System, other.System);
        order = order != 0 ? order : string.CompareOrdinal(Host ?? "", other.Host ?? "");
        return order != 0 ? order : (Port ?? 0).CompareTo(other.Port ?? 0);
    }

    int IComparable.CompareTo(object obj) =>
        obj switch
        {
            null => 1,
            Address address => CompareTo(address),
            _ => throw new ArgumentException($"not an address: {obj.GetType()}", nameof(obj)),
        };

    public override string ToString() => _text ??= Format();

    public ISurrogate ToSurrogate(ActorSystem system) =>
        new AddressSurrogate { Host = Host, Port = Port, System = System, Protocol = Protocol };

    private static bool TryParseHostPort(
        string protocol,
        ReadOnlySpan<char> system,
        ReadOnlySpan<char> hostPort,
        out Address address)
    {
        address = null;
        var colon = hostPort.LastIndexOf(':');
        if (system.IsEmpty || colon <= 0
            || !int.TryParse(hostPort[(colon + 1)..], CultureInfo.InvariantCulture, out var port))
        {
            return false;
        }

        address = new Address(protocol, system.ToString(), hostPort[..colon].ToString(), port);
        return true;
    }

    private string Format()
    {
        var text = $"{Protocol}://{System}";
        text = string.IsNullOrWhiteSpace(Host) ? text : $"{text}@{Host}";
        return Port is { } port
            ? string.Create(CultureInfo.InvariantCulture, $"{text}:{port}")
            : text;
    }

    public sealed class AddressSurrogate : ISurrogate
    {
        public string Protocol { get; set; }

        public string System { get; set; }

        public string Host { get; set; }

        public int? Port { get; set; }

        public ISurrogated FromSurrogate(ActorSystem system) =>
            new Address(Protocol, System, Host, Port);
    }
}
