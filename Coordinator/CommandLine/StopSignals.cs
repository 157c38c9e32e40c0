using System.Runtime.InteropServices;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>
/// Ctrl-C and SIGTERM for a verb that can stop in good order: the first one asks it to, for as long
/// as it takes (training writes a checkpoint); the second one ends the process at once.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Action _end;
    private readonly bool _isChild;
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="isChild">A terminal sends Ctrl-C to a process and to those that it has started;
    /// these leave it to the process what becomes of them.</param>
    public StopSignals(bool isChild)
        : this(EndProcess, isChild)
    {
    }

    /// <param name="end">What a second signal does.</param>
    /// <param name="isChild">As above.</param>
    internal StopSignals(Action end, bool isChild = false)
    {
        (_end, _isChild) = (end, isChild);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stopping.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stopping.Dispose();
    }

    internal void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_isChild && context.Signal == PosixSignal.SIGINT)
        {
            return;
        }

        if (_stopping.IsCancellationRequested)
        {
            _end();
            return;
        }

        _stopping.Cancel();
    }

    /// <summary>
    /// Leaves without the C library's clean-up, which would pull libtorch from under a thread that
    /// is computing.
    /// </summary>
    internal static void EndProcess()
    {
        if (OperatingSystem.IsWindows()
            || !NativeLibrary.TryLoad("libc", typeof(StopSignals).Assembly, null, out var library))
        {
            Environment.Exit(ExitCode.Stopped);
            return;
        }

        var address = NativeLibrary.GetExport(library, "_exit");
        Marshal.GetDelegateForFunctionPointer<ExitFunction>(address)(ExitCode.Stopped);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void ExitFunction(int status);
}
