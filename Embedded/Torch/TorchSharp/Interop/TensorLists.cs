using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>The three lists of tensors that autograd's entries take, held until disposed.</summary>
internal unsafe ref struct TensorLists : IDisposable
{
    private readonly nint[] _outputs;
    private readonly nint[] _inputs;
    private readonly nint[] _gradients;
    private HeldHandles _held;

    internal TensorLists(
        IList<Tensor> outputs, IList<Tensor>? inputs, IList<Tensor>? gradients)
    {
        Shim.Ensure();
        _outputs = new nint[outputs.Count];
        _inputs = new nint[inputs?.Count ?? 0];
        _gradients = new nint[gradients?.Count ?? 0];
        try
        {
            Fill(_outputs, outputs);
            Fill(_inputs, inputs);
            Fill(_gradients, gradients);
        }
        catch
        {
            _held.Release();
            throw;
        }
    }

    public void Dispose() => _held.Release();

    internal List<Tensor> Grad(bool retainGraph, bool createGraph, bool allowUnused)
    {
        fixed (nint* outputs = _outputs, inputs = _inputs, gradients = _gradients)
        {
            var roots = List(outputs, _outputs.Length);
            var leaves = List(inputs, _inputs.Length);
            var seeds = List(gradients, _gradients.Length);
            NativeValue* results;
            var count = Shim.ac_grad(
                &roots, &leaves, &seeds, retainGraph ? 1 : 0, createGraph ? 1 : 0,
                allowUnused ? 1 : 0, &results);
            Marshaller.Check(count);
            return [.. Op.Take(results, count)];
        }
    }

    internal void Backward(bool retainGraph, bool createGraph)
    {
        fixed (nint* outputs = _outputs, inputs = _inputs, gradients = _gradients)
        {
            var roots = List(outputs, _outputs.Length);
            var leaves = List(inputs, _inputs.Length);
            var seeds = List(gradients, _gradients.Length);
            Marshaller.Check(Shim.ac_backward(
                &roots, &seeds, retainGraph ? 1 : 0, createGraph ? 1 : 0, &leaves));
        }
    }

    private static NativeValue List(nint* handles, int count) =>
        new() { Kind = ValueKind.Tensors, Count = count, Bits = (long)handles };

    private void Fill(nint[] handles, IList<Tensor>? tensors)
    {
        for (var i = 0; i < handles.Length; i++)
        {
            handles[i] = _held.Hold(tensors![i].NativeHandle);
        }
    }
}
