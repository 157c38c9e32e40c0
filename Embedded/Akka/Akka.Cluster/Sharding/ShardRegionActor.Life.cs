using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Cluster.Wire;

namespace Akka.Cluster.Sharding;

internal sealed partial class ShardRegionActor
{
    private static ExtendedActorSystem Extended => (ExtendedActorSystem)Context.System;

    /// <summary>Until the coordinator answers: it may start later than this region.</summary>
    private void Register()
    {
        if (_coordinator is not null || !_cluster.IsUp || _cluster.State.Leader is not { } seed)
        {
            return;
        }

        var guardian = Context.Parent.Path.Name;
        var path = new RootActorPath(seed) / "system" / guardian / _setup.CoordinatorName;
        Extended.Provider.ResolveActorRef(path).Tell(new Register(!IsProxy), Self);
        Timers.StartSingleTimer("register", RegisterNow.Instance, _nextRegistration);
        var last = _setup.Settings.TuningParameters.RetryInterval;
        _nextRegistration = _nextRegistration * 2 > last ? last : _nextRegistration * 2;
    }

    private void RetryAll()
    {
        if (_coordinator is null)
        {
            Register();
            return;
        }

        Do(_table.AskAgain());
        if (_leaving)
        {
            _coordinator.Tell(new LeaveRegion(), Self);
        }
    }

    /// <summary>
    /// Nodes talk to the seed only. What is for a third node goes to the seed's region, which knows
    /// the way; on the seed itself each region is reached directly.
    /// </summary>
    private IActorRef Target(IActorRef region) =>
        _cluster.IsSeed || region.Path.Address == _relay.Path.Address ? region : _relay;

    /// <summary>On the seed a region that dies has to be forgotten even where that is learned
    /// before the coordinator's word that it is a home.</summary>
    private void Follow(IActorRef region)
    {
        if (_cluster.IsSeed && !region.Equals(Self) && _watched.Add(region))
        {
            Context.Watch(region);
        }
    }

    private IActorRef Shard(string shard)
    {
        if (_shards.TryGetValue(shard, out var actor))
        {
            return actor;
        }

        var (setup, extractor) = (_setup, _extractor);
        var props = Props.Create(() => new ShardActor(
            shard, setup.EntityProps, extractor, setup.Settings, setup.StopMessage));
        actor = Context.ActorOf(
            props.WithDispatcher("akka.actor.internal-dispatcher"), Uri.EscapeDataString(shard));
        return _shards[shard] = Context.Watch(actor);
    }

    private void Stop(string shard)
    {
        if (_shards.TryGetValue(shard, out var actor))
        {
            actor.Tell(new StopShard());
        }
        else
        {
            Do(_table.Stopped(shard, []));
        }
    }

    /// <summary>Only now is the shard's name free again; or a region elsewhere has died.</summary>
    private void Gone(IActorRef actor)
    {
        if (_watched.Remove(actor))
        {
            _table.Gone(actor);
            RetryAll();
            return;
        }

        var (shard, _) = _shards.FirstOrDefault(pair => pair.Value.Equals(actor));
        if (shard is null || !_shards.Remove(shard))
        {
            return;
        }

        if (_ended.Remove(shard, out var left))
        {
            Do(_table.Stopped(shard, left));
        }
        else
        {
            _log.Warning("{0}: shard [{1}] has failed; it starts again with the next message",
                _setup.TypeName, shard);
        }
    }

    private void NodeGone(Address address)
    {
        foreach (var region in _watched.Where(one => one.Path.Address == address).ToList())
        {
            Context.Unwatch(region);
            _watched.Remove(region);
            _table.Gone(region);
        }

        RetryAll();
    }

    private void Leave()
    {
        _leaving = true;
        _log.Debug("{0}: starting graceful shutdown of region", _setup.TypeName);
        Do(_table.Leave(isRegistered: _coordinator is not null && !IsProxy));
        _coordinator?.Tell(new LeaveRegion(), Self);
    }

    /// <summary>A node that is out has nobody to hand anything to.</summary>
    private async Task<Done> Shutdown(IActorRef self)
    {
        if (!_cluster.IsTerminated
            && _cluster.SelfMember.Status is not (MemberStatus.Removed or MemberStatus.Down))
        {
            self.Tell(GracefulShutdown.Instance);
            await _stopped.Task.ConfigureAwait(false);
        }

        return Done.Instance;
    }

    private void TellState(IActorRef asker)
    {
        var timeout = TimeSpan.FromSeconds(3);
        var asked = _shards.Select(pair => Ask(pair.Key, pair.Value)).ToList();
        Task.WhenAll(asked).PipeTo(asker, Self, answers => new CurrentShardRegionState(
            answers.Where(one => one.State is not null).Select(one => one.State)
                .ToImmutableHashSet(),
            answers.Where(one => one.State is null).Select(one => one.Shard)
                .ToImmutableHashSet()));

        async Task<(string Shard, ShardState State)> Ask(string shard, IActorRef actor)
        {
            try
            {
                var state = await actor.Ask<ShardState>(new GetShardState(), timeout)
                    .ConfigureAwait(false);
                return (shard, state);
            }
            catch (AskTimeoutException)
            {
                return (shard, null);
            }
        }
    }
}
