using System.Collections.Immutable;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Race;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>
/// The code that a job runs with, and what is derived from it once: the race, and the rows in the
/// form in which they travel. A re-plan makes another one for another number of workers.
/// </summary>
internal sealed class CodePlan
{
    private readonly CodeOptions _options;
    private readonly PolicyOptions _policy;
    private readonly int _samplesPerStep;
    private readonly ImmutableArray<double>[] _coefficients;

    /// <param name="options">Section <c>coded.code</c>, for these many workers.</param>
    /// <param name="policy">Which set of answers ends a step.</param>
    /// <param name="samplesPerStep">A step has at most so many chunks.</param>
    /// <param name="code">The code; null: that of the options.</param>
    public CodePlan(
        CodeOptions options, PolicyOptions policy, int samplesPerStep, GradientCode? code = null)
    {
        (_options, _policy, _samplesPerStep) = (options, policy, samplesPerStep);
        Code = code ?? options.Build();
        _coefficients = [.. Enumerable.Range(0, Workers).Select(Coefficients)];
    }

    /// <summary>The code.</summary>
    public GradientCode Code { get; }

    /// <summary>n.</summary>
    public int Workers => Code.Workers;

    /// <summary>Largest accepted amplification.</summary>
    public double AmplificationMax => _options.MaxAmplification;

    /// <summary>An empty end rule of the policy.</summary>
    public EndRule NewRule() => EndRule.Create(_policy, Code, AmplificationMax);

    /// <summary>Chunks of a partition's row.</summary>
    public int Load(int partition) => Code.Row(partition).Chunks.Length;

    /// <summary>The request for a partition's row.</summary>
    public Compute Request(AnswerKey key, long version) => new(
        key, version, Code.Chunks, Code.Row(key.Partition).Chunks, _coefficients[key.Partition]);

    /// <summary>The same family for another number of workers, or null where that cannot be built.
    /// </summary>
    public CodePlan? For(int workers)
    {
        var parameters = _options.Parameters;
        var resized = parameters with
        {
            Workers = workers,
            Stragglers = Math.Min(parameters.Stragglers, workers - 1),
            Speeds = null,
            Degree = parameters.Degree is { } degree ? Math.Min(degree, workers) : null,
        };
        return TryBuild(resized) ?? TryBuild(resized with { Chunks = null });
    }

    private CodePlan? TryBuild(CodeParameters parameters)
    {
        if (_policy.Kind == PolicyKind.Backup && _policy.Backups >= parameters.Workers)
        {
            return null;
        }

        try
        {
            var plan = new CodePlan(
                _options with { Parameters = parameters }, _policy, _samplesPerStep);
            return plan.Code.Chunks <= _samplesPerStep ? plan : null;
        }
        catch (InvalidInputException)
        {
            // The family has no code of this size; the caller tries another.
            return null;
        }
    }

    private ImmutableArray<double> Coefficients(int partition)
    {
        var coefficients = Code.Row(partition).Coefficients;
        return coefficients.All(value => value == 1) ? [] : coefficients;
    }
}
