using System.Runtime.Intrinsics;

namespace AkkaCoded.Codes.Kernels;

internal unsafe struct DoubleScalar : ILanes<double, double>
{
    public static int Count => 1;

    public static double Broadcast(double value) => value;

    public static double Load(double* source) => *source;

    public static void Store(double value, double* target) => *target = value;

    public static void StoreStreaming(double value, double* target) => *target = value;

    public static double Multiply(double left, double right) => left * right;

    public static double MultiplyAdd(double left, double right, double addend) =>
        Math.FusedMultiplyAdd(left, right, addend);
}

internal unsafe struct Double256 : ILanes<double, Vector256<double>>
{
    public static int Count => Vector256<double>.Count;

    public static Vector256<double> Broadcast(double value) => Vector256.Create(value);

    public static Vector256<double> Load(double* source) => Vector256.Load(source);

    public static void Store(Vector256<double> value, double* target) => value.Store(target);

    public static void StoreStreaming(Vector256<double> value, double* target) =>
        value.StoreAlignedNonTemporal(target);

    public static Vector256<double> Multiply(Vector256<double> left, Vector256<double> right) =>
        left * right;

    public static Vector256<double> MultiplyAdd(
        Vector256<double> left, Vector256<double> right, Vector256<double> addend) =>
        Vector256.FusedMultiplyAdd(left, right, addend);
}

internal unsafe struct Double512 : ILanes<double, Vector512<double>>
{
    public static int Count => Vector512<double>.Count;

    public static Vector512<double> Broadcast(double value) => Vector512.Create(value);

    public static Vector512<double> Load(double* source) => Vector512.Load(source);

    public static void Store(Vector512<double> value, double* target) => value.Store(target);

    public static void StoreStreaming(Vector512<double> value, double* target) =>
        value.StoreAlignedNonTemporal(target);

    public static Vector512<double> Multiply(Vector512<double> left, Vector512<double> right) =>
        left * right;

    public static Vector512<double> MultiplyAdd(
        Vector512<double> left, Vector512<double> right, Vector512<double> addend) =>
        Vector512.FusedMultiplyAdd(left, right, addend);
}
