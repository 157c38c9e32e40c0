using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static IDisposable no_grad() => new GradScope(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradScope(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradScope(mode);

    public static bool is_grad_enabled() => Shim.ac_grad_enabled() != 0;

    public static int get_num_threads() => Shim.ac_get_threads(0);

    public static void set_num_threads(int num) => Marshaller.Check(Shim.ac_set_threads(0, num));

    public static int get_num_interop_threads() => Shim.ac_get_threads(1);

    public static void set_num_interop_threads(int num) =>
        Marshaller.Check(Shim.ac_set_threads(1, num));

    public static unsafe string __version__ =>
        System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)Shim.ac_version())!;

    public static bool cuda_is_available() => cuda.is_available();

    public static class cuda
    {
        public static bool is_available() => Shim.ac_cuda_available() != 0;

        public static bool is_cudnn_available() => Shim.ac_cudnn_available() != 0;

        public static int device_count() => Shim.ac_cuda_device_count();

        public static void manual_seed(long seed) =>
            Marshaller.Check(Shim.ac_cuda_manual_seed((ulong)seed));

        public static void manual_seed_all(long seed) =>
            Marshaller.Check(Shim.ac_cuda_manual_seed((ulong)seed));

        /// <summary>
        /// Waits for the current device. TorchSharp's parameter changed from a number to a device
        /// between versions, so only the call without one is offered.
        /// </summary>
        public static void synchronize() => Marshaller.Check(Shim.ac_cuda_synchronize(-1));
    }

    /// <summary>Gradient mode belongs to a thread: dispose where it was made.</summary>
    private sealed class GradScope : IDisposable
    {
        private readonly bool _before = is_grad_enabled();

        internal GradScope(bool enabled) => Shim.ac_set_grad_enabled(enabled ? 1 : 0);

        public void Dispose() => Shim.ac_set_grad_enabled(_before ? 1 : 0);
    }
}
