namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>What the process says to a script; documented in the README.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It ran, and failed.</summary>
    public const int Failed = 1;

    /// <summary>Bad input: command line, configuration or file. Nothing was started.</summary>
    public const int BadInput = 2;

    /// <summary>Something that this machine lacks, such as a native library.</summary>
    public const int Missing = 3;

    /// <summary>Stopped by Ctrl-C or SIGTERM.</summary>
    public const int Stopped = 130;
}
