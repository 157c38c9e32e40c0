using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Ops.Get("sum").One(this, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) =>
            sum([dim], keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1], keepdim, type);

        public Tensor sum(
            long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            sum([dim0, dim1, dim2], keepdim, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            Ops.Get("sum.dim_IntList").One(this, dim, keepdim, type);

        public Tensor sum(
            ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            sum(dim.ToArray(), keepdim, type);

        public Tensor mean() => Ops.Get("mean").One(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            Ops.Get("mean.dim").One(this, dimensions, keepdim, type);

        /// <summary>
        /// Unbiased. TorchSharp 0.99.6 ignores the flag that says otherwise, so it is not offered:
        /// give the dimensions where the biased one is wanted.
        /// </summary>
        public Tensor var() => Ops.Get("var").One(this, true);

        public Tensor var(
            long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var([dim], unbiased, keepdim, type);

        public Tensor var(
            long[] dimensions, bool unbiased = true, bool keepdim = false,
            ScalarType? type = null) =>
            As(Ops.Get("var.dim").One(this, dimensions, unbiased, keepdim), type);

        public Tensor std(bool unbiased = true) => Ops.Get("std").One(this, unbiased);

        public Tensor std(
            long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            std([dim], unbiased, keepdim, type);

        public Tensor std(
            long[] dimensions, bool unbiased = true, bool keepdim = false,
            ScalarType? type = null) =>
            As(Ops.Get("std.dim").One(this, dimensions, unbiased, keepdim), type);

        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) =>
            Two(Ops.Get("std_mean").Many(this, unbiased));

        public Tensor max() => Ops.Get("max").One(this);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) =>
            Two(Ops.Get("max.dim").Many(this, dim, keepdim));

        public Tensor min() => Ops.Get("min").One(this);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) =>
            Two(Ops.Get("min.dim").Many(this, dim, keepdim));

        public Tensor amax(params long[] dims) => amax(dims, false);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            Into(Ops.Get("amax").One(this, dims, keepdim), @out);

        public Tensor amin(params long[] dims) => amin(dims, false);

        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) =>
            Into(Ops.Get("amin").One(this, dims, keepdim), @out);

        public Tensor argmax() => Ops.Get("argmax").One(this);

        public Tensor argmax(long dim, bool keepdim = false) =>
            Ops.Get("argmax").One(this, dim, keepdim);

        public Tensor argmin() => Ops.Get("argmin").One(this);

        public Tensor argmin(long dim, bool keepdim = false) =>
            Ops.Get("argmin").One(this, dim, keepdim);

        public Tensor median() => Ops.Get("median").One(this);

        public Tensor all() => Ops.Get("all").One(this);

        public Tensor all(long dim, bool keepdim = false) =>
            Ops.Get("all.dim").One(this, dim, keepdim);

        public Tensor any() => Ops.Get("any").One(this);

        public Tensor any(long dim, bool keepdim = false) =>
            Ops.Get("any.dim").One(this, dim, keepdim);

        public Tensor cumsum(long dim, ScalarType? type = null) =>
            Ops.Get("cumsum").One(this, dim, type);

        public Tensor cumprod(long dim, ScalarType? type = null) =>
            Ops.Get("cumprod").One(this, dim, type);

        public Tensor logsumexp(long dim, bool keepdim = false) =>
            Ops.Get("logsumexp").One(this, (long[])[dim], keepdim);

        public Tensor count_nonzero(long[]? dims = null) => dims is null
            ? Ops.Get("count_nonzero").One(this)
            : Ops.Get("count_nonzero.dim_IntList").One(this, dims);

        public Tensor norm(float p = 2) => Ops.Get("norm.Scalar").One(this, (double)p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2) =>
            Ops.Get("norm.ScalarOpt_dim").One(this, (double)p, (long[])[dim], keepdim);

        public (Tensor values, Tensor indexes) topk(
            int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Two(Ops.Get("topk").Many(this, (long)k, (long)dim, largest, sorted));

        public (Tensor Values, Tensor Indices) sort(
            long dim = -1, bool descending = false, bool stable = false) =>
            Two(Ops.Get("sort.stable").Many(this, stable, dim, descending));

        public Tensor argsort(long dim = -1, bool descending = false) =>
            Ops.Get("argsort").One(this, dim, descending);

        public Tensor bincount(Tensor? weights, long minlength = 0) =>
            Ops.Get("bincount").One(this, weights, minlength);

        internal static (Tensor First, Tensor Second) Two(Tensor[] tensors) =>
            (tensors[0], tensors[1]);

        private static Tensor As(Tensor result, ScalarType? type)
        {
            if (type is not { } wanted || wanted == result.dtype)
            {
                return result;
            }

            using (result)
            {
                return result.to(wanted);
            }
        }

        private static Tensor Into(Tensor result, Tensor? place)
        {
            if (place is null)
            {
                return result;
            }

            using (result)
            {
                Ops.Get("resize_").InPlace(place, result.shape);
                return place.copy_(result);
            }
        }
    }
}
