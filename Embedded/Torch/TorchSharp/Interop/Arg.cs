using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>One argument of an operator, before it is handed to native code.</summary>
internal readonly struct Arg
{
    private Arg(ValueKind kind, long bits, object? held = null)
    {
        Kind = kind;
        Bits = bits;
        Held = held;
    }

    internal static Arg None => default;

    internal ValueKind Kind { get; }

    internal long Bits { get; }

    /// <summary>A tensor, array, string or generator that has to outlive the call.</summary>
    internal object? Held { get; }

    /// <summary>How many 8-byte words of scratch memory the native form needs.</summary>
    internal int Words => Held switch
    {
        null or Tensor or Generator => 0,
        string text => (System.Text.Encoding.UTF8.GetByteCount(text) + 7) / 8,
        Array array => array.Length,
        _ => throw new InvalidOperationException($"{Held.GetType()} is no argument"),
    };

    public static implicit operator Arg(Tensor? value) =>
        value is null ? default : new(ValueKind.Tensor, 0, value);

    public static implicit operator Arg(long value) => new(ValueKind.Int, value);

    public static implicit operator Arg(double value) =>
        new(ValueKind.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Arg(bool value) => new(ValueKind.Bool, value ? 1 : 0);

    public static implicit operator Arg(long[]? value) =>
        value is null ? default : new(ValueKind.Ints, 0, value);

    public static implicit operator Arg(double[]? value) =>
        value is null ? default : new(ValueKind.Doubles, 0, value);

    public static implicit operator Arg(bool[] value) =>
        new(ValueKind.Bools, 0, Array.ConvertAll(value, on => on ? 1L : 0L));

    public static implicit operator Arg(Tensor[] value) => new(ValueKind.Tensors, 0, value);

    public static implicit operator Arg(string? value) =>
        value is null ? default : new(ValueKind.String, 0, value);

    public static implicit operator Arg(ScalarType value) => new(ValueKind.Int, (long)value);

    public static implicit operator Arg(ScalarType? value) =>
        value is { } type ? new(ValueKind.Int, (long)type) : default;

    public static implicit operator Arg(Device? value) =>
        value is null ? default : new(ValueKind.Device, value.Bits);

    public static implicit operator Arg(Generator? value) =>
        value is null ? default : new(ValueKind.Generator, 0, value);

    public static implicit operator Arg(Scalar? value) =>
        value is null ? default : new(value.Kind, value.Bits);

    internal static Arg Maybe(long? value) => value is { } number ? number : default(Arg);

    internal static Arg Maybe(double? value) => value is { } number ? number : default(Arg);

    internal static Arg Maybe(bool? value) => value is { } on ? on : default(Arg);

    /// <summary>A list in which null stands for "no tensor here", as indexing uses it.</summary>
    internal static Arg MaybeTensors(Tensor?[] value) => new(ValueKind.MaybeTensors, 0, value);
}
