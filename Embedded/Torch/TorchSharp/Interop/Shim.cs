using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The C functions of Embedded/Torch/native/shim.h, which documents them.</summary>
internal static unsafe partial class Shim
{
    internal const string Library = "akkacoded_torch";

    static Shim() => ShimLoader.Register();

    /// <summary>Makes the library known to the runtime before the first call.</summary>
    internal static void Ensure()
    {
    }

    [LibraryImport(Library)]
    internal static partial byte* ac_error();

    [LibraryImport(Library)]
    internal static partial byte* ac_version();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ac_operator(string name, string overload);

    [LibraryImport(Library)]
    internal static partial int ac_call(
        nint op, NativeValue* arguments, int count, NativeValue** results);

    [LibraryImport(Library)]
    internal static partial void ac_tensor_release(nint tensor);

    [LibraryImport(Library)]
    internal static partial nint ac_tensor_alias(nint tensor);

    [LibraryImport(Library)]
    internal static partial int ac_tensor_info_of(nint tensor, TensorInfo* info);

    [LibraryImport(Library)]
    internal static partial nint ac_tensor_data(nint tensor);

    [LibraryImport(Library)]
    internal static partial nint ac_tensor_from_memory(
        void* data, long* sizes, int dimensions, int dtype);

    [LibraryImport(Library)]
    internal static partial int ac_tensor_set_requires_grad(nint tensor, int on);

    [LibraryImport(Library)]
    internal static partial nint ac_tensor_grad(nint tensor);

    [LibraryImport(Library)]
    internal static partial int ac_tensor_clear_grad(nint tensor);

    [LibraryImport(Library)]
    internal static partial int ac_tensor_retain_grad(nint tensor);

    [LibraryImport(Library)]
    internal static partial int ac_grad(
        NativeValue* outputs, NativeValue* inputs, NativeValue* gradOutputs, int retainGraph,
        int createGraph, int allowUnused, NativeValue** results);

    [LibraryImport(Library)]
    internal static partial int ac_backward(
        NativeValue* tensors, NativeValue* gradTensors, int retainGraph, int createGraph,
        NativeValue* inputs);

    [LibraryImport(Library)]
    internal static partial int ac_grad_enabled();

    [LibraryImport(Library)]
    internal static partial void ac_set_grad_enabled(int on);

    [LibraryImport(Library)]
    internal static partial int ac_manual_seed(long seed);

    [LibraryImport(Library)]
    internal static partial nint ac_generator_new(ulong seed, long device);

    [LibraryImport(Library)]
    internal static partial nint ac_generator_default();

    [LibraryImport(Library)]
    internal static partial void ac_generator_release(nint generator);

    [LibraryImport(Library)]
    internal static partial int ac_generator_set_seed(nint generator, ulong seed);

    [LibraryImport(Library)]
    internal static partial int ac_generator_seed(nint generator, long* seed);

    [LibraryImport(Library)]
    internal static partial int ac_generator_initial_seed(nint generator, long* seed);

    [LibraryImport(Library)]
    internal static partial nint ac_generator_get_state(nint generator);

    [LibraryImport(Library)]
    internal static partial int ac_generator_set_state(nint generator, nint state);

    [LibraryImport(Library)]
    internal static partial int ac_get_threads(int interop);

    [LibraryImport(Library)]
    internal static partial int ac_set_threads(int interop, int count);

    [LibraryImport(Library)]
    internal static partial int ac_cuda_available();

    [LibraryImport(Library)]
    internal static partial int ac_cudnn_available();

    [LibraryImport(Library)]
    internal static partial int ac_cuda_device_count();

    [LibraryImport(Library)]
    internal static partial int ac_cuda_synchronize(long index);

    [LibraryImport(Library)]
    internal static partial int ac_cuda_manual_seed(ulong seed);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint ac_jit_load(string path, long device);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ac_jit_save(nint module, string path);

    [LibraryImport(Library)]
    internal static partial void ac_jit_release(nint module);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ac_jit_invoke(
        nint module, string method, NativeValue* arguments, int count, NativeValue** results);

    [LibraryImport(Library)]
    internal static partial int ac_jit_tensors(
        nint module, int buffers, NativeValue** tensors, byte** names);

    [LibraryImport(Library)]
    internal static partial int ac_jit_train(nint module, int on);

    [LibraryImport(Library)]
    internal static partial int ac_jit_is_training(nint module);

    [LibraryImport(Library)]
    internal static partial int ac_jit_to(nint module, long device, int dtype);
}
