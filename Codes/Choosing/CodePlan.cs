using System.Collections.Immutable;

namespace AkkaCoded.Codes.Choosing;

/// <summary>Workers that repeat each other, and what each of them computes.</summary>
/// <param name="Workers">Their numbers, rising.</param>
/// <param name="Load">Share of the step that every one of them computes.</param>
public sealed record PlanGroup(ImmutableArray<int> Workers, double Load);

/// <summary>
/// Who computes what: either groups that repeat each other, of which each has to answer once
/// (groups of one worker each are the uncoded step), or a code that any so many answers decode.
/// Groups need not be equal: a slow worker can be the second one of a group whose first one it
/// will hardly ever beat, and is watched there at no cost.
/// </summary>
public sealed class CodePlan
{
    private const int NamesMax = 6;

    private CodePlan(string family, int workersAll, IEnumerable<int> members, int stragglers)
    {
        Family = family;
        WorkersAll = workersAll;
        Workers = [.. members.Order()];
        Stragglers = stragglers;
        Contract.Require(Workers.Length > 0, "a plan has a worker");
        Contract.Require(
            Workers[0] >= 0 && Workers[^1] < workersAll && Workers.Distinct().Count()
                == Workers.Length,
            "a plan names each worker at most once");
        Excluded = [.. Enumerable.Range(0, workersAll).Except(Workers)];
        Loads = new double[workersAll];
        GroupOf = new int[workersAll];
        Array.Fill(GroupOf, -1);
    }

    /// <summary>The family's name; a repetition whose groups are all of one worker is
    /// <c>uncoded</c>, or <c>heterogeneous</c> where their loads differ.</summary>
    public string Family { get; }

    /// <summary>Workers of the job, with and without a part in this plan.</summary>
    public int WorkersAll { get; }

    /// <summary>Numbers of the workers that compute, rising.</summary>
    public ImmutableArray<int> Workers { get; }

    /// <summary>Numbers of the workers that get no row.</summary>
    public ImmutableArray<int> Excluded { get; }

    /// <summary>s: how many answers may be missing whichever they are.</summary>
    public int Stragglers { get; }

    /// <summary>The groups; empty for a code that counts answers.</summary>
    public ImmutableArray<PlanGroup> Groups { get; private init; } = [];

    /// <summary>The least number of answers that can decode.</summary>
    public int AnswersNeeded => Groups.IsEmpty ? Workers.Length - Stragglers : Groups.Length;

    /// <summary>The largest share of the step that one worker computes.</summary>
    public double Load => Loads.Max();

    /// <summary>How often the step is computed: the sum of all loads.</summary>
    public double Redundancy => Loads.Sum();

    /// <summary>By worker; 0 without a row.</summary>
    internal double[] Loads { get; }

    /// <summary>By worker; -1 without a group.</summary>
    internal int[] GroupOf { get; }

    /// <summary>Whether all loads are the same.</summary>
    internal bool IsEven { get; private init; } = true;

    /// <summary>Share of the step that a worker computes; 0 where it is excluded.</summary>
    public double LoadOf(int worker) => Loads[worker];

    /// <summary>Groups of workers that repeat each other.</summary>
    /// <param name="workersAll">Workers of the job.</param>
    /// <param name="groups">Their members; none empty, no worker twice.</param>
    /// <param name="loads">Load of each group, summing to 1; null: all the same.</param>
    public static CodePlan Repetition(
        int workersAll, IReadOnlyList<IReadOnlyList<int>> groups, double[]? loads = null)
    {
        Contract.Require(groups.All(group => group.Count > 0), "a group has a worker");
        Contract.Require(
            loads is null || (loads.Length == groups.Count && Math.Abs(loads.Sum() - 1) < 1e-9),
            "the groups share the step");
        var least = groups.Min(group => group.Count);
        var single = groups.All(group => group.Count == 1);
        var family = !single ? "fractional-repetition"
            : loads is null ? "uncoded" : "heterogeneous";
        var built = groups.Select((group, g) => new PlanGroup(
            [.. group.Order()], loads?[g] ?? 1.0 / groups.Count));
        var plan = new CodePlan(family, workersAll, groups.SelectMany(g => g), least - 1)
        {
            Groups = [.. built.OrderBy(group => group.Workers[0])],
            IsEven = loads is null,
        };
        for (var g = 0; g < plan.Groups.Length; g++)
        {
            foreach (var worker in plan.Groups[g].Workers)
            {
                plan.GroupOf[worker] = g;
                plan.Loads[worker] = plan.Groups[g].Load;
            }
        }

        return plan;
    }

    /// <summary>A code of least load that any n - s answers decode.</summary>
    /// <param name="workersAll">Workers of the job.</param>
    /// <param name="members">Those that take part.</param>
    /// <param name="stragglers">s, below their number.</param>
    public static CodePlan AnyOf(int workersAll, IReadOnlyList<int> members, int stragglers)
    {
        Contract.Require(
            stragglers > 0 && stragglers < members.Count, "a counting code misses some answers");
        // The cyclic code is real for odd n - s only; for even ones it would take a chunk more.
        var odd = (members.Count - stragglers) % 2 == 1;
        var plan = new CodePlan(
            odd ? "cyclic-mds" : "reed-solomon", workersAll, members, stragglers);
        foreach (var worker in plan.Workers)
        {
            plan.Loads[worker] = (stragglers + 1.0) / members.Count;
        }

        return plan;
    }

    /// <summary>Whether both ask the same work of every worker.</summary>
    public bool IsSameAs(CodePlan other) =>
        Family == other.Family && Stragglers == other.Stragglers
        && GroupOf.AsSpan().SequenceEqual(other.GroupOf)
        && Loads.AsSpan().SequenceEqual(other.Loads);

    /// <summary>One line, such as <c>fractional-repetition, 12 groups of 2, s=1</c>.</summary>
    public override string ToString()
    {
        var without = Excluded.Length switch
        {
            0 => "",
            <= NamesMax => $", without {string.Join(" ", Excluded)}",
            _ => $", without {string.Join(" ", Excluded.Take(NamesMax))} and "
                + $"{Excluded.Length - NamesMax} more",
        };
        if (Groups.IsEmpty)
        {
            return $"{Family}, any {AnswersNeeded} of {Workers.Length}, s={Stragglers}{without}";
        }

        var largest = Groups.Max(group => group.Workers.Length);
        var sizes = largest == Stragglers + 1 ? $"{largest}" : $"{Stragglers + 1} to {largest}";
        return Family == "fractional-repetition"
            ? $"{Family}, {Groups.Length} groups of {sizes}, s={Stragglers}{without}"
            : $"{Family}, {Workers.Length} workers{without}";
    }
}
