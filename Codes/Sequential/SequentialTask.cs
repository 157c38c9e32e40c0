using System.Collections.Immutable;

namespace AkkaCoded.Codes.Sequential;

/// <summary>
/// One task of one worker in one round: the sum of coefficient times chunk gradient over
/// <see cref="SequentialScheme.Row"/> of the part, for the samples and parameters of the job.
/// </summary>
/// <param name="Job">From 0; job t is opened in round t.</param>
/// <param name="Part">0 .. <see cref="SequentialScheme.Parts"/> - 1.</param>
public readonly record struct SequentialTask(int Job, int Part);

/// <summary>One term of a decoded gradient: coefficient times the result of a worker's part.
/// </summary>
/// <param name="Worker">Who computed it.</param>
/// <param name="Part">Which part of the job.</param>
/// <param name="Coefficient">Its factor in the sum.</param>
public readonly record struct DecodeTerm(int Worker, int Part, double Coefficient);

/// <summary>A job whose gradient can be decoded.</summary>
/// <param name="Job">From 0.</param>
/// <param name="Round">The round at whose end it became decodable.</param>
/// <param name="Terms">The gradient is their sum; empty under <see cref="DecodeRule.Count"/>.
/// </param>
public sealed record FinishedJob(int Job, int Round, ImmutableArray<DecodeTerm> Terms);

/// <summary>What a report of answers led to.</summary>
/// <param name="MustWait">The round can't end yet: more answers are needed. Report again when
/// another has come.</param>
/// <param name="Finished">The jobs that this round has finished, oldest first; empty while waiting.
/// </param>
public sealed record RoundReport(bool MustWait, ImmutableArray<FinishedJob> Finished)
{
    internal static RoundReport Wait { get; } = new(true, []);
}
