using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>A number for an operator: integers, floating-point numbers or a truth value.</summary>
public sealed class Scalar : IDisposable
{
    internal Scalar(ValueKind kind, long bits, ScalarType type)
    {
        Kind = kind;
        Bits = bits;
        Type = type;
    }

    public ScalarType Type { get; }

    internal ValueKind Kind { get; }

    internal long Bits { get; }

    internal double Number =>
        Kind == ValueKind.Double ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    internal long Integer => Kind == ValueKind.Double ? (long)Number : Bits;

    public static implicit operator Scalar(byte value) => value.ToScalar();

    public static implicit operator Scalar(sbyte value) => value.ToScalar();

    public static implicit operator Scalar(short value) => value.ToScalar();

    public static implicit operator Scalar(int value) => value.ToScalar();

    public static implicit operator Scalar(long value) => value.ToScalar();

    public static implicit operator Scalar(float value) => value.ToScalar();

    public static implicit operator Scalar(double value) => value.ToScalar();

    public static implicit operator Scalar(bool value) => value.ToScalar();

    public void Dispose()
    {
        // Nothing native is held: the value travels with the call that uses it.
    }
}

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => new(ValueKind.Int, value, ScalarType.Int64);

    public static Scalar ToScalar(this sbyte value) => new(ValueKind.Int, value, ScalarType.Int64);

    public static Scalar ToScalar(this short value) => new(ValueKind.Int, value, ScalarType.Int64);

    public static Scalar ToScalar(this int value) => new(ValueKind.Int, value, ScalarType.Int64);

    public static Scalar ToScalar(this long value) => new(ValueKind.Int, value, ScalarType.Int64);

    public static Scalar ToScalar(this float value) => ((double)value).ToScalar();

    public static Scalar ToScalar(this double value) =>
        new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value), ScalarType.Float64);

    public static Scalar ToScalar(this bool value) =>
        new(ValueKind.Bool, value ? 1 : 0, ScalarType.Bool);

    public static float ToSingle(this Scalar value) => (float)value.Number;

    public static double ToDouble(this Scalar value) => value.Number;

    public static sbyte ToSByte(this Scalar value) => checked((sbyte)value.Integer);

    public static byte ToByte(this Scalar value) => checked((byte)value.Integer);

    public static short ToInt16(this Scalar value) => checked((short)value.Integer);

    public static int ToInt32(this Scalar value) => checked((int)value.Integer);

    public static long ToInt64(this Scalar value) => value.Integer;

    public static bool ToBoolean(this Scalar value) => value.Number != 0;
}
