using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor from_array(Array rawArray, Device? device = null) =>
        from_array(rawArray, null, device);

    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false,
        string[]? names = null) => rawArray switch
        {
            float[] or float[,] or float[,,] or float[,,,] =>
                FromArray<float>(rawArray, dtype, device, requires_grad),
            double[] or double[,] or double[,,] or double[,,,] =>
                FromArray<double>(rawArray, dtype, device, requires_grad),
            long[] or long[,] or long[,,] or long[,,,] =>
                FromArray<long>(rawArray, dtype, device, requires_grad),
            int[] or int[,] or int[,,] or int[,,,] =>
                FromArray<int>(rawArray, dtype, device, requires_grad),
            byte[] or byte[,] or byte[,,] or byte[,,,] =>
                FromArray<byte>(rawArray, dtype, device, requires_grad),
            bool[] or bool[,] or bool[,,] or bool[,,,] =>
                FromArray<bool>(rawArray, dtype, device, requires_grad),
            _ => throw new NotSupportedException(
                $"from_array of {rawArray.GetType()} is not in the subset offered here"),
        };

    public static Tensor as_tensor(
        Tensor data, ScalarType? dtype = null, Device? device = null) =>
        data.to(dtype ?? data.dtype, device ?? data.device);

    public static Tensor arange(
        Scalar stop, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        arange(0, stop, 1, dtype ?? RangeType(0, stop, 1), device, requires_grad);

    public static Tensor arange(
        Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        arange(start, stop, 1, dtype ?? RangeType(start, stop, 1), device, requires_grad);

    public static Tensor arange(
        Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Finish(
            Ops.Get("arange.start_step").One(
                start, stop, step, dtype ?? RangeType(start, stop, step), Arg.None,
                InitializeDevice(device)),
            requires_grad);

    public static Tensor linspace(
        double start, double end, long steps, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Finish(
            Ops.Get("linspace").One(
                start, end, steps, dtype ?? get_default_dtype(), Arg.None,
                InitializeDevice(device)),
            requires_grad);

    public static Tensor eye(
        long rows, long columns = -1, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Finish(
            Ops.Get("eye.m").One(
                rows, columns < 0 ? rows : columns, dtype ?? get_default_dtype(), Arg.None,
                InitializeDevice(device)),
            requires_grad);

    public static Tensor zeros_like(
        Tensor input, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Like("zeros_like", input, dtype, device, requires_grad);

    public static Tensor ones_like(
        Tensor input, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Like("ones_like", input, dtype, device, requires_grad);

    public static Tensor empty_like(
        Tensor input, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Like("empty_like", input, dtype, device, requires_grad);

    public static Tensor rand_like(
        Tensor input, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) => Like("rand_like", input, dtype, device, requires_grad);

    public static Tensor randn_like(
        Tensor input, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) => Like("randn_like", input, dtype, device, requires_grad);

    public static Tensor full_like(
        Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Finish(
            Ops.Get("full_like").One(input, value, dtype, Arg.None, device), requires_grad);

    private static Tensor Like(
        string op, Tensor input, ScalarType? dtype, Device? device, bool requiresGrad) =>
        Finish(Ops.Get(op).One(input, dtype, Arg.None, device), requiresGrad);

    private static Tensor Make(
        string op, long[] size, ScalarType? dtype, Device? device, bool requiresGrad) =>
        Finish(
            op == "empty"
                ? Ops.Get("empty.memory_format").One(
                    size, dtype ?? get_default_dtype(), Arg.None, InitializeDevice(device))
                : Ops.Get(op).One(
                    size, dtype ?? get_default_dtype(), Arg.None, InitializeDevice(device)),
            requiresGrad);

    private static Tensor MakeFull(
        long[] size, Scalar value, ScalarType? dtype, Device? device, bool requiresGrad) =>
        Finish(
            Ops.Get("full").One(
                size, value, dtype ?? get_default_dtype(), Arg.None, InitializeDevice(device)),
            requiresGrad);

    private static ScalarType RangeType(Scalar start, Scalar stop, Scalar step) =>
        start.Kind == ValueKind.Double || stop.Kind == ValueKind.Double
            || step.Kind == ValueKind.Double
            ? get_default_dtype()
            : ScalarType.Int64;

    private static Tensor Finish(Tensor tensor, bool requiresGrad)
    {
        if (requiresGrad)
        {
            tensor.requires_grad = true;
        }

        return tensor;
    }

    private static ScalarType TypeOf<T>() => default(T) switch
    {
        float => ScalarType.Float32,
        double => ScalarType.Float64,
        long => ScalarType.Int64,
        int => ScalarType.Int32,
        byte => ScalarType.Byte,
        bool => ScalarType.Bool,
        _ => throw new NotSupportedException($"tensors of {typeof(T)} are not offered here"),
    };

    private static Tensor FromScalar<T>(
        T value, ScalarType? dtype, Device? device, bool requiresGrad)
        where T : unmanaged => Copy([value], [], dtype, device, requiresGrad);

    private static Tensor FromList<T>(
        IList<T> items, long[]? dimensions, ScalarType? dtype, Device? device, bool requiresGrad)
        where T : unmanaged
    {
        ReadOnlySpan<T> values = items switch
        {
            T[] array => array,
            List<T> list => CollectionsMarshal.AsSpan(list),
            _ => items.ToArray(),
        };
        return Copy(values, dimensions ?? [items.Count], dtype, device, requiresGrad);
    }

    private static Tensor FromArray<T>(
        Array array, ScalarType? dtype, Device? device, bool requiresGrad)
        where T : unmanaged
    {
        var shape = new long[array.Rank];
        for (var d = 0; d < shape.Length; d++)
        {
            shape[d] = array.GetLongLength(d);
        }

        ref var first = ref MemoryMarshal.GetArrayDataReference(array);
        var bytes = MemoryMarshal.CreateReadOnlySpan(
            ref first, checked(array.Length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>()));
        return Copy(
            MemoryMarshal.Cast<byte, T>(bytes), shape, dtype, device, requiresGrad);
    }

    private static unsafe Tensor Copy<T>(
        ReadOnlySpan<T> values, long[] shape, ScalarType? dtype, Device? device,
        bool requiresGrad)
        where T : unmanaged
    {
        if (shape.TotalSize() != values.Length)
        {
            throw new ArgumentException(
                $"{values.Length} elements do not fill [{string.Join(", ", shape)}]");
        }

        Tensor result;
        fixed (T* data = values)
        fixed (long* sizes = shape)
        {
            result = new Tensor(Marshaller.Check(
                Shim.ac_tensor_from_memory(data, sizes, shape.Length, (int)TypeOf<T>())));
        }

        var where = InitializeDevice(device);
        if ((dtype ?? result.dtype) != result.dtype || where.type != DeviceType.CPU)
        {
            using var raw = result;
            result = raw.to(dtype ?? raw.dtype, where);
        }

        return Finish(result, requiresGrad);
    }
}
