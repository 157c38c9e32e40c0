namespace AkkaCoded.Codes.Latency;

/// <summary>
/// Measured times of parallel workers: a row per step, a column per worker, seconds. In a file: CSV
/// without header, every row as long as the first.
/// </summary>
public sealed class LatencyTrace
{
    private readonly double[] _seconds;

    internal LatencyTrace(string name, double[] seconds, int workers)
    {
        Contract.Require(workers > 0 && seconds.Length >= workers, "a trace has a full row");
        Contract.Require(seconds.Length % workers == 0, "every row of a trace is full");
        Name = name;
        _seconds = seconds;
        Workers = workers;
    }

    /// <summary>The file, or whatever the trace was made from.</summary>
    public string Name { get; }

    /// <summary>Columns.</summary>
    public int Workers { get; }

    /// <summary>Rows.</summary>
    public int Steps => _seconds.Length / Workers;

    /// <summary>Every value, row by row.</summary>
    public ReadOnlySpan<double> All => _seconds;

    /// <summary>Seconds of a worker in a step, both from 0.</summary>
    public double this[int step, int worker] => Step(step)[worker];

    /// <summary>The row of a step: seconds of each worker.</summary>
    public ReadOnlySpan<double> Step(int step) => _seconds.AsSpan(step * Workers, Workers);

    /// <summary>Reads a CSV file.</summary>
    /// <exception cref="InvalidInputException">CDL-0044: the file can't be read; CDL-0045: a value
    /// is no time; CDL-0046: a row is of another length; CDL-0047: there is no row. The key names
    /// file, line and column.</exception>
    public static LatencyTrace Read(string path) => LatencyTraceReader.ReadFile(path);

    /// <summary>Reads the same text from anywhere.</summary>
    /// <param name="text">CSV.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="InvalidInputException">As for <see cref="Read"/>.</exception>
    public static LatencyTrace Parse(TextReader text, string name) =>
        LatencyTraceReader.Read(text, name);
}
