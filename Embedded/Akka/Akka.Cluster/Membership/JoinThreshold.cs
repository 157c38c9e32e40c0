using System.Collections.Immutable;

namespace Akka.Cluster.Membership;

/// <summary>How many members there have to be, of all and of single roles, before any is up.
/// </summary>
internal sealed record JoinThreshold(int Members, ImmutableDictionary<string, int> OfRole)
{
    public static JoinThreshold None { get; } =
        new(1, ImmutableDictionary<string, int>.Empty);

    /// <summary>Who gets up now, in the order of their addresses.</summary>
    public IReadOnlyList<Member> Ready(IReadOnlyCollection<Member> members)
    {
        var present = members
            .Where(member => member.Status is MemberStatus.Joining or MemberStatus.Up)
            .ToList();
        var enough = present.Count >= Members
            && OfRole.All(least => present.Count(one => one.HasRole(least.Key)) >= least.Value);
        return enough
            ? [.. present.Where(member => member.Status is MemberStatus.Joining).Order()]
            : [];
    }
}
