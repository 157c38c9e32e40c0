using Akka.Actor;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    public T ExpectMsg<T>(
        TimeSpan? duration = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect<T>(duration, null, hint, true, cancellationToken).Blocking();

    public T ExpectMsg<T>(
        T message,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, Equals(message, hint), hint, true, cancellationToken).Blocking();

    public T ExpectMsg<T>(
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, Fulfills(isMessage, hint), hint, true, cancellationToken).Blocking();

    public T ExpectMsg<T>(
        Action<T> assert,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, (m, _) => assert(m), hint, true, cancellationToken).Blocking();

    public T ExpectMsg<T>(
        Func<T, IActorRef, bool> isMessageAndSender,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, Fulfills(isMessageAndSender, hint), hint, true, cancellationToken)
            .Blocking();

    public T ExpectMsg<T>(
        Action<T, IActorRef> assertMessageAndSender,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, assertMessageAndSender, hint, true, cancellationToken).Blocking();

    public T ExpectMsg<T>(
        T expected,
        Func<T, T, bool> comparer,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, Equals(expected, comparer, hint), hint, true, cancellationToken)
            .Blocking();

    public ValueTask<T> ExpectMsgAsync<T>(
        TimeSpan? duration = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect<T>(duration, null, hint, false, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        T message,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, Equals(message, hint), hint, false, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, Fulfills(isMessage, hint), hint, false, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        Action<T> assert,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect<T>(timeout, (m, _) => assert(m), hint, false, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        Func<T, IActorRef, bool> isMessageAndSender,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, Fulfills(isMessageAndSender, hint), hint, false, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        Action<T, IActorRef> assertMessageAndSender,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, assertMessageAndSender, hint, false, cancellationToken);

    public ValueTask<T> ExpectMsgAsync<T>(
        T expected,
        Func<T, T, bool> comparer,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, Equals(expected, comparer, hint), hint, false, cancellationToken);

    public Terminated ExpectTerminated(
        IActorRef target,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, EndOf(target, hint), Hint(target, hint), true, cancellationToken)
            .Blocking();

    public ValueTask<Terminated> ExpectTerminatedAsync(
        IActorRef target,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(timeout, EndOf(target, hint), Hint(target, hint), false, cancellationToken);

    public void ExpectNoMsg(CancellationToken cancellationToken = default) =>
        Silence(RemainingOrDefault, true, cancellationToken).Blocking();

    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) =>
        Silence(Dilated(duration), true, cancellationToken).Blocking();

    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    public async ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) =>
        await Silence(RemainingOrDefault, false, cancellationToken);

    public async ValueTask ExpectNoMsgAsync(
        TimeSpan duration, CancellationToken cancellationToken = default) =>
        await Silence(Dilated(duration), false, cancellationToken);

    public ValueTask ExpectNoMsgAsync(
        int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsgAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    private static string Hint(IActorRef target, string hint) =>
        $"Terminated {target}. {hint}".TrimEnd();

    private async ValueTask<T> Expect<T>(
        TimeSpan? timeout,
        Action<T, IActorRef> assert,
        string hint,
        bool blocking,
        CancellationToken cancellationToken)
    {
        var limit = RemainingOrDilated(timeout);
        var envelope = await Take(limit, blocking, cancellationToken);
        if (envelope is null)
        {
            _assertions.Fail(
                "Failed: Timeout {0} while waiting for a message of type {1} {2}",
                limit, typeof(T), hint ?? "");
            return default;
        }

        if (envelope.Message is not T message)
        {
            _assertions.Fail(
                "Failed: Expected a message of type {0}, but received {1} (type {2}) instead {3} "
                + "from {4}",
                typeof(T), envelope.Message, envelope.Message?.GetType(), hint ?? "",
                envelope.Sender);
            return default;
        }

        assert?.Invoke(message, envelope.Sender);
        return message;
    }

    private async ValueTask<bool> Silence(
        TimeSpan duration, bool blocking, CancellationToken cancellationToken)
    {
        var envelope = await Take(duration, blocking, cancellationToken);
        if (envelope is not null)
        {
            _assertions.Fail(
                "Failed: Expected no messages during {0}, instead we received {1}",
                duration, envelope);
        }

        _lastWasNoMsg = true;
        return true;
    }

    private Action<T, IActorRef> Equals<T>(T expected, string hint) =>
        (message, _) => _assertions.AssertEqual(expected, message, hint ?? "");

    private Action<T, IActorRef> Equals<T>(T expected, Func<T, T, bool> comparer, string hint) =>
        (message, _) => _assertions.AssertEqual(expected, message, comparer, hint ?? "");

    private Action<T, IActorRef> Fulfills<T>(Predicate<T> predicate, string hint) =>
        Fulfills<T>((message, _) => predicate(message), hint);

    private Action<T, IActorRef> Fulfills<T>(Func<T, IActorRef, bool> predicate, string hint) =>
        (message, sender) => _assertions.AssertTrue(
            predicate(message, sender),
            "Failed: Got a message of the expected type <{0}> from {1}. Message was {2}, but it "
            + "did not pass the predicate. {3}",
            typeof(T), sender, message, hint ?? "");

    private Action<Terminated, IActorRef> EndOf(IActorRef target, string hint) =>
        (ended, _) => _assertions.AssertEqual(target, ended.ActorRef, Hint(target, hint));
}
