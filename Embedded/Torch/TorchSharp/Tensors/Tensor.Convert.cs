using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>
        /// The memory of a contiguous tensor on the CPU. The span does not keep the tensor alive:
        /// hold the tensor for as long as the span is used.
        /// </summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                var info = Info;
                if (info.IsContiguous == 0)
                {
                    throw new NotImplementedException("bytes needs a contiguous tensor");
                }

                var length = info.Elements * info.ElementSize;
                if (length > int.MaxValue)
                {
                    throw new ArgumentException(
                        $"a span holds at most {int.MaxValue} bytes, the tensor has {length}");
                }

                return new Span<byte>((void*)CpuData(info), (int)length);
            }

            set
            {
                var place = bytes;
                if (place.Length != value.Length)
                {
                    throw new ArgumentException(
                        $"the tensor has {place.Length} bytes, {value.Length} were given");
                }

                value.CopyTo(place);
                GC.KeepAlive(this);
            }
        }

        public static explicit operator float(Tensor value) => value.ToSingle();

        public static explicit operator double(Tensor value) => value.ToDouble();

        public static explicit operator int(Tensor value) => value.ToInt32();

        public static explicit operator long(Tensor value) => value.ToInt64();

        public static explicit operator byte(Tensor value) => value.ToByte();

        public static explicit operator bool(Tensor value) => value.ToBoolean();

        public Tensor to(ScalarType type) =>
            Ops.Get("to.dtype").One(this, type, false, false);

        public Tensor to(ScalarType type, Device device, bool copy = false) =>
            Ops.Get("to.device").One(this, Usable(device), type, false, copy);

        public Tensor to(Device device) =>
            Ops.Get("to.device").One(this, Usable(device), dtype, false, false);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false) =>
            to(dtype, new Device(deviceType, deviceIndex), copy);

        public Tensor to(string device) => to(new Device(device));

        public Tensor to(Tensor other) => to(other.dtype, other.device);

        public Tensor to_type(ScalarType type, bool copy = false) =>
            Ops.Get("to.dtype").One(this, type, false, copy);

        public Tensor type(ScalarType dtype) => to(dtype);

        public Tensor type_as(Tensor tensor) => to(tensor.dtype);

        public Tensor cpu() => to(CPU);

        public Tensor cuda(Device? device = null) => to(device ?? CUDA);

        public Tensor @bool() => to(ScalarType.Bool);

        public Tensor @byte() => to(ScalarType.Byte);

        public Tensor @int() => to(ScalarType.Int32);

        public Tensor @long() => to(ScalarType.Int64);

        public Tensor @float() => to(ScalarType.Float32);

        public Tensor @double() => to(ScalarType.Float64);

        /// <summary>
        /// Access to the elements; a tensor elsewhere is copied to the CPU first.
        /// </summary>
        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            CheckType(typeof(T));
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        public T item<T>()
            where T : unmanaged
        {
            if (NumberOfElements != 1)
            {
                throw new ArgumentException(
                    $"item() needs one element, the tensor has {NumberOfElements}");
            }

            return data<T>()[0];
        }

        public Scalar ToScalar()
        {
            var value = Ops.Get("item").Number(this);
            return new Scalar(value.Kind, value.Bits, dtype);
        }

        public float ReadCpuSingle(long i) => data<float>()[i];

        public double ReadCpuDouble(long i) => data<double>()[i];

        public long ReadCpuInt64(long i) => data<long>()[i];

        public int ReadCpuInt32(long i) => data<int>()[i];

        public bool is_nonzero() => Ops.Get("is_nonzero").Number(this).Bits != 0;

        internal nint CpuData(in TensorInfo info)
        {
            if (info.DeviceType != (int)DeviceType.CPU)
            {
                throw new InvalidOperationException(
                    $"the tensor is on {device}: copy it to the CPU before reading its memory");
            }

            return info.Elements == 0 ? 0 : Marshaller.Check(With(Shim.ac_tensor_data));
        }

        internal void CheckType(Type type)
        {
            var fits = dtype switch
            {
                ScalarType.Byte => type == typeof(byte),
                ScalarType.Int8 => type == typeof(sbyte),
                ScalarType.Int16 => type == typeof(short),
                ScalarType.Int32 => type == typeof(int),
                ScalarType.Int64 => type == typeof(long),
                ScalarType.Bool => type == typeof(bool),
                ScalarType.Float32 => type == typeof(float),
                ScalarType.Float64 => type == typeof(double),
                _ => throw new NotSupportedException(
                    $"elements of type {dtype} are not offered here: convert the tensor first"),
            };
            if (!fits)
            {
                throw new ArgumentException($"{type.Name} is not compatible with {dtype}");
            }
        }

        private static Device Usable(Device device)
        {
            if (device.type != DeviceType.CPU)
            {
                InitializeDeviceType(device.type);
            }

            return device;
        }
    }
}
