using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Event;

/// <summary>Passes an event to all who subscribed to its class, or to a class above it.</summary>
public abstract class EventBus<TEvent, TClassifier, TSubscriber>
{
    private readonly Dictionary<TClassifier, List<Subscription<TSubscriber, TClassifier>>>
        _subscriptions = [];

    /// <summary>Who gets which class; thrown away whole when a subscription changes.</summary>
    private volatile ConcurrentDictionary<TClassifier, TSubscriber[]> _cache = new();

    public virtual bool Subscribe(TSubscriber subscriber, TClassifier classifier)
    {
        lock (_subscriptions)
        {
            if (!_subscriptions.TryGetValue(classifier, out var subscriptions))
            {
                _subscriptions[classifier] = subscriptions = [];
            }

            if (subscriptions.Exists(s => s.Subscriber.Equals(subscriber)))
            {
                return false;
            }

            subscriptions.Add(new Subscription<TSubscriber, TClassifier>(subscriber));
            _cache = new();
            return true;
        }
    }

    public virtual bool Unsubscribe(TSubscriber subscriber)
    {
        lock (_subscriptions)
        {
            var removed = 0;
            foreach (var subscriptions in _subscriptions.Values)
            {
                removed += subscriptions.RemoveAll(s => s.Subscriber.Equals(subscriber));
            }

            _cache = new();
            return removed > 0;
        }
    }

    public virtual bool Unsubscribe(TSubscriber subscriber, TClassifier classifier)
    {
        lock (_subscriptions)
        {
            _cache = new();
            if (_subscriptions.TryGetValue(classifier, out var subscriptions))
            {
                return subscriptions.RemoveAll(s => s.Subscriber.Equals(subscriber)) > 0;
            }

            // A class below one that was subscribed to: from now on all but that class.
            var above = _subscriptions
                .Where(pair => IsSubClassification(pair.Key, classifier))
                .SelectMany(pair => pair.Value)
                .Where(s => s.Subscriber.Equals(subscriber))
                .ToList();
            above.ForEach(s => s.Unsubscriptions.Add(classifier));
            return above.Count > 0;
        }
    }

    public virtual void Publish(TEvent @event)
    {
        var classifier = GetClassifier(@event);
        if (!_cache.TryGetValue(classifier, out var subscribers))
        {
            subscribers = FindSubscribers(@event, classifier);
        }

        foreach (var subscriber in subscribers)
        {
            Publish(@event, subscriber);
        }
    }

    internal bool IsSubscribed(TSubscriber subscriber)
    {
        lock (_subscriptions)
        {
            return _subscriptions.Values.Any(
                list => list.Exists(s => s.Subscriber.Equals(subscriber)));
        }
    }

    protected string SimpleName(object source) => source.GetType().Name;

    protected string SimpleName(Type source) => source.Name;

    protected abstract bool IsSubClassification(TClassifier parent, TClassifier child);

    protected abstract void Publish(TEvent @event, TSubscriber subscriber);

    protected abstract bool Classify(TEvent @event, TClassifier classifier);

    protected abstract TClassifier GetClassifier(TEvent @event);

    private TSubscriber[] FindSubscribers(TEvent @event, TClassifier classifier)
    {
        lock (_subscriptions)
        {
            TSubscriber[] found =
            [
                .. _subscriptions
                    .Where(pair => Classify(@event, pair.Key))
                    .SelectMany(pair => pair.Value)
                    .Where(s => !s.Unsubscriptions.Any(u => IsSubClassification(u, classifier)))
                    .Select(s => s.Subscriber)
                    .Distinct(),
            ];
            _cache[classifier] = found;
            return found;
        }
    }
}

public class Subscription<TSubscriber, TClassifier>
{
    public Subscription(TSubscriber subscriber, IEnumerable<TClassifier> unsubscriptions)
    {
        Subscriber = subscriber;
        Unsubscriptions = new HashSet<TClassifier>(unsubscriptions);
    }

    public Subscription(TSubscriber subscriber)
        : this(subscriber, [])
    {
    }

    public TSubscriber Subscriber { get; }

    /// <summary>Classes below the subscribed one that are not wanted.</summary>
    public ISet<TClassifier> Unsubscriptions { get; }
}

public abstract class ActorEventBus<TEvent, TClassifier>
    : EventBus<TEvent, TClassifier, IActorRef>
{
}
