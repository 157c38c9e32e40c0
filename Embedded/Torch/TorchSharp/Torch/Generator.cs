using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static long seed() => random.seed();

    public static long initial_seed() => random.initial_seed();

    public static Tensor get_rng_state() => random.get_rng_state();

    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    public static class random
    {
        /// <summary>Seeds the default generator of every device of this process.</summary>
        public static Generator manual_seed(long seed)
        {
            Marshaller.Check(Shim.ac_manual_seed(seed));
            return Generator.Default;
        }

        public static long seed() => Generator.Default.seed();

        public static long initial_seed() => Generator.Default.initial_seed();

        public static Tensor get_rng_state() => Generator.Default.get_state();

        public static void set_rng_state(Tensor new_state) =>
            Generator.Default.set_state(new_state);
    }

    public class Generator : IDisposable
    {
        public Generator(ulong seed = 0, Device? device = null)
            : this(Shim.ac_generator_new(seed, (device ?? CPU).Bits), device ?? CPU)
        {
        }

        private Generator(nint handle, Device where)
        {
            NativeHandle = new GeneratorHandle(Marshaller.Check(handle));
            device = where;
        }

        public static Generator Default => new(Shim.ac_generator_default(), CPU);

        public nint Handle => NativeHandle.DangerousGetHandle();

        public Device device { get; }

        internal SafeHandle NativeHandle { get; }

        public Generator manual_seed(long seed)
        {
            Use(handle => Shim.ac_generator_set_seed(handle, (ulong)seed));
            return this;
        }

        /// <summary>Sets a seed that differs from run to run, and returns it.</summary>
        public unsafe long seed()
        {
            long seed = 0;
            var place = &seed;
            Use(handle => Shim.ac_generator_seed(handle, place));
            return seed;
        }

        public unsafe long initial_seed()
        {
            long seed = 0;
            var place = &seed;
            Use(handle => Shim.ac_generator_initial_seed(handle, place));
            return seed;
        }

        public Tensor get_state()
        {
            nint state = 0;
            Use(handle => (state = Shim.ac_generator_get_state(handle)) == 0 ? -1 : 0);
            return new Tensor(state);
        }

        public void set_state(Tensor value)
        {
            var held = default(HeldHandles);
            try
            {
                var state = held.Hold(value.NativeHandle);
                Use(handle => Shim.ac_generator_set_state(handle, state));
            }
            finally
            {
                held.Release();
            }
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (disposing)
            {
                NativeHandle.Dispose();
            }
        }

        private void Use(Func<nint, int> call)
        {
            var held = default(HeldHandles);
            try
            {
                Marshaller.Check(call(held.Hold(NativeHandle)));
            }
            finally
            {
                held.Release();
            }
        }
    }

    private sealed class GeneratorHandle : SafeHandle
    {
        internal GeneratorHandle(nint generator)
            : base(0, ownsHandle: true) => SetHandle(generator);

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            Shim.ac_generator_release(handle);
            return true;
        }
    }
}
