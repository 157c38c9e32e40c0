using AkkaCoded.Coordinator.CommandLine;

namespace AkkaCoded.Coordinator.LocalNodes;

/// <summary>How a process ended.</summary>
/// <param name="Code">Its exit code; of a process that a signal ended, 128 and the signal's
/// number. Null: it could not even be started.</param>
internal readonly record struct NodeExit(int? Code)
{
    private const int SignalBase = 128;

    private static readonly Dictionary<int, string> Signals = new()
    {
        [1] = "SIGHUP", [2] = "SIGINT", [3] = "SIGQUIT", [4] = "SIGILL", [6] = "SIGABRT",
        [7] = "SIGBUS", [8] = "SIGFPE", [9] = "SIGKILL", [11] = "SIGSEGV", [13] = "SIGPIPE",
        [14] = "SIGALRM", [15] = "SIGTERM", [24] = "SIGXCPU", [25] = "SIGXFSZ", [31] = "SIGSYS",
    };

    /// <summary>Another start would end the same way: the command line was refused, or the machine
    /// lacks something.</summary>
    public bool IsHopeless => Code is ExitCode.BadInput or ExitCode.Missing;

    /// <summary>For people, to follow the node's name.</summary>
    public override string ToString() => Code switch
    {
        null => "could not be started",
        ExitCode.Stopped => "ended with exit code 130",
        > SignalBase and var code when Signals.TryGetValue(code - SignalBase, out var name) =>
            $"was ended by {name}",
        var code => $"ended with exit code {code}",
    };
}
