using Akka.Actor;
using static Akka.Cluster.Membership.MembershipAction;

namespace Akka.Cluster.Membership;

/// <summary>
/// The side of a node that joins a seed: it asks to be let in, follows the seed's table step by
/// step, and takes itself out when the seed says so, is gone or stays silent. As pure as SeedTable.
/// </summary>
internal sealed class WorkerTable(UniqueAddress self, Address seed, TimeSpan downAfter)
{
    private TimeSpan? _seedSilentSince;
    private bool _asked;
    private bool _over;
    private bool _exiting;

    public MemberView View { get; } = new(self);

    public Address Seed { get; } = seed;

    public bool IsMember => View.Seed is not null && !_over;

    public TimeSpan? NextTick => _over ? null : _seedSilentSince + downAfter;

    public IReadOnlyList<MembershipAction> AskToJoin() =>
        IsMember || _over ? [] : [new AskToJoin(Seed)];

    public IReadOnlyList<MembershipAction> Welcomed(MemberSnapshot snapshot)
    {
        if (_over || snapshot.Seed.Address != Seed)
        {
            return [];
        }

        if (IsMember && View.Seed != snapshot.Seed)
        {
            return Out("the seed was started anew");
        }

        if (IsMember && (!_asked || snapshot.Version < View.Version))
        {
            return [];
        }

        _asked = false;
        var actions = Told(View.Reset(snapshot));
        return View.Find(self) is null ? [.. actions, .. Out("the seed no longer lists it")]
            : [.. actions, .. AfterOwn()];
    }

    /// <summary>One step. Where one is missing the whole table is asked for.</summary>
    public IReadOnlyList<MembershipAction> Changed(MemberChange change)
    {
        if (!IsMember || change.Version <= View.Version)
        {
            return [];
        }

        if (change.Version != View.Version + 1)
        {
            _asked = true;
            return [new AskToJoin(Seed)];
        }

        var node = change.Member.UniqueAddress;
        var end = change.Kind is ChangeKind.Removed
            && (node == self || node == View.Seed);
        if (end && !_exiting)
        {
            return Out(node == self ? "the seed removed it" : "the seed left");
        }

        var actions = Told(View.Apply(change));
        return node == self ? [.. actions, .. AfterOwn()] : actions;
    }

    public IReadOnlyList<MembershipAction> Refused(string reason) =>
        _over ? [] : Out($"the seed refused it: {reason}");

    public IReadOnlyList<MembershipAction> SeedSilent(UniqueAddress node, TimeSpan now)
    {
        if (!IsMember || node != View.Seed || _seedSilentSince is not null)
        {
            return [];
        }

        _seedSilentSince = now;
        return View.Find(node) is { } member
            ? Told(View.ApplyHere(ChangeKind.Unreachable, member)) : [];
    }

    public IReadOnlyList<MembershipAction> SeedBack(UniqueAddress node)
    {
        if (!IsMember || node != View.Seed || _seedSilentSince is null)
        {
            return [];
        }

        _seedSilentSince = null;
        return View.Find(node) is { } member
            ? Told(View.ApplyHere(ChangeKind.Reachable, member)) : [];
    }

    public IReadOnlyList<MembershipAction> SeedOver(UniqueAddress node) =>
        IsMember && node == View.Seed ? Out("the session with the seed ended") : [];

    public IReadOnlyList<MembershipAction> Tick(TimeSpan now) =>
        IsMember && now - _seedSilentSince >= downAfter
            ? Out($"nothing was heard of the seed for {downAfter}")
            : [];

    /// <summary>All that had to be done before leaving is done.</summary>
    public IReadOnlyList<MembershipAction> ExitCompleted()
    {
        if (!IsMember)
        {
            return [];
        }

        _over = true;
        return [new ConfirmExit(Seed), new End("left the cluster", Downed: false)];
    }

    private static List<MembershipAction> Told(
        IReadOnlyList<ClusterEvent.IClusterDomainEvent> events) =>
        [.. events.Select(happened => new Publish(happened))];

    private IReadOnlyList<MembershipAction> AfterOwn()
    {
        switch (View.Find(self)?.Status)
        {
            case MemberStatus.Exiting when !_exiting:
                _exiting = true;
                return [new BeginExit()];
            case MemberStatus.Down:
                return Out("the seed downed it");
            default:
                return [];
        }
    }

    private List<MembershipAction> Out(string reason)
    {
        _over = true;
        var actions = new List<MembershipAction>();
        if (View.Find(self) is { } me && me.Status is not MemberStatus.Down)
        {
            var down = me.Copy(MemberStatus.Down);
            actions.AddRange(Told(View.ApplyHere(ChangeKind.Downed, down)));
        }

        actions.Add(new End(reason, Downed: true));
        return actions;
    }
}
