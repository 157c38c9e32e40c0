using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>
/// One operator of libtorch, such as <c>aten::add</c> with overload <c>Tensor</c>.
/// </summary>
internal sealed unsafe class Op(string name, string overload = "")
{
    private nint _handle;

    private nint Handle => _handle != 0 ? _handle : Find();

    /// <summary>Calls it and returns its one tensor.</summary>
    internal Tensor One(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results;
        var count = Invoke(arguments, &results);
        return count == 1 && results[0].Kind == ValueKind.Tensor
            ? new Tensor((nint)results[0].Bits)
            : throw Unexpected(count);
    }

    /// <summary>Calls it and returns all of its tensors, lists flattened.</summary>
    internal Tensor[] Many(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results;
        var count = Invoke(arguments, &results);
        return Take(results, count);
    }

    /// <summary>Calls an operator that changes its first argument, and returns that one.</summary>
    internal Tensor InPlace(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results;
        var count = Invoke(arguments, &results);
        for (var i = 0; i < count; i++)
        {
            if (results[i].Kind == ValueKind.Tensor)
            {
                Shim.ac_tensor_release((nint)results[i].Bits);
            }
        }

        return (Tensor)arguments[0].Held!;
    }

    /// <summary>Calls an operator whose one result is a number or a truth value.</summary>
    internal NativeValue Number(params ReadOnlySpan<Arg> arguments)
    {
        NativeValue* results;
        var count = Invoke(arguments, &results);
        return count == 1 ? results[0] : throw Unexpected(count);
    }

    internal static Tensor[] Take(NativeValue* results, int count)
    {
        var tensors = new Tensor[count];
        for (var i = 0; i < count; i++)
        {
            tensors[i] = results[i].Kind == ValueKind.Tensor
                ? new Tensor((nint)results[i].Bits)
                : null!;
        }

        return tensors;
    }

    private InvalidOperationException Unexpected(int count) =>
        new($"{name}.{overload} returned {count} values, not the one that was expected");

    private nint Find()
    {
        Shim.Ensure();
        return _handle = Marshaller.Check(Shim.ac_operator("aten::" + name, overload));
    }

    private int Invoke(ReadOnlySpan<Arg> arguments, NativeValue** results)
    {
        var words = Marshaller.Words(arguments);
        if (words > Marshaller.StackWords)
        {
            fixed (long* pinned = new long[words])
            {
                return Invoke(arguments, pinned, results);
            }
        }

        var scratch = stackalloc long[words];
        return Invoke(arguments, scratch, results);
    }

    private int Invoke(ReadOnlySpan<Arg> arguments, long* scratch, NativeValue** results)
    {
        var values = stackalloc NativeValue[arguments.Length];
        var held = default(HeldHandles);
        try
        {
            Marshaller.Fill(arguments, values, scratch, ref held);
            var count = Shim.ac_call(Handle, values, arguments.Length, results);
            Marshaller.Check(count);
            return count;
        }
        finally
        {
            held.Release();
        }
    }
}
