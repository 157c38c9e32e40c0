using System.Numerics;

namespace AkkaCoded.Codes.Tests;

/// <summary>
/// Numbers with 256 binary digits after the point, about 77 decimal ones: enough that fifty are
/// left after eliminating a dozen rows. Shares no code with what it checks.
/// </summary>
internal readonly record struct Exact(BigInteger Scaled) : IComparable<Exact>
{
    private const int Bits = 256;

    public static Exact Zero { get; } = new(BigInteger.Zero);

    public static Exact One { get; } = new(BigInteger.One << Bits);

    /// <summary>Machin: pi = 16 arctan(1/5) - 4 arctan(1/239).</summary>
    public static Exact Pi { get; } = (16 * ArcCotangent(5)) - (4 * ArcCotangent(239));

    public static implicit operator Exact(int value) => new((BigInteger)value << Bits);

    public static Exact operator +(Exact left, Exact right) => new(left.Scaled + right.Scaled);

    public static Exact operator -(Exact left, Exact right) => new(left.Scaled - right.Scaled);

    public static Exact operator -(Exact value) => new(-value.Scaled);

    public static Exact operator *(Exact left, Exact right) =>
        new((left.Scaled * right.Scaled) >> Bits);

    public static Exact operator /(Exact left, Exact right) =>
        new((left.Scaled << Bits) / right.Scaled);

    public static bool operator <(Exact left, Exact right) => left.Scaled < right.Scaled;

    public static bool operator >(Exact left, Exact right) => left.Scaled > right.Scaled;

    public static Exact Abs(Exact value) => new(BigInteger.Abs(value.Scaled));

    /// <summary>A power of ten, such as 10^-30.</summary>
    public static Exact Ten(int exponent) => exponent >= 0
        ? new(BigInteger.Pow(10, exponent) << Bits)
        : new((BigInteger.One << Bits) / BigInteger.Pow(10, -exponent));

    /// <summary>Every double is a whole number times a power of two.</summary>
    public static Exact From(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        var whole = (BigInteger)(exponent == 0 ? mantissa : mantissa | (1L << 52));
        var shift = Bits + Math.Max(exponent, 1) - 1075;
        var scaled = shift >= 0 ? whole << shift : whole >> -shift;
        return new(value < 0 ? -scaled : scaled);
    }

    public static Exact Cosine(Exact angle) => Sine((Pi / 2) - angle);

    /// <summary>Taylor's series, for angles up to a few turns.</summary>
    public static Exact Sine(Exact angle)
    {
        var term = angle;
        var sum = angle;
        for (var k = 1; term.Scaled != 0; k++)
        {
            term = -(term * angle * angle) / (2 * k * ((2 * k) + 1));
            sum += term;
        }

        return sum;
    }

    public int CompareTo(Exact other) => Scaled.CompareTo(other.Scaled);

    public double ToDouble() => (double)Scaled * Math.Pow(2, -Bits);

    private static Exact ArcCotangent(int x)
    {
        var power = One / x;
        var sum = power;
        for (var k = 1; power.Scaled != 0; k++)
        {
            power = -power / (x * x);
            sum += power / ((2 * k) + 1);
        }

        return sum;
    }
}
