using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device META = new(DeviceType.META);

    public static Device CUDA => new(DeviceType.CUDA);

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(int index) => new(index);

    /// <summary>Makes sure that the device can be used; throws where it can't.</summary>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (deviceType == DeviceType.CUDA && !cuda.is_available())
        {
            throw new InvalidOperationException(
                "CUDA is not available: the libtorch in use was built without it, or there is no "
                + "GPU with a driver");
        }
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType) =>
        deviceType == DeviceType.CPU || (deviceType == DeviceType.CUDA && cuda.is_available());

    public static Device InitializeDevice(Device? device)
    {
        device ??= CPU;
        InitializeDeviceType(device.type);
        return device;
    }

    public class Device
    {
        public Device(string description)
        {
            ArgumentNullException.ThrowIfNull(description);
            var parts = description.Split(':');
            type = Parse(parts[0]);
            index = parts.Length switch
            {
                1 => -1,
                2 => int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture),
                _ => throw new ArgumentException($"'{description}' is no device"),
            };
        }

        public Device(string deviceType, int index = -1)
            : this(Parse(deviceType), index)
        {
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public Device(int index)
            : this(DeviceType.CUDA, index)
        {
        }

        public DeviceType type { get; }

        public int index { get; }

        /// <summary>Type and index in one number, as shim.h has it.</summary>
        internal long Bits => ((long)type << 32) | (uint)(type == DeviceType.CPU ? -1 : index);

        public static implicit operator Device(string description) => new(description);

        public override string ToString() =>
            type == DeviceType.CPU ? "cpu" : index == -1
                ? type.ToString().ToLowerInvariant()
                : $"{type.ToString().ToLowerInvariant()}:{index}";

        private static DeviceType Parse(string name) => name.ToLowerInvariant() switch
        {
            "cpu" => DeviceType.CPU,
            "cuda" => DeviceType.CUDA,
            "meta" => DeviceType.META,
            _ => throw new ArgumentException($"'{name}' is no device: use cpu, cuda or cuda:N"),
        };
    }
}
