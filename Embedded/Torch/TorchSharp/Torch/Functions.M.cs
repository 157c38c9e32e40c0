namespace TorchSharp;

public static partial class torch
{
    // The same operators as functions: torch.exp(x) for x.exp().

    public static (Tensor values, Tensor indexes) max(
        Tensor input, long dim, bool keepdim = false) =>
        input.max(dim, keepdim);

    public static (Tensor values, Tensor indexes) min(
        Tensor input, long dim, bool keepdim = false) =>
        input.min(dim, keepdim);

    public static Tensor masked_select(Tensor input, Tensor mask) => input.masked_select(mask);

    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);

    public static Tensor matrix_power(Tensor input, int n) => input.matrix_power(n);

    public static Tensor max(Tensor input) => input.max();

    public static Tensor maximum(Tensor input, Tensor other) => input.maximum(other);

    public static Tensor mean(Tensor input) => input.mean();

    public static Tensor mean(
        Tensor input, long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
        input.mean(dimensions, keepdim, type);

    public static Tensor median(Tensor input) => input.median();

    public static Tensor min(Tensor input) => input.min();

    public static Tensor minimum(Tensor input, Tensor other) => input.minimum(other);

    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);

    public static Tensor movedim(Tensor input, long[] source, long[] destination) =>
        input.movedim(source, destination);

    public static Tensor msort(Tensor tensor) => tensor.msort();

    public static Tensor mul(Tensor left, Scalar right) => left.mul(right);

    public static Tensor mul(Tensor left, Tensor right) => left.mul(right);

    public static Tensor mul_(Tensor left, Scalar right) => left.mul_(right);

    public static Tensor mul_(Tensor left, Tensor right) => left.mul_(right);

    public static Tensor mv(Tensor input, Tensor target) => input.mv(target);

    public static Tensor narrow(Tensor input, long dim, long start, long length) =>
        input.narrow(dim, start, length);

    public static Tensor ne(Tensor left, Tensor right) => left.ne(right);

    public static Tensor neg(Tensor input) => input.neg();

    public static Tensor neg_(Tensor input) => input.neg_();

    public static Tensor nonzero(Tensor input) => input.nonzero();

    public static Tensor norm(Tensor input, float p = 2) => input.norm(p);

    public static Tensor norm(Tensor input, int dimension, bool keepdim = false, float p = 2) =>
        input.norm(dimension, keepdim, p);

    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);

    public static Tensor permute(Tensor input, params long[] permutation) =>
        input.permute(permutation);

    public static Tensor positive(Tensor input) => input.positive();

    public static Tensor pow(Tensor left, Scalar exponent) => left.pow(exponent);

    public static Tensor pow(Tensor left, Tensor exponent) => left.pow(exponent);

    public static Tensor pow_(Tensor left, Scalar exponent) => left.pow_(exponent);

    public static Tensor pow_(Tensor left, Tensor exponent) => left.pow_(exponent);

    public static Tensor ravel(Tensor input) => input.ravel();

    public static Tensor reciprocal(Tensor input) => input.reciprocal();

    public static Tensor reciprocal_(Tensor input) => input.reciprocal_();

    public static Tensor remainder(Tensor left, Scalar right) => left.remainder(right);

    public static Tensor remainder(Tensor left, Tensor right) => left.remainder(right);

    public static Tensor remainder_(Tensor left, Scalar right) => left.remainder_(right);

    public static Tensor remainder_(Tensor left, Tensor right) => left.remainder_(right);

    public static Tensor repeat_interleave(
        Tensor input, long repeats, long? dim = null, long? output_size = null) =>
        input.repeat_interleave(repeats, dim, output_size);

    public static Tensor reshape(Tensor input, params long[] shape) => input.reshape(shape);

    public static Tensor roll(Tensor input, long shifts, long? dims = null) =>
        input.roll(shifts, dims);

    public static Tensor round(Tensor input, long decimals = 0) => input.round(decimals);

    public static Tensor round_(Tensor input, long decimals = 0) => input.round_(decimals);

    public static Tensor rsqrt(Tensor input) => input.rsqrt();

    public static Tensor rsqrt_(Tensor input) => input.rsqrt_();
}
