using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace Akka.Actor;

/// <summary>Makes actors where reflection alone can't, as with dependency injection.</summary>
public interface IIndirectActorProducer
{
    Type ActorType { get; }

    ActorBase Produce();

    void Release(ActorBase actor);
}

internal static class ActorProducers
{
    public static IIndirectActorProducer For(Type type, object[] arguments)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (typeof(IIndirectActorProducer).IsAssignableFrom(type))
        {
            return (IIndirectActorProducer)Activator.CreateInstance(type, arguments);
        }

        return typeof(ActorBase).IsAssignableFrom(type)
            ? new ConstructorProducer(type, null, arguments)
            : throw new ArgumentException($"Unknown actor producer [{type.FullName}]");
    }

    public static (IIndirectActorProducer Producer, object[] Arguments) For<TActor>(
        Expression<Func<TActor>> factory)
        where TActor : ActorBase
    {
        switch (factory.Body)
        {
            case NewExpression creation:
                var arguments = creation.Arguments.Select(Evaluate).ToArray();
                var constructor = creation.Constructor;
                return (new ConstructorProducer(typeof(TActor), constructor, arguments), arguments);
            case UnaryExpression:
                return (new FactoryProducer<TActor>(factory.Compile()), []);
            default:
                throw new ArgumentException(
                    "The create function must be a 'new T (args)' expression");
        }
    }

    /// <summary>Constants and captured variables, nearly all there is, need no compiler.</summary>
    private static object Evaluate(Expression expression)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return constant.Value;
            case MemberExpression { Member: FieldInfo field } member:
                return field.GetValue(Owner(member));
            case MemberExpression { Member: PropertyInfo property } member:
                return property.GetValue(Owner(member));
            default:
                var boxed = Expression.Convert(expression, typeof(object));
                var interpret = !LambdaFinder.IsIn(expression);
                return Expression.Lambda<Func<object>>(boxed).Compile(interpret)();
        }
    }

    private static object Owner(MemberExpression member) =>
        member.Expression is null ? null : Evaluate(member.Expression);

    /// <summary>
    /// An argument that is a lambda lives on in the actor, so it has to be compiled: interpreted,
    /// its ref arguments would be copies, and an Interlocked.Increment in it not atomic.
    /// </summary>
    private sealed class LambdaFinder : ExpressionVisitor
    {
        private bool _found;

        public static bool IsIn(Expression expression)
        {
            var finder = new LambdaFinder();
            finder.Visit(expression);
            return finder._found;
        }

        protected override Expression VisitLambda<T>(Expression<T> node)
        {
            _found = true;
            return node;
        }
    }
}

internal sealed class ConstructorProducer(
    Type actorType, ConstructorInfo constructor, object[] arguments) : IIndirectActorProducer
{
    /// <summary>
    /// An invoker compiles itself on its second use, which costs far more than a start: so actors
    /// of one kind share theirs.
    /// </summary>
    private static readonly ConcurrentDictionary<ConstructorInfo, ConstructorInvoker> Invokers =
        new();

    private ConstructorInvoker _invoker;

    public Type ActorType => actorType;

    public ActorBase Produce()
    {
        _invoker ??= Find() is { IsPublic: true } found
            ? Invokers.GetOrAdd(found, static one => ConstructorInvoker.Create(one))
            : null;
        if (_invoker is null)
        {
            // Let the framework choose, or say why it can't.
            return (ActorBase)Activator.CreateInstance(actorType, arguments);
        }

        try
        {
            return (ActorBase)_invoker.Invoke(arguments.AsSpan());
        }
        catch (Exception e) when (e is not TargetInvocationException)
        {
            throw new TargetInvocationException(e);
        }
    }

    public void Release(ActorBase actor)
    {
    }

    private ConstructorInfo Find()
    {
        if (constructor is not null)
        {
            return constructor;
        }

        var fitting = actorType.GetConstructors().Where(Fits).ToList();
        return fitting.Count == 1 ? fitting[0] : null;
    }

    private bool Fits(ConstructorInfo candidate)
    {
        var parameters = candidate.GetParameters();
        return parameters.Length == arguments.Length
            && parameters.Zip(arguments).All(
                pair => pair.Second is null
                    ? !pair.First.ParameterType.IsValueType
                    : pair.First.ParameterType.IsInstanceOfType(pair.Second));
    }
}

internal sealed class FactoryProducer<TActor>(Func<TActor> factory) : IIndirectActorProducer
    where TActor : ActorBase
{
    public Type ActorType => typeof(TActor);

    public ActorBase Produce() => factory();

    public void Release(ActorBase actor)
    {
    }
}
