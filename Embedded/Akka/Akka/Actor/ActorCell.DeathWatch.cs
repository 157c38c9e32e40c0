using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

public partial class ActorCell
{
    /// <summary>Stands for "tell Terminated" in the maps below.</summary>
    private static readonly object NoCustomMessage = new();

    /// <summary>Whom this actor watches, with the message it wants on their death.</summary>
    private Dictionary<IActorRef, object> _watching;

    /// <summary>Terminated is in the mailbox, but not handled: Unwatch still revokes it.</summary>
    private Dictionary<IActorRef, object> _terminatedQueued;
    private HashSet<IActorRef> _watchedBy;

    public IActorRef Watch(IActorRef subject) => Watch(subject, NoCustomMessage);

    public IActorRef WatchWith(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Watch(subject, message);
    }

    public IActorRef Unwatch(IActorRef subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var watchee = (IInternalActorRef)subject;
        if (!watchee.Equals(Self) && _watching?.Remove(watchee) == true)
        {
            watchee.SendSystemMessage(new Unwatch(watchee, _self));
            AddressWatch.Changed(this, watchee, _watching, _watchedBy);
        }

        _terminatedQueued?.Remove(watchee);
        return subject;
    }

    /// <summary>A stash puts Terminated back into the mailbox: it counts again.</summary>
    internal void TerminatedQueuedFor(IActorRef subject, object customMessage = null) =>
        (_terminatedQueued ??= []).TryAdd(subject, customMessage ?? NoCustomMessage);

    protected void ReceivedTerminated(Terminated t)
    {
        if (_terminatedQueued is not null
            && _terminatedQueued.Remove(t.ActorRef, out var custom))
        {
            ReceiveMessage(custom == NoCustomMessage ? t : custom);
        }
    }

    protected void WatchedActorTerminated(
        IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    {
        if (_watching is not null && _watching.Remove(actor, out var custom))
        {
            AddressWatch.Changed(this, actor, _watching, _watchedBy);
            if (!IsTerminating)
            {
                Self.Tell(new Terminated(actor, existenceConfirmed, addressTerminated), actor);
                TerminatedQueuedFor(actor, custom);
            }
        }

        if (_children is not null && _children.Remove(actor, out var reason))
        {
            HandleChildTerminated(actor, reason);
        }
    }

    protected void AddWatcher(IActorRef watchee, IActorRef watcher)
    {
        if (watchee.Equals(Self) && !watcher.Equals(Self))
        {
            if ((_watchedBy ??= []).Add(watcher))
            {
                AddressWatch.Changed(this, watcher, _watching, _watchedBy);
                LogLifecycle("now watched by", watcher);
            }
        }
        else if (!watchee.Equals(Self) && watcher.Equals(Self))
        {
            Watch(watchee);
        }
        else
        {
            Log(new Warning(Path, ActorType, $"illegal Watch({watchee},{watcher}) for {Self}"));
        }
    }

    protected void RemWatcher(IActorRef watchee, IActorRef watcher)
    {
        if (watchee.Equals(Self) && !watcher.Equals(Self))
        {
            if (_watchedBy?.Remove(watcher) == true)
            {
                AddressWatch.Changed(this, watcher, _watching, _watchedBy);
                LogLifecycle("no longer watched by", watcher);
            }
        }
        else if (!watchee.Equals(Self) && watcher.Equals(Self))
        {
            Unwatch(watchee);
        }
        else
        {
            Log(new Warning(Path, ActorType, $"illegal Unwatch({watchee},{watcher}) for {Self}"));
        }
    }

    /// <summary>A whole node is gone: so are its watchers, and whom this actor watched there.
    /// </summary>
    protected void AddressTerminated(Address address)
    {
        _watchedBy?.RemoveWhere(watcher => watcher.Path.Address == address);
        foreach (var watchee in _watching?.Keys.ToArray() ?? [])
        {
            if (watchee.Path.Address == address)
            {
                _self.SendSystemMessage(new DeathWatchNotification(watchee, true, true));
            }
        }
    }

    protected void TellWatchersWeDied()
    {
        if (_watchedBy is not { } watchers)
        {
            return;
        }

        // Those elsewhere first: the connection may end with the last of the local ones.
        _watchedBy = null;
        foreach (var watcher in watchers.Cast<IInternalActorRef>().OrderBy(w => w.IsLocal))
        {
            // The parent has been told already, whether it watches or not.
            if (!watcher.Equals(Parent))
            {
                watcher.SendSystemMessage(new DeathWatchNotification(Self, true, false));
            }
        }

        AddressWatch.Ended(this);
    }

    private IActorRef Watch(IActorRef subject, object message)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var watchee = (IInternalActorRef)subject;
        if (!watchee.Equals(Self) && (_watching ??= []).TryAdd(watchee, message))
        {
            AddressWatch.Changed(this, watchee, _watching, _watchedBy);
            watchee.SendSystemMessage(new Watch(watchee, _self));
        }

        return subject;
    }

    private void UnwatchWatchedActors()
    {
        if (_watching is not { } watching)
        {
            return;
        }

        _watching = null;
        _terminatedQueued = null;
        foreach (var watchee in watching.Keys.Cast<IInternalActorRef>())
        {
            watchee.SendSystemMessage(new Unwatch(watchee, _self));
        }

        AddressWatch.Ended(this);
    }
}
