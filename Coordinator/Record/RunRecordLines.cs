namespace AkkaCoded.Coordinator.Record;

/// <summary>One line of <c>record.jsonl</c>.</summary>
/// <param name="AtSeconds">Running time of the job when it was written; the time between two
/// sessions does not count.</param>
public abstract record RunRecordLine(double AtSeconds);

/// <summary>A session begins: the first start, or a resume.</summary>
/// <param name="AtSeconds">See <see cref="RunRecordLine.AtSeconds"/>.</param>
/// <param name="Header">What runs where.</param>
public sealed record SessionLine(double AtSeconds, RunHeader Header) : RunRecordLine(AtSeconds);

/// <summary>A step is done.</summary>
/// <param name="AtSeconds">See <see cref="RunRecordLine.AtSeconds"/>.</param>
/// <param name="Step">What it did.</param>
public sealed record StepLine(double AtSeconds, StepRecord Step) : RunRecordLine(AtSeconds);

/// <summary>Something else happened.</summary>
/// <param name="AtSeconds">See <see cref="RunRecordLine.AtSeconds"/>.</param>
/// <param name="Event">What.</param>
public sealed record EventLine(double AtSeconds, JobEvent Event) : RunRecordLine(AtSeconds);
