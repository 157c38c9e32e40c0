using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Sharding;

/// <summary>
/// /system/sharding/{type}/{shard}: the parent of its entities. It starts one with the first
/// message for it, and when the shard moves it stops them all and gives back what they had not
/// yet got.
/// </summary>
internal sealed class ShardActor : UntypedActor, IWithTimers
{
    private readonly string _shard;
    private readonly Func<string, Props> _entityProps;
    private readonly EnvelopeExtractor _extractor;
    private readonly ClusterShardingSettings _settings;
    private readonly object _stopMessage;
    private readonly Dictionary<string, Entity> _entities = [];
    private readonly Dictionary<IActorRef, string> _names = [];
    private readonly List<ShardItem> _left = [];
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private bool _stopping;

    public ShardActor(
        string shard,
        Func<string, Props> entityProps,
        EnvelopeExtractor extractor,
        ClusterShardingSettings settings,
        object stopMessage)
    {
        _shard = shard;
        _entityProps = entityProps;
        _extractor = extractor;
        _settings = settings;
        _stopMessage = stopMessage;
    }

    public ITimerScheduler Timers { get; set; }

    private TimeSpan Now => Context.System.Scheduler.MonotonicClock;

    protected override void PreStart()
    {
        if (_settings.PassivatesIdle)
        {
            Timers.StartPeriodicTimer(
                "idle", LookForIdle.Instance, _settings.PassivateIdleEntityAfter / 2);
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StopShard:
                Stop();
                break;
            case StopTimedOut:
                StopHard();
                break;
            case LookForIdle:
                PassivateIdle();
                break;
            case Passivate passivate:
                Passivate(Sender, passivate.StopMessage);
                break;
            case Terminated gone when _names.Remove(gone.ActorRef, out var name):
                Ended(name);
                break;
            case Terminated:
                break;
            case GetShardState:
                Sender.Tell(new ShardState(_shard, _entities.Keys.ToImmutableHashSet()));
                break;
            default:
                Deliver(message, Sender);
                break;
        }
    }

    private void Deliver(object message, IActorRef sender)
    {
        var name = _extractor.EntityId(message);
        if (_stopping)
        {
            _left.Add(new ShardItem(message, sender));
        }
        else if (!_entities.TryGetValue(name, out var entity))
        {
            Give(Start(name), message, sender);
        }
        else if (entity.Passivating)
        {
            Keep(entity, message, sender);
        }
        else
        {
            Give(entity, message, sender);
        }
    }

    private Entity Start(string name)
    {
        var actor = Context.Watch(
            Context.ActorOf(_entityProps(name), Uri.EscapeDataString(name)));
        _names[actor] = name;
        return _entities[name] = new Entity(actor);
    }

    private void Give(Entity entity, object message, IActorRef sender)
    {
        entity.LastMessage = Now;
        entity.Actor.Tell(_extractor.EntityMessage(message), sender);
    }

    private void Keep(Entity entity, object message, IActorRef sender)
    {
        if (entity.Kept.Count >= _settings.TuningParameters.BufferSize)
        {
            _log.Debug("Buffer is full, dropping message for passivated entity in shard {0}",
                _shard);
            Context.System.DeadLetters.Tell(message, sender);
            return;
        }

        entity.Kept.Enqueue(new ShardItem(message, sender));
    }

    private void Passivate(IActorRef actor, object stopMessage)
    {
        if (_stopping || !_names.TryGetValue(actor, out var name)
            || _entities[name] is { Passivating: true })
        {
            return;
        }

        _entities[name].Passivating = true;
        actor.Tell(stopMessage);
    }

    private void PassivateIdle()
    {
        var limit = Now - _settings.PassivateIdleEntityAfter;
        foreach (var entity in _entities.Values.Where(one => one.LastMessage < limit).ToList())
        {
            Passivate(entity.Actor, _stopMessage);
        }
    }

    private void Ended(string name)
    {
        _entities.Remove(name, out var entity);
        if (!_stopping && entity.Kept.Count > 0)
        {
            var next = Start(name);
            foreach (var item in entity.Kept)
            {
                Give(next, item.Message, item.Sender);
            }
        }

        if (_stopping)
        {
            _left.InsertRange(0, entity.Kept);
            StopIfEmpty();
        }
    }

    private void Stop()
    {
        _stopping = true;
        foreach (var entity in _entities.Values.Where(one => !one.Passivating))
        {
            entity.Actor.Tell(_stopMessage);
        }

        // Less than the coordinator waits, so that it hears of the end.
        var timeout = _settings.TuningParameters.HandOffTimeout - TimeSpan.FromSeconds(5);
        timeout = timeout < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : timeout;
        Timers.StartSingleTimer("stop", StopTimedOut.Instance, timeout);
        StopIfEmpty();
    }

    private void StopHard()
    {
        _log.Warning("Shard [{0}]: {1} entities did not stop at [{2}] and are stopped", _shard,
            _entities.Count, _stopMessage.GetType());
        foreach (var entity in _entities.Values)
        {
            Context.Stop(entity.Actor);
        }
    }

    private void StopIfEmpty()
    {
        if (_entities.Count == 0)
        {
            Context.Parent.Tell(new ShardEnded(_shard, [.. _left]));
            Context.Stop(Self);
        }
    }

    private sealed class Entity(IActorRef actor)
    {
        public IActorRef Actor { get; } = actor;

        public bool Passivating { get; set; }

        public TimeSpan LastMessage { get; set; }

        public Queue<ShardItem> Kept { get; } = [];
    }

    private sealed class StopTimedOut
    {
        public static readonly StopTimedOut Instance = new();
    }

    private sealed class LookForIdle
    {
        public static readonly LookForIdle Instance = new();
    }
}

/// <summary>A message with its sender, while it waits.</summary>
internal sealed record ShardItem(object Message, IActorRef Sender);

internal sealed record StopShard;

internal sealed record GetShardState;

/// <summary>The shard's entities have stopped; what they did not get.</summary>
internal sealed record ShardEnded(string Shard, IReadOnlyList<ShardItem> Left);
