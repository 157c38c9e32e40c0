using System.Globalization;
using System.Text;
using Akka.Util;

namespace Akka.Actor;

/// <summary>
/// Where an actor lives in its system's tree. Two paths are equal whatever their uid, which tells
/// the incarnations of one path apart and is compared by <see cref="IActorRef"/> only.
/// </summary>
public abstract class ActorPath
    : IEquatable<ActorPath>, IComparable<ActorPath>, ISurrogated
{
    public const string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    internal const string ValidNames =
        "Actor paths MUST: not start with `$`, include only ASCII letters and can only contain "
        + "these special characters: " + ValidSymbols + ".";

    protected ActorPath(Address address, string name)
    {
        Address = address;
        Name = name;
    }

    protected ActorPath(ActorPath parentPath, string name, long uid)
    {
        Address = parentPath.Address;
        Parent = parentPath;
        Name = name;
        Uid = uid;
        Depth = parentPath.Depth + 1;
    }

    public string Name { get; }

    public Address Address { get; }

    public long Uid { get; }

    public ActorPath Parent { get; }

    public int Depth { get; }

    public IReadOnlyList<string> Elements
    {
        get
        {
            var names = new string[Depth];
            for (var path = this; path.Depth > 0; path = path.Parent)
            {
                names[path.Depth - 1] = path.Name;
            }

            return names;
        }
    }

    public ActorPath Root => ParentOf(0);

    public static ActorPath operator /(ActorPath path, string name)
    {
        var (plain, uid) = SplitUid(name);
        return new ChildActorPath(path, plain, uid);
    }

    public static ActorPath operator /(ActorPath path, IEnumerable<string> name) =>
        name.Where(element => !string.IsNullOrEmpty(element))
            .Aggregate(path, (parent, element) => parent / element);

    public static bool operator ==(ActorPath left, ActorPath right) =>
        left?.Equals(right) ?? right is null;

    public static bool operator !=(ActorPath left, ActorPath right) => !(left == right);

    public static bool IsValidPathElement(string s) => PathNames.IsValid(s);

    public static string FormatPathElements(IEnumerable<string> pathElements) =>
        string.Join("/", pathElements);

    public static ActorPath Parse(string path) =>
        TryParse(path, out var actorPath)
            ? actorPath
            : throw new UriFormatException($"Can not parse an ActorPath: {path}");

    public static bool TryParse(string path, out ActorPath actorPath)
    {
        actorPath = null;
        return TryParseAddress(path, out var address, out var rest)
            && TryParse(new RootActorPath(address), rest, out actorPath);
    }

    public static bool TryParse(
        ActorPath basePath, string absoluteUri, out ActorPath actorPath) =>
        TryParse(basePath, absoluteUri.AsSpan(), out actorPath);

    public static bool TryParse(
        ActorPath basePath, ReadOnlySpan<char> absoluteUri, out ActorPath actorPath)
    {
        actorPath = basePath / absoluteUri.ToString().Split('/');
        return true;
    }

    public static bool TryParseAddress(string path, out Address address) =>
        Address.TryParse(path.AsSpan(), out address);

    public static bool TryParseAddress(
        string path, out Address address, out ReadOnlySpan<char> absoluteUri) =>
        Address.TryParse(path.AsSpan(), out address, out absoluteUri);

    public ActorPath Child(string childName) => this / childName;

    public ActorPath WithUid(long uid)
    {
        if (Parent is null)
        {
            return uid == 0
                ? this
                : throw new NotSupportedException("RootActorPath must have undefined Uid");
        }

        return uid == Uid ? this : new ChildActorPath(Parent, Name, uid);
    }

    /// <summary>The ancestor at this depth; a negative number counts from the leaf.</summary>
    public ActorPath ParentOf(int depth)
    {
        var wanted = depth >= 0 ? depth : Math.Max(0, Depth + depth);
        var path = this;
        while (path.Depth > wanted)
        {
            path = path.Parent;
        }

        return path;
    }

    public bool Equals(ActorPath other)
    {
        if (other is null || Depth != other.Depth)
        {
            return false;
        }

        ActorPath left = this, right = other;
        while (!ReferenceEquals(left, right))
        {
            if (left.Name != right.Name)
            {
                return false;
            }

            if (left.Parent is null)
            {
                return left.Address.Equals(right.Address);
            }

            (left, right) = (left.Parent, right.Parent);
        }

        return true;
    }

    public override bool Equals(object obj) => obj is ActorPath other && Equals(other);

    public override int GetHashCode() =>
        Parent is null
            ? Address.GetHashCode()
            : HashCode.Combine(Name, Parent.Name, Parent.Depth, Address);

    public int CompareTo(ActorPath other)
    {
        if (ReferenceEquals(this, other))
        {
            return 0;
        }

        if (other is null || Parent is null || other.Parent is null)
        {
            return other is null ? 1
                : Parent is not null ? -1
                : other.Parent is not null ? 1
                : string.CompareOrdinal(ToString(), other.ToString());
        }

        var order = string.CompareOrdinal(Name, other.Name);
        return order != 0 ? order : Parent.CompareTo(other.Parent);
    }

    public override string ToString() => Format(Address.ToString(), false);

    public string ToStringWithoutAddress() => Format("", false);

    public string ToStringWithAddress() => ToString();

    /// <summary>With the given address, unless the path already has host and port.</summary>
    public string ToStringWithAddress(Address address) => Format(Reachable(address), false);

    public string ToStringWithUid() => Format(Address.ToString(), true);

    public string ToSerializationFormat() => Format(Address.ToString(), true);

    public string ToSerializationFormatWithAddress(Address address) =>
        Format(Reachable(address), true);

    public ISurrogate ToSurrogate(ActorSystem system) => new Surrogate(ToSerializationFormat());

    internal static (string Name, long Uid) SplitUid(string name)
    {
        var hash = name.IndexOf('#');
        return hash < 0
            ? (name, 0)
            : (name[..hash],
                long.Parse(name.AsSpan(hash + 1), CultureInfo.InvariantCulture));
    }

    private string Reachable(Address address) =>
        (Address.Host is not null && Address.Port.HasValue ? Address : address).ToString();

    private string Format(string prefix, bool withUid)
    {
        var text = new StringBuilder(prefix);
        if (Depth == 0)
        {
            return text.Append('/').ToString();
        }

        foreach (var element in Elements)
        {
            text.Append('/').Append(element);
        }

        return withUid && Uid != 0
            ? text.Append(CultureInfo.InvariantCulture, $"#{Uid}").ToString()
            : text.ToString();
    }

    public sealed class Surrogate(string path)
        : ISurrogate, IEquatable<Surrogate>, IEquatable<ActorPath>
    {
        public string Path { get; } = path;

        public ISurrogated FromSurrogate(ActorSystem system) =>
            TryParse(Path, out var path) ? path : null;

        public bool Equals(Surrogate other) => other is not null && Path == other.Path;

        public bool Equals(ActorPath other) =>
            other is not null && Path == other.ToSerializationFormat();

        public override bool Equals(object obj) =>
            obj is ActorPath actorPath ? Equals(actorPath) : Equals(obj as Surrogate);

        public override int GetHashCode() => Path.GetHashCode();
    }
}

public sealed class RootActorPath(Address address, string name = "") : ActorPath(address, name);

public sealed class ChildActorPath(ActorPath parentPath, string name, long uid)
    : ActorPath(parentPath, name, uid);
