using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class jit
    {
        public static ScriptModule load(
            string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Open(filename, new Device(device_type, (int)device_index)));

        public static ScriptModule load(string filename, Device map_location) =>
            new(Open(filename, map_location));

        public static ScriptModule load(string filename, string map_location) =>
            new(Open(filename, new Device(map_location)));

        public static ScriptModule<T1, TResult> load<T1, TResult>(
            string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Open(filename, new Device(device_type, (int)device_index)));

        public static ScriptModule<T1, TResult> load<T1, TResult>(
            string filename, Device map_location) => new(Open(filename, map_location));

        public static ScriptModule<T1, TResult> load<T1, TResult>(
            string filename, string map_location) =>
            new(Open(filename, new Device(map_location)));

        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(
            string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) =>
            new(Open(filename, new Device(device_type, (int)device_index)));

        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(
            string filename, Device map_location) => new(Open(filename, map_location));

        public static void save(ScriptModule module, string filename) => module.Save(filename);

        private static ScriptHandle Open(string path, Device device)
        {
            if (!File.Exists(path))
            {
                throw new FileNotFoundException($"no TorchScript file at {path}", path);
            }

            InitializeDevice(device);
            return new ScriptHandle(Marshaller.Check(Shim.ac_jit_load(path, device.Bits)));
        }
    }
}
