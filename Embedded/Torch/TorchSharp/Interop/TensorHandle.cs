using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>
/// One strong reference to a native tensor. As a SafeHandle it can't be freed while a call that
/// was given it is under way, whichever thread disposes the tensor and whatever the garbage
/// collector does meanwhile.
/// </summary>
internal sealed class TensorHandle : SafeHandle
{
    private static long _live;
    private static long _peak;

    internal TensorHandle(nint tensor)
        : base(0, ownsHandle: true)
    {
        SetHandle(tensor);
        var live = Interlocked.Increment(ref _live);
        if (live > Volatile.Read(ref _peak))
        {
            Volatile.Write(ref _peak, live);
        }
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Native tensors of the process that have not been released.</summary>
    internal static long Live => Volatile.Read(ref _live);

    internal static long Peak => Volatile.Read(ref _peak);

    protected override bool ReleaseHandle()
    {
        Interlocked.Decrement(ref _live);
        Shim.ac_tensor_release(handle);
        return true;
    }
}
