using AkkaCoded.Codes;
using AkkaCoded.Codes.Baselines;
using AkkaCoded.Codes.Sequential;
using AkkaCoded.Messages.Job;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>The text form of policies: <c>name</c>, <c>name:parameters</c>, or, where a code
/// belongs to it, <c>name:family:parameters</c>.</summary>
internal static class PolicyText
{
    private const string Uncoded = "uncoded";

    private static readonly Dictionary<string, Func<PolicyParameters, SimulatedPolicy>> Known =
        new(StringComparer.Ordinal)
        {
            ["wait-all"] = _ => Actor("wait-all", PolicyKind.WaitAll, Uncoded, 0),
            ["exact"] = Exact,
            ["approximate"] = Approximate,
            ["backup"] = Backup,
            ["count"] = Count,
            ["async"] = _ => Actor("async", PolicyKind.Async, Uncoded, 0),
            ["ssp"] = Ssp,
            ["local-sgd"] = LocalSgd,
            ["auto"] = _ => new AutoPolicy(),
            ["gc-mu"] = GcMu,
            ["sr-sgc"] = p => Sequential(p, "sr-sgc"),
            ["m-sgc"] = p => Sequential(p, "m-sgc"),
            ["partial"] = Partial,
            ["lb-bsp"] = p => LoadBalanced(p),
            ["speculative"] = Speculative,
            ["k-sync"] = KSync,
            ["dsag"] = Dsag,
        };

    public static SimulatedPolicy Parse(string text)
    {
        var name = NameOf(text);
        if (!Known.TryGetValue(name, out var read))
        {
            var nearest = EditDistance.Nearest(name, Known.Keys).First();
            throw new InvalidInputException(
                "CDL-0610", $"policy \"{text.Trim()}\"", name, string.Join(", ", Known.Keys),
                $"Take one of these; the nearest is {nearest}.");
        }

        var parameters = new PolicyParameters(text.Trim(), name is "exact" or "approximate"
            or "count");
        var policy = read(parameters);
        parameters.RequireAllUsed();
        return policy;
    }

    public static IReadOnlyList<SimulatedPolicy> ParseList(string text)
    {
        var texts = new List<string>();
        foreach (var part in text.Split(';').SelectMany(one => one.Split(',')
            .Select((piece, index) => (piece, IsFirst: index == 0))))
        {
            if (part.IsFirst || texts.Count == 0 || Known.ContainsKey(NameOf(part.piece)))
            {
                texts.Add(part.piece);
            }
            else
            {
                texts[^1] += "," + part.piece;
            }
        }

        return [.. texts.Where(one => one.Trim().Length > 0).Select(Parse)];
    }

    private static string NameOf(string text) => text.Trim().Split(':')[0].Trim();

    private static ActorPolicy Actor(
        string name, PolicyKind kind, string family, int stragglers,
        Func<PolicyOptions, PolicyOptions>? with = null)
    {
        var policy = new PolicyOptions
        {
            Kind = kind,
            ErrorMax = 0.3,
            Deadline = null,
            Backups = 0,
            Staleness = 0,
            LocalSteps = 1,
        };
        return new ActorPolicy(name, with?.Invoke(policy) ?? policy, family, stragglers);
    }

    private static ActorPolicy Exact(PolicyParameters p) =>
        Actor(p.Text, PolicyKind.Exact, p.Family, p.Whole("s", 0, 1));

    private static ActorPolicy Approximate(PolicyParameters p)
    {
        var error = p.Real("error-max", 0, 1, 0.3);
        var deadline = p.Real("deadline", 0, 86_400, double.NaN);
        return Actor(p.Text, PolicyKind.Approximate, p.Family, p.Whole("s", 0, 1), o => o with
        {
            ErrorMax = error,
            Deadline = double.IsNaN(deadline) ? null : TimeSpan.FromSeconds(deadline),
        });
    }

    private static ActorPolicy Backup(PolicyParameters p)
    {
        var backups = p.Whole("b", 0, null);
        return Actor(p.Text, PolicyKind.Backup, Uncoded, 0, o => o with { Backups = backups });
    }

    private static ActorPolicy Count(PolicyParameters p)
    {
        var s = p.Whole("s", 0, null);
        var family = p.Family == "mds" ? CountedMds.FamilyName : p.Family;
        return Actor(p.Text, PolicyKind.Backup, family, s, o => o with { Backups = s }) with
        {
            IsCounted = true,
        };
    }

    private static ActorPolicy Ssp(PolicyParameters p)
    {
        var staleness = p.Whole("s", 0, null);
        return Actor(p.Text, PolicyKind.Ssp, Uncoded, 0, o => o with { Staleness = staleness });
    }

    private static ActorPolicy LocalSgd(PolicyParameters p)
    {
        var steps = p.Whole("h", 1, null);
        return Actor(p.Text, PolicyKind.LocalSgd, Uncoded, 0, o => o with { LocalSteps = steps });
    }

    private static SchemePolicy GcMu(PolicyParameters p)
    {
        var (s, mu) = (p.Whole("s", 0, null), p.Real("mu", 0, 1000, 1));
        var waitOut = p.Word("wait", "enough", ["enough", "all"]) == "all"
            ? WaitOut.ForAll
            : WaitOut.UntilEnough;
        var family = p.Word("family", "reed-solomon", null);
        return new SchemePolicy(p.Text, s, true, options => new CutoffCodeScheme(
            Code(options, family, s), mu, waitOut, options.Late));
    }

    private static SchemePolicy Sequential(PolicyParameters p, string name)
    {
        var (b, w) = (p.Whole("b", 1, null, at: 0), p.Whole("w", 1, null, at: 1));
        var (lambda, mu) = (p.Whole("lambda", 0, null, at: 2), p.Real("mu", 0, 1000, 1));
        var rule = p.Word("rule", "count", ["count", "rank"]) == "rank"
            ? DecodeRule.Rank
            : DecodeRule.Count;
        return new SchemePolicy(p.Text, lambda, false, options =>
        {
            var parameters = new SequentialParameters(options.Workers, b, w, lambda)
            {
                Seed = options.Seed,
                Rule = rule,
            };
            SequentialScheme scheme = name == "sr-sgc"
                ? new SelectiveRepeat(parameters)
                : new MultiplexedCode(parameters);
            return new SequentialStepScheme(scheme, options.Steps, mu);
        });
    }

    private static SchemePolicy Partial(PolicyParameters p)
    {
        var s = p.Whole("s", 0, null);
        var family = p.Word("family", "fractional-repetition", null);
        return new SchemePolicy(p.Text, s, true, options =>
            new PartialStragglerScheme(Code(options, family, s), options.Late));
    }

    private static SchemePolicy LoadBalanced(PolicyParameters p)
    {
        var model = p.Word("model", "proportional", ["proportional", "affine"]) == "affine"
            ? SpeedModel.Affine
            : SpeedModel.Proportional;
        return new SchemePolicy(p.Text, 0, true, options =>
            new LoadBalancedScheme(options.Workers, model));
    }

    private static SchemePolicy Speculative(PolicyParameters p)
    {
        var (q, m) = (p.Real("q", 0, 1, 0.75), p.Real("m", 1, 1000, 1.5));
        return new SchemePolicy(p.Text, null, true, options =>
            new SpeculativeScheme(options.Workers, q, m));
    }

    private static SchemePolicy KSync(PolicyParameters p)
    {
        var k = p.Whole("k", 1, null);
        return new SchemePolicy(p.Text, null, false, options =>
            new KSyncScheme(options.Workers, k, options.Late));
    }

    private static SchemePolicy Dsag(PolicyParameters p)
    {
        var (k, balance) = (p.Whole("k", 1, null), p.Whole("balance", 0, 0));
        return new SchemePolicy(p.Text, null, false, options =>
            new DsagScheme(options.Workers, k, balance));
    }

    private static GradientCode Code(SimulationOptions options, string family, int stragglers) =>
        CodeFamilies.Build(
            family, new CodeParameters(options.Workers, stragglers) { Seed = options.Seed });
}
