using AkkaCoded.Codes;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Job;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>
/// What <c>validate</c> finds; the JSON's keys, and how the estimates are made, are in
/// docs/command-line.md.
/// </summary>
internal sealed record ValidateReport
{
    public required string Job { get; init; }

    public required string Model { get; init; }

    public required long TrainingSamples { get; init; }

    public required long TestSamples { get; init; }

    public required int Classes { get; init; }

    public required long Steps { get; init; }

    public required CodeShowJson Code { get; init; }

    /// <summary>Whether the job plans other codes from the delays it sees: all figures are of the
    /// one it has while nothing is known.</summary>
    public required bool IsPlanned { get; init; }

    public required int SamplesPerWorkerStep { get; init; }

    public required int Parameters { get; init; }

    public required int VectorLength { get; init; }

    public required int Spares { get; init; }

    public required int AnswersNeeded { get; init; }

    public required int AnswersCombined { get; init; }

    public required long MemoryBytesPerWorker { get; init; }

    public required double DecodeMilliseconds { get; init; }

    public required long ParameterBytesPerStep { get; init; }

    public required long AnswerBytesPerStep { get; init; }

    public required string Policy { get; init; }

    public required string LateAnswers { get; init; }

    public required int Faults { get; init; }

    public required ValidateStepTime? StepTime { get; init; }

    /// <summary>Reads and checks everything a job needs, and starts nothing.</summary>
    public static ValidateReport Of(LayeredConfig config)
    {
        var training = TrainingJobOptions.Read(config);
        var job = JobOptions.Read(config);
        using var setup = TrainingSetup.Open(training);
        using var model = setup.CreateModel();
        var report = CodeAnalysis.Analyze(setup.Code, new CodeReportOptions
        {
            MaxAmplification = training.Code.MaxAmplification,
            Seed = training.Code.Parameters.Seed,
        });
        var sizes = new ValidateSizes(setup, model.Layout, job.Policy);
        return new ValidateReport
        {
            Job = job.Id.Value,
            Model = training.Model.Name,
            TrainingSamples = setup.Data.Train.Count,
            TestSamples = setup.Data.Test.Count,
            Classes = setup.Data.Classes,
            Steps = setup.StepCount,
            Code = CodeShowJson.From(report),
            IsPlanned = training.Code.Auto is not null,
            SamplesPerWorkerStep = sizes.SamplesPerWorkerStep,
            Parameters = model.Layout.TrainableLength,
            VectorLength = model.Layout.VectorLength,
            Spares = job.Spares,
            AnswersNeeded = sizes.AnswersNeeded,
            AnswersCombined = sizes.AnswersCombined,
            MemoryBytesPerWorker = sizes.MemoryBytesPerWorker,
            DecodeMilliseconds = sizes.DecodeMilliseconds,
            ParameterBytesPerStep = sizes.ParameterBytesPerStep,
            AnswerBytesPerStep = sizes.AnswerBytesPerStep,
            Policy = PolicyRules.Name(job.Policy.Kind),
            LateAnswers = PolicyRules.LateAnswers(job.Policy.Kind),
            Faults = job.Chaos.Faults.Count,
            StepTime = ValidateStepTime.Of(
                job, setup.Code, training.Code.MaxAmplification, setup.StepCount),
        };
    }
}
