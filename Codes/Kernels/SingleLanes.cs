using System.Runtime.Intrinsics;

namespace AkkaCoded.Codes.Kernels;

internal unsafe struct SingleScalar : ILanes<float, float>
{
    public static int Count => 1;

    public static float Broadcast(float value) => value;

    public static float Load(float* source) => *source;

    public static void Store(float value, float* target) => *target = value;

    public static void StoreStreaming(float value, float* target) => *target = value;

    public static float Multiply(float left, float right) => left * right;

    public static float MultiplyAdd(float left, float right, float addend) =>
        MathF.FusedMultiplyAdd(left, right, addend);
}

internal unsafe struct Single256 : ILanes<float, Vector256<float>>
{
    public static int Count => Vector256<float>.Count;

    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    public static void Store(Vector256<float> value, float* target) => value.Store(target);

    public static void StoreStreaming(Vector256<float> value, float* target) =>
        value.StoreAlignedNonTemporal(target);

    public static Vector256<float> Multiply(Vector256<float> left, Vector256<float> right) =>
        left * right;

    public static Vector256<float> MultiplyAdd(
        Vector256<float> left, Vector256<float> right, Vector256<float> addend) =>
        Vector256.FusedMultiplyAdd(left, right, addend);
}

internal unsafe struct Single512 : ILanes<float, Vector512<float>>
{
    public static int Count => Vector512<float>.Count;

    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    public static void Store(Vector512<float> value, float* target) => value.Store(target);

    public static void StoreStreaming(Vector512<float> value, float* target) =>
        value.StoreAlignedNonTemporal(target);

    public static Vector512<float> Multiply(Vector512<float> left, Vector512<float> right) =>
        left * right;

    public static Vector512<float> MultiplyAdd(
        Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Vector512.FusedMultiplyAdd(left, right, addend);
}
