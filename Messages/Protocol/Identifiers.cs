using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Protocol;

/// <summary>Name of a job: 1 to 64 of a-z, 0-9 and hyphen, beginning with a letter or digit.
/// </summary>
/// <param name="Value">The name.</param>
public readonly record struct JobId(string Value)
{
    /// <summary>Longest name.</summary>
    public const int LengthMax = 64;

    /// <summary>Whether a text is the name of a job.</summary>
    public static bool IsValid(string? text) =>
        text is { Length: >= 1 and <= LengthMax }
        && text[0] != '-'
        && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A worker's number: its stable identity, kept over restarts.</summary>
/// <param name="Number">Counted from 0.</param>
public readonly record struct WorkerId(int Number)
{
    /// <inheritdoc/>
    public override string ToString() => $"worker {Number}";
}

/// <summary>
/// A step of one reign of a coordinator over a job. Whatever names another key is out of date and
/// is dropped and counted.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="JobEpoch">The coordinator's reign, from 1; it only grows.</param>
/// <param name="Step">The step, from 0. It also says which samples are meant.</param>
public readonly record struct StepKey(JobId Job, long JobEpoch, long Step);

/// <summary>One worker's try at its row in one step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Partition">Whose row: the worker's index in the code, 0 .. n - 1.</param>
/// <param name="Attempt">From 0; grows when the row is asked for again in the same step.</param>
public readonly record struct AnswerKey(StepKey Step, int Partition, int Attempt);
