
namespace Akka.Actor;

/// <summary>Actors named by a path that is walked anew for each message; * and ? match names.
/// </summary>
public class ActorSelection : ICanTell
{
    public ActorSelection()
    {
    }

    public ActorSelection(IActorRef anchor, SelectionPathElement[] path)
    {
        Anchor = anchor;
        Path = path;
    }

    public ActorSelection(IActorRef anchor, string path)
        : this(anchor, path.Split('/'))
    {
    }

    public ActorSelection(IActorRef anchor, IEnumerable<string> elements)
    {
        Anchor = anchor;
        Path = [.. elements.Where(e => !string.IsNullOrEmpty(e)).Select(Parse)];
        var recursive = Array.IndexOf(Path, SelectChildRecursive.Instance);
        if (recursive >= 0 && recursive < Path.Length - 1)
        {
            throw new IllegalActorNameException(
                "Double wildcard can only appear at the last path entry");
        }
    }

    public IActorRef Anchor { get; }

    public SelectionPathElement[] Path { get; }

    public string PathString => "/" + string.Join("/", Path.Select(element => element.ToString()));

    public void Tell(object message, IActorRef sender = null) =>
        SelectionDelivery.Deliver(
            (IInternalActorRef)Anchor,
            sender ?? ActorCell.GetCurrentSelfOrNoSender(),
            new ActorSelectionMessage(message, Path));

    public Task<IActorRef> ResolveOne(TimeSpan timeout) =>
        ResolveOne(timeout, CancellationToken.None);

    /// <summary>Faults with ActorNotFoundException where nobody, or nobody in time, answers.
    /// </summary>
    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            var identity = await this.Ask<ActorIdentity>(new Identify(null), timeout, ct)
                .ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException("subject was null");
        }
        catch (Exception e)
        {
            throw new ActorNotFoundException(
                "Exception occurred while resolving ActorSelection", e);
        }
    }

    public override bool Equals(object obj) =>
        obj is ActorSelection other && other.GetType() == GetType() && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Anchor, PathString);

    public override string ToString() =>
        $"ActorSelection[Anchor({Anchor.Path.ToStringWithUid()}), Path({PathString})]";

    protected bool Equals(ActorSelection other) =>
        Equals(Anchor, other.Anchor) && PathString == other.PathString;

    private static SelectionPathElement Parse(string element) =>
        element switch
        {
            "**" => SelectChildRecursive.Instance,
            ".." => SelectParent.Instance,
            _ when element.Contains('?') || element.Contains('*') =>
                new SelectChildPattern(element),
            _ => new SelectChildName(element),
        };
}

public class ActorSelectionMessage(
    object message, SelectionPathElement[] elements, bool wildCardFanOut = false)
    : IAutoReceivedMessage, IPossiblyHarmful, IWrappedMessage
{
    public object Message { get; } = message;

    public SelectionPathElement[] Elements { get; } = elements;

    public bool WildCardFanOut { get; } = wildCardFanOut;

    public ActorSelectionMessage Copy(
        object message = null,
        SelectionPathElement[] elements = null,
        bool? wildCardFanOut = null) =>
        new(message ?? Message, elements ?? Elements, wildCardFanOut ?? WildCardFanOut);

    public override string ToString() =>
        $"ActorSelectionMessage - Message: {Message} - WildCartFanOut: {WildCardFanOut} - "
        + $"Elements: {string.Join<SelectionPathElement>('/', Elements)}";
}

public abstract class SelectionPathElement
{
    public override bool Equals(object obj) =>
        obj is not null && obj.GetType() == GetType() && obj.ToString() == ToString();

    public override int GetHashCode() => ToString().GetHashCode();
}

public class SelectChildName(string name) : SelectionPathElement
{
    public string Name { get; } = name;

    public override string ToString() => Name;
}

public class SelectChildPattern(string patternStr) : SelectionPathElement
{
    public string PatternStr { get; } = patternStr;

    public override string ToString() => PatternStr;
}

public class SelectParent : SelectionPathElement
{
    public static readonly SelectParent Instance = new();

    public override string ToString() => "..";
}

public class SelectChildRecursive : SelectionPathElement
{
    public static readonly SelectChildRecursive Instance = new();

    public override string ToString() => "**";
}

public static class ActorRefFactoryShared
{
    public static ActorSelection ActorSelection(ActorPath actorPath, ActorSystem system) =>
        new(
            ((ExtendedActorSystem)system).Provider.RootGuardianAt(actorPath.Address),
            actorPath.Elements);

    public static ActorSelection ActorSelection(
        string path, ActorSystem system, IActorRef lookupRoot)
    {
        var provider = ((ExtendedActorSystem)system).Provider;
        if (string.IsNullOrEmpty(path))
        {
            return new ActorSelection(system.DeadLetters, "");
        }

        if (path[0] == '/')
        {
            return new ActorSelection(provider.RootGuardian, path);
        }

        if (!path.Contains("://", StringComparison.Ordinal))
        {
            return new ActorSelection(lookupRoot, path);
        }

        return ActorPath.TryParse(path, out var actorPath)
            ? ActorSelection(actorPath, system)
            : new ActorSelection(provider.DeadLetters, "");
    }

    public static ActorSelection ActorSelection(IActorRef anchorActorRef, string path) =>
        new(anchorActorRef, path);
}

public static class ActorRefFactoryExtensions
{
    public static IActorRef ActorOf<TActor>(this IActorRefFactory factory, string name = null)
        where TActor : ActorBase, new() =>
        factory.ActorOf(Props.Create<TActor>(), name);

    public static ActorSelection ActorSelection(
        this IActorRefFactory factory, IActorRef anchorRef, string actorPath) =>
        ActorRefFactoryShared.ActorSelection(anchorRef, actorPath);
}
