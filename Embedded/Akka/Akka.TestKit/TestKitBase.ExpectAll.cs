using Akka.TestKit.Internal;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>As many messages as are given, equal to them in any order.</summary>
    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) =>
        AllOf(RemainingOrDefault, messages, true, default).Blocking();

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(
        IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        AllOf(RemainingOrDefault, messages, true, cancellationToken).Blocking();

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, params T[] messages) =>
        AllOf(Dilated(max), messages, true, default).Blocking();

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(
        TimeSpan max,
        IReadOnlyCollection<T> messages,
        CancellationToken cancellationToken = default) =>
        AllOf(Dilated(max), messages, true, cancellationToken).Blocking();

    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(
        IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        Each(token => AllOf(RemainingOrDefault, messages, false, token), cancellationToken);

    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(
        TimeSpan max,
        IReadOnlyCollection<T> messages,
        CancellationToken cancellationToken = default) =>
        Each(token => AllOf(Dilated(max), messages, false, token), cancellationToken);

    /// <summary>One message, equal to one of the given ones.</summary>
    public T ExpectMsgAnyOf<T>(
        IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        AnyOf(messages, true, cancellationToken).Blocking();

    public ValueTask<T> ExpectMsgAnyOfAsync<T>(
        IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        AnyOf(messages, false, cancellationToken);

    /// <summary>As many messages as there are predicates, each fulfilling one of them.</summary>
    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(
        params PredicateInfo[] predicates) =>
        AllOf(RemainingOrDefault, predicates, true, default).Blocking();

    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(
        IReadOnlyCollection<PredicateInfo> predicates, CancellationToken cancellationToken) =>
        AllOf(RemainingOrDefault, predicates, true, cancellationToken).Blocking();

    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(
        TimeSpan max, params PredicateInfo[] predicates) =>
        AllOf(Dilated(max), predicates, true, default).Blocking();

    public IReadOnlyCollection<object> ExpectMsgAllOfMatchingPredicates(
        TimeSpan max,
        IReadOnlyCollection<PredicateInfo> predicates,
        CancellationToken cancellationToken) =>
        AllOf(Dilated(max), predicates, true, cancellationToken).Blocking();

    public IAsyncEnumerable<object> ExpectMsgAllOfMatchingPredicatesAsync(
        IReadOnlyCollection<PredicateInfo> predicates,
        CancellationToken cancellationToken = default) =>
        Each(token => AllOf(RemainingOrDefault, predicates, false, token), cancellationToken);

    public IAsyncEnumerable<object> ExpectMsgAllOfMatchingPredicatesAsync(
        TimeSpan max,
        IReadOnlyCollection<PredicateInfo> predicates,
        CancellationToken cancellationToken = default) =>
        Each(token => AllOf(Dilated(max), predicates, false, token), cancellationToken);

    private async ValueTask<List<T>> AllOf<T>(
        TimeSpan max,
        IReadOnlyCollection<T> expected,
        bool blocking,
        CancellationToken cancellationToken)
    {
        var received = await ReceiveMany(expected.Count, max, blocking, cancellationToken);
        Pair(received, expected, (message, wanted) => Equals(message, wanted));
        return [.. received.OfType<T>()];
    }

    private async ValueTask<List<object>> AllOf(
        TimeSpan max,
        IReadOnlyCollection<PredicateInfo> expected,
        bool blocking,
        CancellationToken cancellationToken)
    {
        var received = await ReceiveMany(expected.Count, max, blocking, cancellationToken);
        Pair(received, expected, (message, predicate) => predicate.Holds(message));
        return received;
    }

    private async ValueTask<T> AnyOf<T>(
        IEnumerable<T> expected, bool blocking, CancellationToken cancellationToken)
    {
        var allowed = expected.ToList();
        void Assert(T message, Actor.IActorRef sender) => _assertions.AssertTrue(
            allowed.Contains(message),
            "found unexpected {0}; expected one of {1}", message, string.Join(", ", allowed));

        return await Expect<T>(null, Assert, null, blocking, cancellationToken);
    }

    private void Pair<T>(
        List<object> received, IReadOnlyCollection<T> expected, Func<object, T, bool> fits)
    {
        var missing = expected.ToList();
        var unexpected = new List<object>();
        foreach (var message in received)
        {
            var index = missing.FindIndex(wanted => fits(message, wanted));
            if (index < 0)
            {
                unexpected.Add(message);
            }
            else
            {
                missing.RemoveAt(index);
            }
        }

        if (missing.Count > 0 || unexpected.Count > 0)
        {
            _assertions.Fail(
                "not found [{0}], found unexpected [{1}]",
                string.Join(", ", missing), string.Join(", ", unexpected));
        }
    }
}
