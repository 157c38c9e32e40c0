using Akka.Actor;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    public T ExpectMsgFrom<T>(
        IActorRef sender,
        TimeSpan? duration = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        From<T>(IsFrom(sender, hint), null, duration, hint, true, cancellationToken).Blocking();

    public T ExpectMsgFrom<T>(
        IActorRef sender,
        T message,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        From(IsFrom(sender, hint), Equals(message, hint), timeout, hint, true, cancellationToken)
            .Blocking();

    public T ExpectMsgFrom<T>(
        IActorRef sender,
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        From(IsFrom(sender, hint), Fulfills(isMessage, hint), timeout, hint, true,
            cancellationToken).Blocking();

    public T ExpectMsgFrom<T>(
        Predicate<IActorRef> isSender,
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        From(IsFrom(isSender, hint), Fulfills(isMessage, hint), timeout, hint, true,
            cancellationToken).Blocking();

    public T ExpectMsgFrom<T>(
        IActorRef sender,
        Action<T> assertMessage,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        From<T>(IsFrom(sender, hint), (m, _) => assertMessage(m), timeout, hint, true,
            cancellationToken).Blocking();

    public T ExpectMsgFrom<T>(
        Action<IActorRef> assertSender,
        Action<T> assertMessage,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        From<T>(assertSender, (m, _) => assertMessage(m), timeout, hint, true, cancellationToken)
            .Blocking();

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        TimeSpan? duration = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        From<T>(IsFrom(sender, hint), null, duration, hint, false, cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        T message,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        From(IsFrom(sender, hint), Equals(message, hint), timeout, hint, false,
            cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        From(IsFrom(sender, hint), Fulfills(isMessage, hint), timeout, hint, false,
            cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        Predicate<IActorRef> isSender,
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        From(IsFrom(isSender, hint), Fulfills(isMessage, hint), timeout, hint, false,
            cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender,
        Action<T> assertMessage,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        From<T>(IsFrom(sender, hint), (m, _) => assertMessage(m), timeout, hint, false,
            cancellationToken);

    public ValueTask<T> ExpectMsgFromAsync<T>(
        Action<IActorRef> assertSender,
        Action<T> assertMessage,
        TimeSpan? timeout = null,
        string hint = null,
        CancellationToken cancellationToken = default) =>
        From<T>(assertSender, (m, _) => assertMessage(m), timeout, hint, false,
            cancellationToken);

    private ValueTask<T> From<T>(
        Action<IActorRef> assertSender,
        Action<T, IActorRef> assertMessage,
        TimeSpan? timeout,
        string hint,
        bool blocking,
        CancellationToken cancellationToken)
    {
        void Assert(T message, IActorRef sender)
        {
            assertSender(sender);
            assertMessage?.Invoke(message, sender);
        }

        return Expect<T>(timeout, Assert, hint, blocking, cancellationToken);
    }

    private Action<IActorRef> IsFrom(IActorRef expected, string hint) =>
        sender => _assertions.AssertEqual(
            expected, sender, "Sender does not match. Got a message from {0}. Expected {1}. {2}",
            sender, expected, hint ?? "");

    private Action<IActorRef> IsFrom(Predicate<IActorRef> isSender, string hint) =>
        sender => _assertions.AssertTrue(
            isSender(sender), "The message was sent from a sender that did not match: {0}. {1}",
            sender, hint ?? "");
}
