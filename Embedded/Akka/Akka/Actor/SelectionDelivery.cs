namespace Akka.Actor;

/// <summary>Walks a selection's path from its anchor and tells whom it finds.</summary>
internal static class SelectionDelivery
{
    public static void Deliver(
        IInternalActorRef anchor, IActorRef sender, ActorSelectionMessage selection)
    {
        var elements = selection.Elements;
        if (elements.Length == 0)
        {
            anchor.Tell(selection.Message, sender);
            return;
        }

        var current = anchor;
        for (var i = 0; i < elements.Length; i++)
        {
            if (current is not ActorRefWithCell actor)
            {
                // Not here: whoever it is walks the rest of the path.
                var rest = selection.Copy(elements: elements[i..]);
                current.Tell(rest, sender);
                return;
            }

            switch (elements[i])
            {
                case SelectParent:
                    current = actor.Parent;
                    break;
                case SelectChildName name:
                    current = actor.GetSingleChild(name.Name);
                    break;
                case SelectChildRecursive:
                    TellAllBelow(actor, sender, selection);
                    return;
                case SelectChildPattern pattern:
                    TellMatching(actor, pattern, elements[(i + 1)..], sender, selection, anchor);
                    return;
            }

            if (current is Nobody)
            {
                TellNobody(actor, anchor, sender, selection);
                return;
            }
        }

        current.Tell(selection.Message, sender);
    }

    private static void TellMatching(
        ActorRefWithCell parent,
        SelectChildPattern pattern,
        SelectionPathElement[] rest,
        IActorRef sender,
        ActorSelectionMessage selection,
        IInternalActorRef anchor)
    {
        var matching = parent.Children
            .Where(child => PathNames.Like(child.Path.Name, pattern.PatternStr))
            .Cast<IInternalActorRef>()
            .ToList();
        if (matching.Count == 0)
        {
            TellNobody(parent, anchor, sender, selection);
            return;
        }

        var fanOut = selection.WildCardFanOut || (rest.Length > 0 && matching.Count > 1);
        foreach (var child in matching)
        {
            var onward = new ActorSelectionMessage(selection.Message, rest, fanOut);
            Deliver(child, sender, onward);
        }
    }

    private static void TellAllBelow(
        ActorRefWithCell parent, IActorRef sender, ActorSelectionMessage selection)
    {
        foreach (var child in parent.Children)
        {
            child.Tell(selection.Message, sender);
            if (child is ActorRefWithCell below)
            {
                TellAllBelow(below, sender, selection);
            }
        }
    }

    private static void TellNobody(
        ActorRefWithCell where,
        IInternalActorRef anchor,
        IActorRef sender,
        ActorSelectionMessage selection)
    {
        // Of many matches some may lead nowhere: that is no dead letter.
        if (!selection.WildCardFanOut)
        {
            var path = anchor.Path / selection.Elements.Select(element => element.ToString());
            var stream = where.Underlying.System.EventStream;
            new EmptyLocalActorRef(where.Provider, path, stream).Tell(selection, sender);
        }
    }
}
