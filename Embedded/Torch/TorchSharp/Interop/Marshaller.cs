using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>Native forms of arguments, and what has to be given back after the call.</summary>
internal static unsafe class Marshaller
{
    /// <summary>Scratch words that fit on the stack; beyond them an array is pinned.</summary>
    internal const int StackWords = 96;

    internal static int Words(ReadOnlySpan<Arg> arguments)
    {
        var words = 0;
        foreach (ref readonly var argument in arguments)
        {
            words += argument.Words;
        }

        return words;
    }

    /// <summary>
    /// Writes the arguments to <paramref name="values"/>. Every tensor is held from here on until
    /// <see cref="HeldHandles.Release"/>, which has to follow with the same
    /// <paramref name="held"/>.
    /// </summary>
    internal static void Fill(
        ReadOnlySpan<Arg> arguments, NativeValue* values, long* scratch, ref HeldHandles held)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            ref readonly var argument = ref arguments[i];
            values[i].Kind = argument.Kind;
            values[i].Count = 0;
            values[i].Bits = argument.Bits;
            if (argument.Held is not null)
            {
                scratch += FillHeld(argument.Held, ref values[i], scratch, ref held);
            }
        }
    }

    private static int FillHeld(
        object item, ref NativeValue value, long* scratch, ref HeldHandles held)
    {
        switch (item)
        {
            case Tensor tensor:
                value.Bits = held.Hold(tensor.NativeHandle);
                return 0;
            case Generator generator:
                value.Bits = held.Hold(generator.NativeHandle);
                return 0;
            case string text:
                return FillText(text, ref value, scratch);
            case Tensor?[] tensors:
                for (var i = 0; i < tensors.Length; i++)
                {
                    scratch[i] = tensors[i] is { } element ? held.Hold(element.NativeHandle) : 0;
                }

                break;
            case long[] numbers:
                numbers.CopyTo(new Span<long>(scratch, numbers.Length));
                break;
            case double[] numbers:
                numbers.CopyTo(new Span<double>(scratch, numbers.Length));
                break;
        }

        value.Count = ((Array)item).Length;
        value.Bits = (long)scratch;
        return value.Count;
    }

    private static int FillText(string text, ref NativeValue value, long* scratch)
    {
        var words = (Encoding.UTF8.GetByteCount(text) + 7) / 8;
        value.Count = Encoding.UTF8.GetBytes(text, new Span<byte>(scratch, words * 8));
        value.Bits = (long)scratch;
        return words;
    }

    /// <summary>The exception that TorchSharp throws too, with libtorch's own message.</summary>
    internal static ExternalException Failure() =>
        new(Marshal.PtrToStringUTF8((nint)Shim.ac_error()) ?? "libtorch failed without a message");

    internal static void Check(int result)
    {
        if (result < 0)
        {
            throw Failure();
        }
    }

    internal static nint Check(nint result) => result != 0 ? result : throw Failure();
}

/// <summary>What a call under way holds, so that nothing is released before it returns.</summary>
internal ref struct HeldHandles
{
    private Slots _slots;
    private List<SafeHandle>? _more;
    private int _count;

    internal nint Hold(SafeHandle handle)
    {
        var added = false;
        handle.DangerousAddRef(ref added);
        if (_count < Slots.Length)
        {
            _slots[_count++] = handle;
        }
        else
        {
            (_more ??= []).Add(handle);
        }

        return handle.DangerousGetHandle();
    }

    internal void Release()
    {
        for (var i = 0; i < _count; i++)
        {
            _slots[i]!.DangerousRelease();
        }

        _count = 0;
        _more?.ForEach(handle => handle.DangerousRelease());
        _more = null;
    }

    [System.Runtime.CompilerServices.InlineArray(Length)]
    private struct Slots
    {
        internal const int Length = 8;
        private SafeHandle? _first;
    }
}
