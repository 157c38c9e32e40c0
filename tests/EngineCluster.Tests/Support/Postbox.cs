using System.Threading.Channels;
using Akka.Actor;

namespace AkkaCoded.EngineCluster.Tests.Support;

/// <summary>An actor that keeps what it is told, in order, for a spec to wait for.</summary>
internal sealed class Postbox
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Channel<(object Message, IActorRef Sender)> _kept =
        Channel.CreateUnbounded<(object, IActorRef)>();

    public Postbox(ActorSystem system, string? name = null)
    {
        Ref = system.ActorOf(
            FunctionActor.Of((message, context) =>
            {
                if (message is Action<IUntypedActorContext> act)
                {
                    act(context);
                }
                else
                {
                    _kept.Writer.TryWrite((message, context.Sender));
                }
            }),
            name);
    }

    public IActorRef Ref { get; }

    /// <summary>Who sent the last message that was waited for.</summary>
    public IActorRef LastSender { get; private set; } = ActorRefs.Nobody;

    /// <summary>Lets the actor do something with its context.</summary>
    public void Do(Action<IUntypedActorContext> act) => Ref.Tell(act);

    public Postbox Watch(IActorRef actor)
    {
        Do(context => context.Watch(actor));
        return this;
    }

    /// <summary>The next message, which has to be of this type.</summary>
    public async Task<T> NextAsync<T>()
    {
        using var limit = new CancellationTokenSource(Limit);
        var (message, sender) = await _kept.Reader.ReadAsync(limit.Token);
        LastSender = sender;
        return Assert.IsType<T>(message, exactMatch: false);
    }

    /// <summary>The next message of this type; others are passed over.</summary>
    public async Task<T> AwaitAsync<T>(Func<T, bool>? isWanted = null)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var (message, sender) = await _kept.Reader.ReadAsync(limit.Token);
            if (message is T wanted && (isWanted is null || isWanted(wanted)))
            {
                LastSender = sender;
                return wanted;
            }
        }
    }

    public bool IsEmpty => !_kept.Reader.TryPeek(out _);
}
