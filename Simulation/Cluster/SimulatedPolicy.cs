using AkkaCoded.Codes;
using AkkaCoded.Codes.Baselines;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Job;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>
/// A policy that a simulation compares, from its text: <c>wait-all</c>,
/// <c>exact:fractional-repetition:s=3</c>, <c>approximate:bernoulli:s=2,error-max=0.2</c>,
/// <c>backup:b=2</c>, <c>count:cyclic-mds:s=2</c>, <c>async</c>, <c>ssp:s=3</c>,
/// <c>local-sgd:h=8</c>, <c>auto</c>, and the published schemes <c>gc-mu:s=15</c>,
/// <c>sr-sgc:b=2,w=3,lambda=23</c>, <c>m-sgc:b=1,w=2,lambda=27</c>, <c>partial:s=2</c>,
/// <c>lb-bsp</c>, <c>speculative</c>, <c>k-sync:k=9</c>, <c>dsag:k=8</c>.
/// </summary>
public abstract record SimulatedPolicy
{
    private protected SimulatedPolicy(string text) => Text = text;

    /// <summary>As it was given.</summary>
    public string Text { get; }

    /// <summary>Whether each update is the exact gradient of its step; only such policies are
    /// compared step for step.</summary>
    public abstract bool IsSynchronousExact { get; }

    /// <summary>Reads one policy.</summary>
    /// <exception cref="InvalidInputException">CDL-0610: no such policy; CDL-0611: a parameter is
    /// unknown, missing or malformed.</exception>
    public static SimulatedPolicy Parse(string text) => PolicyText.Parse(text);

    /// <summary>
    /// Reads a list of policies, separated by semicolons, or by commas: a comma before the name
    /// of a policy begins the next one, any other belongs to the parameters.
    /// </summary>
    /// <exception cref="InvalidInputException">As <see cref="Parse"/>.</exception>
    public static IReadOnlyList<SimulatedPolicy> ParseList(string text) =>
        PolicyText.ParseList(text);
}

/// <summary>A policy that the real actors of a job run.</summary>
internal sealed record ActorPolicy(string PolicyName, PolicyOptions Policy, string Family,
    int Stragglers) : SimulatedPolicy(PolicyName)
{
    /// <summary>Whether any n - s answers end the step, whatever their rank.</summary>
    public bool IsCounted { get; init; }

    public override bool IsSynchronousExact =>
        IsCounted || Policy.Kind is PolicyKind.WaitAll or PolicyKind.Exact
        || Policy is { Kind: PolicyKind.Backup, Backups: 0 };

    /// <summary>Whether steps are taken in lockstep.</summary>
    public bool IsSynchronous =>
        Policy.Kind is not (PolicyKind.Async or PolicyKind.Ssp or PolicyKind.LocalSgd);

    public CodeOptions Code(SimulationOptions options) => new()
    {
        Family = Family,
        Parameters = new CodeParameters(options.Workers, Stragglers) { Seed = options.Seed },
        MaxAmplification = options.MaxAmplification,
    };
}

/// <summary>A published scheme, as a model of its times.</summary>
internal sealed record SchemePolicy(
    string PolicyName, int? Stragglers, bool IsExact,
    Func<SimulationOptions, IStepScheme> Create) : SimulatedPolicy(PolicyName)
{
    public override bool IsSynchronousExact => IsExact;
}

/// <summary>The chooser decides before each step.</summary>
internal sealed record AutoPolicy() : SimulatedPolicy("auto")
{
    public override bool IsSynchronousExact => true;
}
