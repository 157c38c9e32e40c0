using System.Linq.Expressions;
using Akka.Dispatch;
using Akka.Util;

namespace Akka.Actor;

/// <summary>The recipe of an actor: its class, constructor arguments and deployment.</summary>
public class Props : IEquatable<Props>, ISurrogated
{
    public static readonly Props None = null;

    private static readonly Deploy DefaultDeploy = new();

    private readonly IIndirectActorProducer _producer;

    public Props(Type type)
        : this(DefaultDeploy, type)
    {
    }

    public Props(Type type, object[] args)
        : this(DefaultDeploy, type, args)
    {
    }

    public Props(Type type, SupervisorStrategy supervisorStrategy, IEnumerable<object> args)
        : this(DefaultDeploy, type, args.ToArray()) => SupervisorStrategy = supervisorStrategy;

    public Props(Type type, SupervisorStrategy supervisorStrategy, params object[] args)
        : this(DefaultDeploy, type, args) => SupervisorStrategy = supervisorStrategy;

    public Props(Deploy deploy, Type type, IEnumerable<object> args)
        : this(deploy, type, args.ToArray())
    {
    }

    public Props(Deploy deploy, Type type, params object[] args)
        : this(ActorProducers.For(type, args ?? []), deploy, args ?? [])
    {
    }

    protected Props()
    {
        Deploy = DefaultDeploy;
        Arguments = [];
    }

    protected Props(Props copy)
        : this(copy._producer, copy.Deploy, copy.Arguments) =>
        SupervisorStrategy = copy.SupervisorStrategy;

    private Props(IIndirectActorProducer producer, Deploy deploy, object[] arguments)
    {
        _producer = producer;
        Deploy = deploy;
        Arguments = arguments;
        Type = producer?.ActorType;
    }

    public static Props Empty { get; } = Create<EmptyActor>();

    public Type Type { get; }

    public string TypeName => Type.AssemblyQualifiedName;

    public object[] Arguments { get; }

    public Deploy Deploy { get; protected set; }

    public SupervisorStrategy SupervisorStrategy { get; protected set; }

    public string Dispatcher =>
        Deploy.Dispatcher == Deploy.NoDispatcherGiven
            ? Dispatchers.DefaultDispatcherId
            : Deploy.Dispatcher;

    public string Mailbox => Deploy.Mailbox;

    /// <summary>
    /// The arguments of <c>() => new MyActor(...)</c> are evaluated now, once, and used again for
    /// each restart.
    /// </summary>
    public static Props Create<TActor>(
        Expression<Func<TActor>> factory, SupervisorStrategy supervisorStrategy = null)
        where TActor : ActorBase
    {
        var (producer, arguments) = ActorProducers.For(factory);
        return new Props(producer, DefaultDeploy, arguments)
        {
            SupervisorStrategy = supervisorStrategy,
        };
    }

    public static Props Create<TActor>(params object[] args)
        where TActor : ActorBase =>
        new(typeof(TActor), args);

    public static Props Create<TActor>(SupervisorStrategy supervisorStrategy)
        where TActor : ActorBase, new() =>
        new(typeof(TActor), supervisorStrategy);

    public static Props Create(Type type, params object[] args) => new(type, args);

    public static Props CreateBy(IIndirectActorProducer producer, params object[] args) =>
        new(producer, DefaultDeploy, args);

    public Props WithDispatcher(string dispatcher) =>
        With(Deploy.WithDispatcher(dispatcher));

    public Props WithMailbox(string mailbox) => With(Deploy.WithMailbox(mailbox));

    public Props WithStashCapacity(int stashCapacity) =>
        With(Deploy.WithStashCapacity(stashCapacity));

    public Props WithDeploy(Deploy deploy) => With(deploy.WithFallback(Deploy));

    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy)
    {
        var copy = Copy();
        copy.SupervisorStrategy = supervisorStrategy;
        return copy;
    }

    public virtual ActorBase NewActor()
    {
        try
        {
            return _producer.Produce();
        }
        catch (Exception e)
        {
            var arguments = string.Join(",", Arguments.Select(a => a ?? "null"));
            throw new TypeLoadException(
                $"Error while creating actor instance of type {Type} with {Arguments.Length} "
                + $"args: ({arguments})", e);
        }
    }

    public ISurrogate ToSurrogate(ActorSystem system) =>
        throw new NotSupportedException("The embedded engine has no remote deployment.");

    public bool Equals(Props other) =>
        other is not null && Type == other.Type && Deploy.Equals(other.Deploy)
        && Arguments.Length == other.Arguments.Length;

    public override bool Equals(object obj) => obj is Props other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Type, Arguments.Length);

    internal void Release(ActorBase actor) => _producer?.Release(actor);

    protected virtual Props Copy() =>
        new(_producer, Deploy, Arguments) { SupervisorStrategy = SupervisorStrategy };

    private Props With(Deploy deploy)
    {
        var copy = Copy();
        copy.Deploy = deploy;
        return copy;
    }

    private sealed class EmptyActor : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}

/// <summary>What the cell of a stopped actor holds, so that it keeps no arguments alive.</summary>
public class TerminatedProps : Props
{
    internal static readonly TerminatedProps Instance = new();

    public override ActorBase NewActor() =>
        throw new InvalidOperationException("This actor has been terminated");
}
