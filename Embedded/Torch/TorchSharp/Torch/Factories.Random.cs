using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor rand(
        ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Draw("rand.generator", size.ToArray(), dtype, device, requires_grad, generator);

    public static Tensor rand(
        int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Draw("rand.generator", [dim0, dim1, dim2], dtype, device, requires_grad, generator);

    public static Tensor rand(
        int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Draw("rand.generator", [dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator);

    public static Tensor rand(
        int rows, int columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Draw("rand.generator", [rows, columns], dtype, device, requires_grad, generator);

    public static Tensor rand(
        int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        Draw("rand.generator", [size], dtype, device, requires_grad, generator);

    public static Tensor rand(
        long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Draw("rand.generator", [dim0, dim1, dim2], dtype, device, requires_grad, generator);

    public static Tensor rand(
        long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, Generator? generator = null,
        string[]? names = null) =>
        Draw("rand.generator", [dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator);

    public static Tensor rand(
        long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Draw("rand.generator", [rows, columns], dtype, device, requires_grad, generator);

    public static Tensor rand(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        Draw("rand.generator", [size], dtype, device, requires_grad, generator);

    public static Tensor rand(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        Draw("rand.generator", size, dtype, device, requires_grad, generator);

    public static Tensor randn(
        ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Draw("randn.generator", size.ToArray(), dtype, device, requires_grad, generator);

    public static Tensor randn(
        int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Draw("randn.generator", [dim0, dim1, dim2], dtype, device, requires_grad, generator);

    public static Tensor randn(
        int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Draw("randn.generator", [dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator);

    public static Tensor randn(
        int rows, int columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Draw("randn.generator", [rows, columns], dtype, device, requires_grad, generator);

    public static Tensor randn(
        int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        Draw("randn.generator", [size], dtype, device, requires_grad, generator);

    public static Tensor randn(
        long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Draw("randn.generator", [dim0, dim1, dim2], dtype, device, requires_grad, generator);

    public static Tensor randn(
        long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, Generator? generator = null,
        string[]? names = null) =>
        Draw("randn.generator", [dim0, dim1, dim2, dim3], dtype, device, requires_grad, generator);

    public static Tensor randn(
        long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        Draw("randn.generator", [rows, columns], dtype, device, requires_grad, generator);

    public static Tensor randn(
        long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        Draw("randn.generator", [size], dtype, device, requires_grad, generator);

    public static Tensor randn(
        long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null, string[]? names = null) =>
        Draw("randn.generator", size, dtype, device, requires_grad, generator);

    public static Tensor randint(
        long high, long[] size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        DrawInt(0L, high, size, dtype, device, requires_grad, generator);

    public static Tensor randint(
        long low, long high, long[] size, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, Generator? generator = null, string[]? names = null) =>
        DrawInt(low, high, size, dtype, device, requires_grad, generator);

    public static Tensor randperm(
        long n, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        Generator? generator = null) =>
        Finish(
            Ops.Get("randperm.generator").One(
                n, generator, dtype ?? ScalarType.Int64, Arg.None, InitializeDevice(device)),
            requires_grad);

    public static Tensor normal(Tensor mean, Tensor std, Generator? generator = null) =>
        Ops.Get("normal.Tensor_Tensor").One(mean, std, generator);

    public static Tensor bernoulli(Tensor input, Generator? generator = null) =>
        input.bernoulli(generator);

    public static Tensor multinomial(
        Tensor input, long num_samples, bool replacement = false, Generator? generator = null) =>
        input.multinomial(num_samples, replacement, generator);

    private static Tensor Draw(
        string op, long[] size, ScalarType? dtype, Device? device, bool requiresGrad,
        Generator? generator) =>
        Finish(
            Ops.Get(op).One(
                size, generator, dtype ?? get_default_dtype(), Arg.None,
                InitializeDevice(device)),
            requiresGrad);

    private static Tensor DrawInt(
        long low, long high, long[] size, ScalarType? dtype, Device? device, bool requiresGrad,
        Generator? generator) =>
        Finish(
            Ops.Get("randint.low_generator").One(
                low, high, size, generator, dtype ?? ScalarType.Int64, Arg.None,
                InitializeDevice(device)),
            requiresGrad);
}
