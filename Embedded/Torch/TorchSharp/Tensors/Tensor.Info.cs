using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public unsafe long[] shape => Read(static info =>
            new ReadOnlySpan<long>(info->Sizes, (int)info->Dimensions).ToArray());

        public long Dimensions => Info.Dimensions;

        public long ndim => Info.Dimensions;

        public long NumberOfElements => Info.Elements;

        public long ElementSize => Info.ElementSize;

        public ScalarType dtype => (ScalarType)Info.DType;

        public DeviceType device_type => (DeviceType)Info.DeviceType;

        public int device_index => Info.DeviceIndex;

        public Device device
        {
            get
            {
                var info = Info;
                var type = (DeviceType)info.DeviceType;
                return type == DeviceType.CPU ? CPU : new Device(type, info.DeviceIndex);
            }
        }

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_leaf => Info.IsLeaf != 0;

        public bool is_sparse => Info.IsSparse != 0;

        public bool requires_grad
        {
            get => Info.RequiresGrad != 0;
            set => Marshaller.Check(
                With(tensor => Shim.ac_tensor_set_requires_grad(tensor, value ? 1 : 0)));
        }

        /// <summary>Its pointers are of use only inside <see cref="Read"/>.</summary>
        internal unsafe TensorInfo Info => Read(static info => *info);

        public long dim() => Info.Dimensions;

        public long numel() => Info.Elements;

        public long element_size() => Info.ElementSize;

        public long[] size() => shape;

        public long size(int dim) => shape[dim < 0 ? (int)ndim + dim : dim];

        public unsafe long[] stride() => Read(static info =>
            new ReadOnlySpan<long>(info->Strides, (int)info->Dimensions).ToArray());

        public long stride(int dim) => stride()[dim < 0 ? (int)ndim + dim : dim];

        public long storage_offset() => Info.StorageOffset;

        public bool is_contiguous() => Info.IsContiguous != 0;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) =>
            requires_grad_(requires_grad);

        public void retain_grad() => Marshaller.Check(With(Shim.ac_tensor_retain_grad));

        /// <summary>
        /// Adds the gradients of this scalar to the leaves. Only this form is offered: two flags
        /// of the other one changed places between TorchSharp's versions.
        /// </summary>
        public void backward() => autograd.backward(this, (IList<Tensor>?)null);

        private unsafe delegate T InfoReader<T>(TensorInfo* info);

        /// <summary>Holds the tensor while sizes and strides are read from its memory.</summary>
        private unsafe T Read<T>(InfoReader<T> read)
        {
            TensorInfo info = default;
            var held = default(HeldHandles);
            try
            {
                Marshaller.Check(Shim.ac_tensor_info_of(held.Hold(NativeHandle), &info));
                return read(&info);
            }
            finally
            {
                held.Release();
            }
        }
    }
}
