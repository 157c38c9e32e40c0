using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor T => Ops.Get("numpy_T").One(this);

        public Tensor mT => Ops.Get("mT").One(this);

        public Tensor view(params long[] shape) => Ops.Get("view").One(this, shape);

        public Tensor view_as(Tensor other) => view(other.shape);

        public Tensor reshape(params long[] shape) => Ops.Get("reshape").One(this, shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) =>
            Ops.Get("flatten.using_ints").One(this, start_dim, end_dim);

        public Tensor unflatten(long dim, params long[] sizes) =>
            Ops.Get("unflatten.int").One(this, dim, sizes);

        public Tensor t() => Ops.Get("t").One(this);

        public Tensor transpose(long dim0, long dim1) =>
            Ops.Get("transpose.int").One(this, dim0, dim1);

        public Tensor transpose_(long dim0, long dim1) =>
            Ops.Get("transpose_").InPlace(this, dim0, dim1);

        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);

        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);

        public Tensor permute(params long[] permutation) =>
            Ops.Get("permute").One(this, permutation);

        public Tensor movedim(long[] source, long[] destination) =>
            Ops.Get("movedim.intlist").One(this, source, destination);

        public Tensor squeeze(long? dim = null) => dim is { } number
            ? Ops.Get("squeeze.dim").One(this, number)
            : Ops.Get("squeeze").One(this);

        public Tensor squeeze_(long? dim = null) => dim is { } number
            ? Ops.Get("squeeze_.dim").InPlace(this, number)
            : Ops.Get("squeeze_").InPlace(this);

        public Tensor unsqueeze(long dim) => Ops.Get("unsqueeze").One(this, dim);

        public Tensor unsqueeze_(long dim) => Ops.Get("unsqueeze_").InPlace(this, dim);

        public Tensor expand(params long[] sizes) => expand(sizes, false);

        public Tensor expand(long[] sizes, bool isImplicit = false) =>
            Ops.Get("expand").One(this, sizes, isImplicit);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) =>
            expand(sizes.ToArray(), isImplicit);

        public Tensor expand(Size sizes, bool isImplicit = false) =>
            expand(sizes.Shape, isImplicit);

        public Tensor expand_as(Tensor other) => expand(other.shape, false);

        public Tensor broadcast_to(params long[] shape) => Ops.Get("broadcast_to").One(this, shape);

        public Tensor repeat(params long[] sizes) => Ops.Get("repeat").One(this, sizes);

        public Tensor repeat_interleave(
            long repeats, long? dim = null, long? output_size = null) =>
            Ops.Get("repeat_interleave.self_int").One(
                this, repeats, Arg.Maybe(dim), Arg.Maybe(output_size));

        public Tensor tile(long[] reps) => Ops.Get("tile").One(this, reps);

        public Tensor flip(params long[] dims) => Ops.Get("flip").One(this, dims);

        public Tensor roll(long shifts, long? dims = null) =>
            Ops.Get("roll").One(this, (long[])[shifts], dims is { } d ? new[] { d } : []);

        public Tensor narrow(long dim, long start, long length) =>
            Ops.Get("narrow").One(this, dim, start, length);

        public Tensor slice(long dim, long start, long finish, long step) =>
            Ops.Get("slice.Tensor").One(this, dim, start, finish, step);

        public Tensor select(long dim, long index) => Ops.Get("select.int").One(this, dim, index);

        public Tensor index_select(long dim, Tensor index) =>
            Ops.Get("index_select").One(this, dim, index);

        public Tensor gather(long dim, Tensor index) => Ops.Get("gather").One(this, dim, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) =>
            Ops.Get("scatter.src").One(this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) =>
            Ops.Get("scatter_.src").InPlace(this, dim, index, src);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) =>
            Ops.Get("scatter_add").One(this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) =>
            Ops.Get("scatter_add_").InPlace(this, dim, index, src);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Ops.Get("index_add").One(this, dim, index, source, alpha);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) =>
            Ops.Get("index_add_").InPlace(this, dim, index, source, alpha);

        public Tensor index_copy(long dim, Tensor index, Tensor source) =>
            Ops.Get("index_copy").One(this, dim, index, source);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) =>
            Ops.Get("index_copy_").InPlace(this, dim, index, source);

        public Tensor index_fill(long dim, Tensor index, Scalar value) =>
            Ops.Get("index_fill.int_Scalar").One(this, dim, index, value);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) =>
            Ops.Get("index_fill_.int_Scalar").InPlace(this, dim, index, value);

        public Tensor masked_fill(Tensor mask, Scalar value) =>
            Ops.Get("masked_fill.Scalar").One(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) =>
            Ops.Get("masked_fill_.Scalar").InPlace(this, mask, value);

        public Tensor masked_select(Tensor mask) => Ops.Get("masked_select").One(this, mask);

        public Tensor take(Tensor index) => Ops.Get("take").One(this, index);

        public Tensor where(Tensor condition, Tensor y) =>
            Ops.Get("where.self").One(condition, this, y);

        public Tensor diag(long diagonal = 0) => Ops.Get("diag").One(this, diagonal);

        public Tensor tril(long diagonal = 0) => Ops.Get("tril").One(this, diagonal);

        public Tensor triu(long diagonal = 0) => Ops.Get("triu").One(this, diagonal);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0) =>
            Ops.Get("as_strided").One(this, size, strides, storageOffset);

        public Tensor unfold(long dimension, long size, long step) =>
            Ops.Get("unfold").One(this, dimension, size, step);

        public Tensor[] chunk(long chunks, long dim = 0) =>
            Ops.Get("chunk").Many(this, chunks, dim);

        public Tensor[] split(long size, int dim = 0) =>
            Ops.Get("split.Tensor").Many(this, size, (long)dim);

        public Tensor[] split(long[] sizes, long dim = 0) =>
            Ops.Get("split_with_sizes").Many(this, sizes, dim);

        public Tensor[] split(params long[] sizes) => split(sizes, 0L);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) =>
            split(sizes.ToArray(), dim);

        public Tensor[] unbind(long dimension = 0) =>
            Ops.Get("unbind.int").Many(this, dimension);
    }
}
