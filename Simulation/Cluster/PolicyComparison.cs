using AkkaCoded.Codes;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>Runs policies on the very same delays.</summary>
public static class PolicyComparison
{
    /// <summary>Runs every policy, and computes what they are held against.</summary>
    /// <param name="options">The cluster.</param>
    /// <param name="policies">In the order of the result; at least one.</param>
    /// <param name="starting">Told before each policy, for a progress display; null: nobody is.
    /// </param>
    /// <exception cref="InvalidInputException">CDL-0600 .. CDL-0619: an option or a policy is
    /// wrong; CDL-0001 .. CDL-0099: a code or scheme cannot be built.</exception>
    public static SimulationResult Run(
        SimulationOptions options,
        IReadOnlyList<SimulatedPolicy> policies,
        Action<SimulatedPolicy>? starting = null)
    {
        options.Validate();
        if (policies.Count == 0)
        {
            throw new InvalidInputException(
                "CDL-0610", "policies", "(none)", "at least one policy", "Name one: wait-all.");
        }

        var results = new List<PolicyResult>();
        foreach (var policy in policies)
        {
            starting?.Invoke(policy);
            results.Add(Run(options, policy));
        }

        return new SimulationResult
        {
            Source = options.Delays.Description,
            Workers = options.Workers,
            Steps = options.Steps,
            Seed = options.Seed,
            Policies = results,
            Bounds = Bounds.Of(options, policies, results),
        };
    }

    /// <summary>Runs one policy.</summary>
    /// <exception cref="InvalidInputException">As for a comparison.</exception>
    public static PolicyResult Run(SimulationOptions options, SimulatedPolicy policy)
    {
        options.Validate();
        return policy switch
        {
            ActorPolicy actor => new ActorRun(options, actor).Run(),
            SchemePolicy scheme => new SchemeRun(options, scheme).Run(),
            _ => new AutoRun(options).Run(),
        };
    }
}
