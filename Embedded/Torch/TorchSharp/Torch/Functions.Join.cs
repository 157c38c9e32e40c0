using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor cat(IList<Tensor> tensors, long dim = 0) =>
        Ops.Get("cat").One((Tensor[])[.. tensors], dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0) =>
        Ops.Get("stack").One((Tensor[])[.. tensors], dim);

    public static Tensor hstack(IList<Tensor> tensors) =>
        Ops.Get("hstack").One((Tensor[])[.. tensors]);

    public static Tensor vstack(IList<Tensor> tensors) =>
        Ops.Get("vstack").One((Tensor[])[.. tensors]);

    public static Tensor where(Tensor condition, Tensor x, Tensor y) =>
        Ops.Get("where.self").One(condition, x, y);

    public static Tensor einsum(string equation, params Tensor[] tensors) =>
        Ops.Get("einsum").One(equation, tensors);

    public static bool is_tensor(object obj) => obj is Tensor;

    public static long numel(Tensor input) => input.numel();

    public static bool is_floating_point(Tensor input) => input.is_floating_point();

    public static bool is_integral(Tensor t) => t.is_integral();

    public static bool is_complex(Tensor input) => input.is_complex();

    public static Tensor BoolTensor(Tensor t) => t.to(ScalarType.Bool);

    public static Tensor FloatTensor(Tensor t) => t.to(ScalarType.Float32);

    public static Tensor DoubleTensor(Tensor t) => t.to(ScalarType.Float64);

    public static Tensor LongTensor(Tensor t) => t.to(ScalarType.Int64);

    public static Tensor IntTensor(Tensor t) => t.to(ScalarType.Int32);
}
