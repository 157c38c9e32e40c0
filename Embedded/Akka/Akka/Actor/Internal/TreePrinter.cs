using System.Text;

namespace Akka.Actor.Internal;

/// <summary>The tree as text, for the question why a system does not stop.</summary>
internal static class TreePrinter
{
    public static string Print(IActorRef root)
    {
        var text = new StringBuilder();
        Print(text, root, 0);
        return text.ToString();
    }

    private static void Print(StringBuilder text, IActorRef actor, int depth)
    {
        text.Append(' ', 4 * depth).Append("-> ").Append(actor.Path.Name).Append(' ');
        if (actor is not LocalActorRef local)
        {
            text.Append(actor.GetType().Name).Append('\n');
            return;
        }

        var type = local.Cell.Actor?.GetType().ToString() ?? "null";
        var children = local.Children.Order().ToList();
        text.Append(type)
            .Append(local.Cell.Mailbox.IsSuspended ? " suspended" : "")
            .Append(local.Cell.IsTerminated ? " terminated" : "")
            .Append($" messages={local.Cell.NumberOfMessages} children={children.Count}\n");
        children.ForEach(child => Print(text, child, depth + 1));
    }
}
