using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Op Select = new("select", "int");

        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        public Tensor this[long i1]
        {
            get => Select.One(this, 0L, i1);
            set => Store(this[i1], value);
        }

        public Tensor this[long i1, long i2]
        {
            get => Element(i1, i2);
            set => Store(Element(i1, i2), value);
        }

        public Tensor this[long i1, long i2, long i3]
        {
            get => Element(i1, i2, i3);
            set => Store(Element(i1, i2, i3), value);
        }

        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => Element(i1, i2, i3, i4);
            set => Store(Element(i1, i2, i3, i4), value);
        }

        public Tensor index(params TensorIndex[] indices)
        {
            using var scope = NewDisposeScope();
            var (view, tensors) = Indexing.Apply(this, indices);
            return Gather(view, tensors).MoveToOuterDisposeScope();
        }

        public Tensor index(params Tensor[] indices) => Gather(this, indices);

        public Tensor index_put_(Tensor value, params TensorIndex[] indices)
        {
            using var scope = NewDisposeScope();
            var (view, tensors) = Indexing.Apply(this, indices);
            Scatter(view, tensors, value);
            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices)
        {
            Scatter(this, indices, value);
            return this;
        }

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var scope = NewDisposeScope();
            var (view, tensors) = Indexing.Apply(this, indices);
            Scatter(view, tensors, MakeFull([], value, dtype, device, false));
            return this;
        }

        private static Tensor Gather(Tensor view, Tensor?[] tensors) =>
            tensors.Length == 0
                ? view.alias()
                : Ops.Get("index.Tensor").One(view, Arg.MaybeTensors(tensors));

        private static void Scatter(Tensor view, Tensor?[] tensors, Tensor value)
        {
            if (tensors.Length == 0)
            {
                view.copy_(value);
            }
            else
            {
                Ops.Get("index_put_").InPlace(view, Arg.MaybeTensors(tensors), value);
            }
        }

        private static void Store(Tensor place, Tensor value)
        {
            using (place)
            {
                place.copy_(value);
            }
        }

        private Tensor Element(params ReadOnlySpan<long> indices)
        {
            using var scope = NewDisposeScope();
            var view = this;
            foreach (var index in indices)
            {
                view = Select.One(view, 0L, index);
            }

            return view.MoveToOuterDisposeScope();
        }
    }

    /// <summary>
    /// Turns a list of indices into views and, for tensors among them, index lists.
    /// </summary>
    private static class Indexing
    {
        internal static (Tensor View, Tensor?[] Tensors) Apply(
            Tensor tensor, TensorIndex[] indices)
        {
            var view = tensor;
            var tensors = new List<Tensor?>();
            long dim = 0;
            for (var i = 0; i < indices.Length; i++)
            {
                (view, dim) = Step(view, dim, indices, i, tensors);
            }

            // A list of nothing but gaps means that the view is all there is to it.
            return (view, tensors.TrueForAll(item => item is null) ? [] : [.. tensors]);
        }

        private static (Tensor View, long Dim) Step(
            Tensor view, long dim, TensorIndex[] indices, int i, List<Tensor?> tensors)
        {
            var index = indices[i];
            switch (index.Kind)
            {
                case TensorIndex.IndexKind.Single:
                    return (view.select(dim, index.First!.Value), dim);
                case TensorIndex.IndexKind.Slice:
                    return (Cut(view, dim, index), dim + 1);
                case TensorIndex.IndexKind.None:
                    return (view.unsqueeze(dim), dim + 1);
                case TensorIndex.IndexKind.Ellipsis:
                    return (view, view.ndim - indices.Skip(i + 1).Sum(Consumed));
                case TensorIndex.IndexKind.Tensor:
                    return (view, Place(tensors, dim, index.Items!));
                default:
                    throw new NotSupportedException(
                        $"a tensor index of kind {index.Kind} is not in the subset offered here");
            }
        }

        private static Tensor Cut(Tensor view, long dim, TensorIndex index) =>
            Ops.Get("slice.Tensor").One(
                view, dim, Arg.Maybe(index.First), Arg.Maybe(index.Stop), index.Step ?? 1);

        /// <summary>A mask covers as many dimensions as it has itself.</summary>
        private static long Consumed(TensorIndex index) => index.Kind switch
        {
            TensorIndex.IndexKind.None => 0,
            TensorIndex.IndexKind.Tensor when index.Items!.dtype == ScalarType.Bool =>
                index.Items.ndim,
            _ => 1,
        };

        /// <summary>A mask of several dimensions becomes one list of places for each.</summary>
        private static long Place(List<Tensor?> tensors, long dim, Tensor item)
        {
            while (tensors.Count < dim)
            {
                tensors.Add(null);
            }

            if (item.dtype == ScalarType.Bool && item.ndim > 1)
            {
                tensors.AddRange(item.nonzero().unbind(1));
            }
            else
            {
                tensors.Add(item);
            }

            return tensors.Count;
        }
    }
}
