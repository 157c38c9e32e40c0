using System.CommandLine;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>
/// <c>validate</c>: reads a job's whole configuration, opens its data, tries its code on the losses
/// it is meant for, and trains nothing.
/// </summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var json = Options.Json();
        var command = new Command(
            "validate", "Check a job without starting it: configuration, data, gradient code.")
        {
            json,
        };
        var job = new JobArguments(command, isJobRequired: true);
        command.SetAction(parsed =>
        {
            var findings = Check(job.Load(parsed));
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                CommandOutput.Json(output, findings);
            }
            else
            {
                findings.Write(output);
            }
        });
        return command;
    }

    private static Findings Check(LayeredConfig config)
    {
        var training = TrainingJobOptions.Read(config);
        var code = CodeOptions.Read(config);
        using var setup = TrainingSetup.Open(training);
        var built = code.Build();
        var report = CodeAnalysis.Analyze(built, new CodeReportOptions
        {
            MaxAmplification = code.MaxAmplification,
            Seed = code.Parameters.Seed,
        });
        return new Findings(
            training.Model.Name,
            setup.Data.Train.Count,
            setup.Data.Test.Count,
            setup.Data.Classes,
            setup.StepCount,
            CodeShowJson.From(report),
            (int)Math.Ceiling(built.Load * training.Training.SamplesPerStep));
    }

    /// <summary>What was found; the JSON's keys are in docs/command-line.md.</summary>
    private sealed record Findings(
        string Model,
        long TrainingSamples,
        long TestSamples,
        int Classes,
        long Steps,
        CodeShowJson Code,
        int SamplesPerWorkerStep)
    {
        public void Write(TextWriter output)
        {
            output.WriteLine("configuration  every key and value is valid");
            output.WriteLine($"data           {TrainingSamples} training and "
                + $"{TestSamples} test samples, {Classes} classes");
            output.WriteLine($"training       {Model}, {Steps} steps");
            output.WriteLine($"code           {Code.Family}, {Code.Workers} workers, "
                + $"tolerance {Code.Tolerance}");
            output.WriteLine($"load           {Code.Load} of {Code.Chunks} chunks per worker "
                + $"({Code.LoadShare:0.0%}), at most {SamplesPerWorkerStep} samples a step");
            output.WriteLine($"losses         {Code.DecodableShare:0.0##%} of the patterns of "
                + $"{Code.Stragglers} missing answers decode within amplification "
                + $"{Code.MaxAmplification:0.##}");
            if (Code.SaferFamily is not null)
            {
                output.WriteLine($"               {Code.SaferFamily} decodes them all: "
                    + $"--set code.family={Code.SaferFamily}");
            }
        }
    }
}
