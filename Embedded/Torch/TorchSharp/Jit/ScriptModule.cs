using System.Runtime.InteropServices;
using TorchSharp.Interop;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class jit
    {
        /// <summary>
        /// A TorchScript module. Its parameters and buffers share memory with the module; those of
        /// its submodules are among them, with dotted names.
        /// </summary>
        public class ScriptModule : nn.Module
        {
            private readonly ScriptHandle _handle;

            internal ScriptModule(ScriptHandle handle)
                : base("ScriptModule")
            {
                _handle = handle;
                foreach (var (found, parameter) in Tensors(buffers: false))
                {
                    ReplaceParameter(found, new Parameter(parameter, parameter.requires_grad));
                }

                foreach (var (found, buffer) in Tensors(buffers: true))
                {
                    ReplaceBuffer(found, buffer);
                }
            }

            public override bool training => Use(Shim.ac_jit_is_training) != 0;

            public override void train(bool on = true) =>
                Use(handle => Shim.ac_jit_train(handle, on ? 1 : 0));

            // Parameters whose names differ between versions have here a name of neither.
            public object call(params object[] values) => invoke("forward", values);

            public object invoke(string name, params object[] objs)
            {
                var results = Invoke(name, objs);
                return results.Length == 1 ? results[0] : results;
            }

            public TResult invoke<TResult>(string name, params object[] inputs) =>
                Typed<TResult>(Invoke(name, inputs));

            public TResult invoke<T, TResult>(string name, params T[] inputs) =>
                Typed<TResult>(Invoke(name, [.. inputs.Cast<object>()]));

            internal TResult Forward<TResult>(params object?[] inputs) =>
                Typed<TResult>(Invoke("forward", inputs!));

            internal void Save(string path) => Use(handle => Shim.ac_jit_save(handle, path));

            internal override void Move(Device? device, ScalarType? dtype)
            {
                Use(handle => Shim.ac_jit_to(
                    handle, device?.Bits ?? -1, dtype is { } type ? (int)type : -1));
                foreach (var (found, parameter) in Tensors(buffers: false))
                {
                    ReplaceParameter(found, new Parameter(parameter, parameter.requires_grad));
                }

                foreach (var (found, buffer) in Tensors(buffers: true))
                {
                    ReplaceBuffer(found, buffer);
                }
            }

            protected override void Dispose(bool disposing)
            {
                base.Dispose(disposing);
                if (disposing)
                {
                    _handle.Dispose();
                }
            }

            private static Arg ToArg(object? value) => value switch
            {
                null => Arg.None,
                Tensor tensor => tensor,
                Tensor[] tensors => tensors,
                long number => number,
                int number => (long)number,
                double number => number,
                float number => (double)number,
                bool on => on,
                string text => text,
                Scalar scalar => scalar,
                _ => throw new NotSupportedException(
                    $"{value.GetType()} can't be an argument of a TorchScript method here"),
            };

            private static TResult Typed<TResult>(Tensor[] results)
            {
                object value = typeof(TResult) switch
                {
                    var type when type == typeof(Tensor[]) => results,
                    var type when type == typeof((Tensor, Tensor)) => (results[0], results[1]),
                    var type when type == typeof((Tensor, Tensor, Tensor)) =>
                        (results[0], results[1], results[2]),
                    _ => results[0],
                };
                return (TResult)value;
            }

            private unsafe Tensor[] Invoke(string method, object?[] inputs)
            {
                var arguments = Array.ConvertAll(inputs, ToArg);
                var values = stackalloc NativeValue[arguments.Length];
                var held = default(HeldHandles);
                try
                {
                    fixed (long* scratch = new long[Marshaller.Words(arguments) + 1])
                    {
                        Marshaller.Fill(arguments, values, scratch, ref held);
                        NativeValue* results;
                        var count = Shim.ac_jit_invoke(
                            held.Hold(_handle), method, values, arguments.Length, &results);
                        Marshaller.Check(count);
                        return Op.Take(results, count);
                    }
                }
                finally
                {
                    held.Release();
                }
            }

            private unsafe List<(string Name, Tensor Tensor)> Tensors(bool buffers)
            {
                NativeValue* values;
                byte* names;
                var valuesPlace = &values;
                var namesPlace = &names;
                var count = Use(handle =>
                    Shim.ac_jit_tensors(handle, buffers ? 1 : 0, valuesPlace, namesPlace));
                var split = (Marshal.PtrToStringUTF8((nint)names) ?? "").Split('\n');
                return [.. split.Take(count).Zip(Op.Take(values, count))];
            }

            private int Use(Func<nint, int> call)
            {
                var held = default(HeldHandles);
                try
                {
                    var result = call(held.Hold(_handle));
                    Marshaller.Check(result);
                    return result;
                }
                finally
                {
                    held.Release();
                }
            }
        }

        public class ScriptModule<T, TResult> : ScriptModule, nn.IModule<T, TResult>
        {
            internal ScriptModule(ScriptHandle handle)
                : base(handle)
            {
            }

            public TResult call(T value) => Forward<TResult>(value);
        }

        public class ScriptModule<T1, T2, TResult> : ScriptModule, nn.IModule<T1, T2, TResult>
        {
            internal ScriptModule(ScriptHandle handle)
                : base(handle)
            {
            }

            public TResult call(T1 input1, T2 input2) => Forward<TResult>(input1, input2);
        }

        internal sealed class ScriptHandle : SafeHandle
        {
            internal ScriptHandle(nint module)
                : base(0, ownsHandle: true) => SetHandle(module);

            public override bool IsInvalid => handle == 0;

            protected override bool ReleaseHandle()
            {
                Shim.ac_jit_release(handle);
                return true;
            }
        }
    }
}
