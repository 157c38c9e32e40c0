using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>
            /// Moves parameters and buffers. Those that have to change are replaced by new
            /// tensors, as in TorchSharp: fetch them anew afterwards.
            /// </summary>
            internal virtual void Move(Device? device, ScalarType? dtype)
            {
                foreach (var (_, child) in named_children())
                {
                    child.Move(device, dtype);
                }

                foreach (var (found, parameter) in _parameters.ToList())
                {
                    if (Moved(parameter, device, dtype) is { } moved)
                    {
                        var replaced = new Parameter(moved.detach_(), parameter.requires_grad);
                        ComponentFields.Replace(this, parameter, replaced);
                        _parameters.Set(found, replaced);
                        parameter.Dispose();
                    }
                }

                foreach (var (found, buffer) in _buffers.ToList())
                {
                    if (Moved(buffer, device, dtype) is { } moved)
                    {
                        ComponentFields.Replace(this, buffer, moved);
                        _buffers.Set(found, moved);
                        buffer.Dispose();
                    }
                }
            }

            private static Tensor? Moved(Tensor tensor, Device? device, ScalarType? dtype)
            {
                // Counters stay whole numbers when the weights change their type.
                var type = tensor.is_floating_point() ? dtype ?? tensor.dtype : tensor.dtype;
                var where = device ?? tensor.device;
                var there = where.type == tensor.device_type
                    && (where.index < 0 || where.index == tensor.device_index
                        || where.type == DeviceType.CPU);
                if (there && type == tensor.dtype)
                {
                    return null;
                }

                using var mode = no_grad();
                return tensor.to(type, where).DetachFromDisposeScope();
            }
        }
    }
}

public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, torch.Device device)
        where T : torch.nn.Module => Move(module, device, null);

    public static T to<T>(this T module, torch.Device device, torch.ScalarType type)
        where T : torch.nn.Module => Move(module, device, type);

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1)
        where T : torch.nn.Module => Move(module, new(deviceType, deviceIndex), null);

    public static T to<T>(this T module, string device)
        where T : torch.nn.Module => Move(module, new(device), null);

    public static T to<T>(this T module, torch.ScalarType type)
        where T : torch.nn.Module => Move(module, null, type);

    public static T cpu<T>(this T module)
        where T : torch.nn.Module => Move(module, torch.CPU, null);

    public static T cuda<T>(this T module, int deviceIndex = -1)
        where T : torch.nn.Module => Move(module, new(DeviceType.CUDA, deviceIndex), null);

    private static T Move<T>(T module, torch.Device? device, torch.ScalarType? type)
        where T : torch.nn.Module
    {
        if (device is not null)
        {
            torch.InitializeDevice(device);
        }

        module.Move(device, type);
        return module;
    }
}
