using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>What a <see cref="NativeValue"/> holds; the numbers are those of shim.h.</summary>
internal enum ValueKind
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    Ints = 5,
    Doubles = 6,
    Bools = 7,
    Tensors = 8,
    MaybeTensors = 9,
    Device = 10,
    String = 11,
    Generator = 12,
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativeValue
{
    public ValueKind Kind;
    public int Count;
    public long Bits;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TensorInfo
{
    public long Dimensions;
    public long* Sizes;
    public long* Strides;
    public long Elements;
    public long StorageOffset;
    public int DType;
    public int ElementSize;
    public int DeviceType;
    public int DeviceIndex;
    public int RequiresGrad;
    public int IsLeaf;
    public int IsContiguous;
    public int IsSparse;
}
