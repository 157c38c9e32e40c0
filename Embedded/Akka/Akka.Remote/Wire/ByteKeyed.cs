using System.Diagnostics.CodeAnalysis;

namespace Akka.Remote.Wire;

/// <summary>
/// Remembers what was made of some bytes, so that paths and manifests that come again and again
/// are read once. It forgets everything when it is full: the wire must not fill memory.
/// </summary>
internal sealed class ByteKeyed<T>
{
    private const int Max = 4096;

    private readonly Dictionary<byte[], T> _known = new(Comparer.Instance);
    private readonly Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> _lookup;

    public ByteKeyed() => _lookup = _known.GetAlternateLookup<ReadOnlySpan<byte>>();

    public bool TryGet(ReadOnlySpan<byte> key, out T value) => _lookup.TryGetValue(key, out value);

    public void Set(ReadOnlySpan<byte> key, T value)
    {
        if (_known.Count == Max)
        {
            _known.Clear();
        }

        _lookup[key] = value;
    }

    private sealed class Comparer
        : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Comparer Instance = new();

        public bool Equals(byte[] x, byte[] y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) =>
            alternate.SequenceEqual(other);

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
