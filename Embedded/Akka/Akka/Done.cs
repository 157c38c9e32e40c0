namespace Akka;

public sealed class Done
{
    public static readonly Done Instance = new();

    private Done()
    {
    }
}

public sealed class NotUsed : IEquatable<NotUsed>, IComparable<NotUsed>
{
    public static readonly NotUsed Instance = new();

    private NotUsed()
    {
    }

    public override int GetHashCode() => 0;

    public override bool Equals(object obj) => obj is NotUsed;

    public bool Equals(NotUsed other) => other is not null;

    public int CompareTo(NotUsed other) => 0;

    public override string ToString() => "()";
}
