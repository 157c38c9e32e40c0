using Akka.Actor;
using AkkaCoded.Coordinator.Decoding;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.Jobs;

// Messages inside one process; none of them ever goes over a wire.

/// <summary>To <see cref="JobManager"/>: run a job; answered with <see cref="JobEnded"/>.</summary>
internal sealed record StartJob(JobSpec Spec) : INoSerializationVerificationNeeded;

/// <summary>To <see cref="JobManager"/> and <see cref="TrainingJob"/>: keep the last whole step,
/// then end.</summary>
internal sealed record StopJob(JobId Job) : INoSerializationVerificationNeeded;

/// <summary>To <see cref="JobManager"/>: keep the last whole step of every job, then end.</summary>
internal sealed record StopJobs : INoSerializationVerificationNeeded
{
    public static readonly StopJobs Instance = new();
}

/// <summary>To <see cref="JobManager"/>: inject a fault into a job; answered with
/// <c>Status.Success</c> or <c>Status.Failure</c>.</summary>
internal sealed record InjectInto(JobId Job, InjectFault Fault)
    : INoSerializationVerificationNeeded;

/// <summary>To <see cref="JobManager"/> and its jobs: a node's workers cannot be reached.</summary>
/// <param name="Address">Of the node's actor system.</param>
/// <param name="Node">Its name, for people.</param>
/// <param name="Reason">Why, to follow the name: <c>has gone</c>, <c>is silent</c>.</param>
internal sealed record NodeLost(Address Address, string Node, string Reason)
    : INoSerializationVerificationNeeded;

/// <summary>From <see cref="TrainingJob"/>: it is over.</summary>
/// <param name="Job">Which.</param>
/// <param name="Result">What it came to; null where it failed.</param>
/// <param name="Error">Why it failed, or null.</param>
internal sealed record JobEnded(JobId Job, RunResult? Result, Exception? Error)
    : INoSerializationVerificationNeeded;

/// <summary>To itself: a decode is complete.</summary>
internal sealed record AnswersDecoded(DecodeDone Done) : INoSerializationVerificationNeeded;

/// <summary>To itself: an evaluation is over.</summary>
internal sealed record Evaluated(long Step, EvaluationResult? Result, Exception? Error)
    : INoSerializationVerificationNeeded;

/// <summary>To itself, now and then: look for those who make no progress.</summary>
internal sealed record LookAround : INoSerializationVerificationNeeded
{
    public static readonly LookAround Instance = new();
}

/// <summary>To itself: an estimate will do now.</summary>
internal sealed record StepDeadline(StepKey Key) : INoSerializationVerificationNeeded;
