using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Simulation.Faults;

/// <summary>
/// What the world has seen so far: the first broken invariant, figures, a hash of everything that
/// was delivered (two runs of a seed must have the same), and the last events where they are kept.
/// </summary>
internal sealed class FaultFindings(bool isTracing)
{
    private const int LinesMax = 4000;
    private readonly Queue<string> _lines = [];

    /// <summary>The first broken invariant, or null.</summary>
    public string? Violation { get; private set; }

    public ulong Digest { get; private set; } = 14695981039346656037;

    public long Delivered { get; private set; }

    public long Lost { get; set; }

    public long Duplicated { get; set; }

    /// <summary>Steps applied, by all reigns together.</summary>
    public long StepsApplied { get; set; }

    public IEnumerable<string> Trace => _lines;

    public void Fail(TimeSpan now, string invariant, string text)
    {
        Note(now, $"BROKEN {invariant}: {text}");
        Violation ??= $"{invariant}: {text} (at {now.TotalSeconds:0.000} s)";
    }

    public void Require(bool holds, TimeSpan now, string invariant, FormattableString text)
    {
        if (!holds)
        {
            Fail(now, invariant, FormattableString.Invariant(text));
        }
    }

    public void Note(TimeSpan now, string text)
    {
        if (!isTracing)
        {
            return;
        }

        if (_lines.Count == LinesMax)
        {
            _lines.Dequeue();
        }

        _lines.Enqueue(FormattableString.Invariant($"{now.TotalSeconds,9:0.0000}  {text}"));
    }

    /// <summary>A message has arrived.</summary>
    public void Deliver(TimeSpan now, string path, IWireMessage message, ReadOnlySpan<byte> bytes)
    {
        Delivered++;
        var digest = (Digest ^ (ulong)now.Ticks) * 1099511628211;
        foreach (var value in bytes)
        {
            digest = (digest ^ value) * 1099511628211;
        }

        Digest = digest;
        if (isTracing)
        {
            Note(now, $"{path} {Brief(message)}");
        }
    }

    private static string Brief(IWireMessage message) => message switch
    {
        Compute compute => $"Compute {Brief(compute.Key)} v{compute.ParametersVersion}",
        Ready ready => $"Ready {Brief(ready.Key)} {(ready.Inline.IsEmpty ? "" : "inline")}",
        Progress progress => $"Progress {Brief(progress.Key)} {progress.ChunksDone}",
        Upload upload => $"Upload {Brief(upload.Key)}",
        Cancel cancel => $"Cancel {Brief(cancel.Key)}",
        StepClosed closed => $"StepClosed {closed.Key.JobEpoch}/{closed.Key.Step}",
        ComputeFailed failed => $"ComputeFailed {Brief(failed.Key)}: {failed.Error}",
        AnswerMissing missing => $"AnswerMissing {Brief(missing.Key)}",
        OpenJob open => $"OpenJob epoch {open.JobEpoch}",
        JobOpened opened => $"JobOpened epoch {opened.JobEpoch}",
        WorkerJoined joined => $"WorkerJoined start {joined.Incarnation}",
        _ => message.ToString()!,
    };

    private static string Brief(AnswerKey key) =>
        $"{key.Step.JobEpoch}/{key.Step.Step} row {key.Partition} try {key.Attempt}";
}
