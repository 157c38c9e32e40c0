using Akka.Actor.Internal;

namespace Akka.Actor;

public partial class ActorCell
{
    private Children _children;

    /// <summary>This actor has stopped for good.</summary>
    private bool _sealed;

    private bool IsNormal => !_sealed && (_children is null || !IsWaiting);

    private bool IsTerminating =>
        _sealed || _children?.Reason is SuspendReason.Termination;

    private bool IsWaitingForChildren =>
        _children?.Reason is SuspendReason.IWaitingForChildren;

    private bool IsWaiting => _children.Reason is not (null or SuspendReason.UserRequest);

    public virtual IActorRef ActorOf(Props props, string name = null) =>
        MakeChild(props, name, false);

    /// <summary>The way in for guardians: callable from any thread.</summary>
    public virtual IActorRef AttachChild(Props props, bool isSystemService, string name = null) =>
        MakeChild(props, name, isSystemService);

    public IEnumerable<IInternalActorRef> GetChildren() =>
        _children is null ? [] : [.. _children.Stats.Select(static stats => stats.Child)];

    IEnumerable<IActorRef> IActorContext.GetChildren() => GetChildren();

    IActorRef IActorContext.Child(string name) =>
        _children is not null && _children.TryGet(name, out var stats)
            ? stats.Child
            : ActorRefs.Nobody;

    /// <summary>A name may carry the uid of one incarnation: name#uid.</summary>
    public IInternalActorRef GetSingleChild(string name)
    {
        var (plain, uid) = ActorPath.SplitUid(name);
        return _children is not null && _children.TryGet(plain, out var stats)
            && (uid == UndefinedUid || uid == stats.Uid)
            ? stats.Child
            : ActorRefs.Nobody;
    }

    public bool TryGetChildStatsByName(string name, out IChildStats child)
    {
        ChildRestartStats stats = null;
        var found = _children is not null && _children.TryGet(name, out stats);
        child = stats;
        return found;
    }

    public void Stop(IActorRef child)
    {
        _children?.ShallDie(child);
        ((IInternalActorRef)child).Stop();
    }

    /// <summary>Registers a child that was made elsewhere, as the guardians are.</summary>
    internal void Adopt(IInternalActorRef child)
    {
        ChildrenForAdding().Add(new ChildRestartStats(child));
        child.Start();
    }

    protected bool TryGetChildStatsByRef(IActorRef actor, out ChildRestartStats child)
    {
        child = null;
        return _children is not null && _children.TryGet(actor, out child);
    }

    private static long NewUid()
    {
        // Never 0, which stands for "any incarnation".
        return Random.Shared.NextInt64(1, int.MaxValue);
    }

    /// <summary>Guardians do this at once: others may add children while they stop.</summary>
    internal Children ChildrenForAdding()
    {
        if (_children is null)
        {
            Interlocked.CompareExchange(ref _children, new Children(), null);
        }

        return _children;
    }

    private IInternalActorRef MakeChild(Props props, string name, bool systemService)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (_sealed)
        {
            throw new InvalidOperationException(
                "Cannot create child while terminating or terminated");
        }

        var children = ChildrenForAdding();
        name = name is null ? children.NextName() : PathNames.Check(name);
        children.Reserve(name);
        IInternalActorRef child;
        try
        {
            child = _system.Provider.ActorOf(
                _system, props, _self, new ChildActorPath(_self.Path, name, NewUid()),
                systemService, null, true, false);
        }
        catch
        {
            children.Unreserve(name);
            throw;
        }

        // A child made while its parent has failed waits as the others do.
        for (var i = IsFailed ? Mailbox.SuspendCount : 0; i > 0; i--)
        {
            child.Suspend();
        }

        var welcome = children.Add(new ChildRestartStats(child));
        child.Start();
        if (!welcome)
        {
            child.Stop();
        }

        return child;
    }

    private void StopChildren()
    {
        foreach (var stats in _children?.Stats ?? [])
        {
            Stop(stats.Child);
        }
    }

    private void SuspendChildren(
        IActorRef failed = null, IEnumerable<ChildRestartStats> except = null)
    {
        if (_children is null)
        {
            return;
        }

        var spared = except?.Select(stats => stats.Child).ToHashSet();
        foreach (var stats in _children.Stats)
        {
            if (!stats.Child.Equals(failed) && spared?.Contains(stats.Child) != true)
            {
                stats.Child.Suspend();
            }
        }
    }

    private bool SetChildrenTerminationReason(SuspendReason reason) =>
        _children is not null && _children.SetReason(reason);

    private void SealChildren()
    {
        _sealed = true;
        _children?.Seal();
    }
}
