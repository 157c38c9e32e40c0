using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp;

public static class TensorExtensionMethods
{
    public static float ToSingle(this Tensor value) => value.ToScalar().ToSingle();

    public static double ToDouble(this Tensor value) => value.ToScalar().ToDouble();

    public static byte ToByte(this Tensor value) => value.ToScalar().ToByte();

    public static sbyte ToSByte(this Tensor value) => value.ToScalar().ToSByte();

    public static short ToInt16(this Tensor value) => value.ToScalar().ToInt16();

    public static int ToInt32(this Tensor value) => value.ToScalar().ToInt32();

    public static long ToInt64(this Tensor value) => value.ToScalar().ToInt64();

    public static bool ToBoolean(this Tensor value) => value.ToScalar().ToBoolean();

    public static Parameter AsParameter(this Tensor tensor) => new(tensor);

    public static long TotalSize(this IEnumerable<long> shape) =>
        shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Shape, type and device in one line.</summary>
    public static string metastr(this Tensor tensor) => tensor.Describe();
}
