using Akka.Actor;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.Computing;

/// <summary>Open a job; answered to <paramref name="ReplyTo"/>.</summary>
internal sealed record OpenCommand(OpenJob Request, IActorRef ReplyTo);

/// <summary>Say once more that a job is open; nothing where its opening is still to come.</summary>
internal sealed record AnnounceCommand(OpenJob Request, IActorRef ReplyTo);

/// <summary>Close the open job and give its memory back.</summary>
internal sealed record CloseCommand
{
    public static readonly CloseCommand Instance = new();
}

/// <summary>Hand over an answer.</summary>
internal sealed record UploadCommand(AnswerKey Key, IActorRef ReplyTo);

/// <summary>A hand-over has ended; its vector may be used again once the step is closed.</summary>
internal sealed record PostEnded(
    KeptRows Rows, RowWork Row, AnswerKey Key, IActorRef ReplyTo, Exception? Error);

/// <summary>
/// A row to compute. Its two marks are the only thing that other threads write while it is being
/// computed; they are looked at between two chunks.
/// </summary>
internal sealed class ComputeItem(Compute request, IActorRef replyTo)
{
    private volatile bool _cancelled;
    private volatile bool _replaced;

    public Compute Request => request;

    public AnswerKey Key => request.Key;

    public IActorRef ReplyTo => replyTo;

    /// <summary>Nobody needs it any more; an injected delay counts as served.</summary>
    public bool IsCancelled => _cancelled;

    /// <summary>Cancelled, or asked for again by a later item, which goes on with it.</summary>
    public bool IsEnded => _cancelled || _replaced;

    public void Cancel() => _cancelled = true;

    /// <summary>What a newly posted item means for this one.</summary>
    public void Meet(ComputeItem newer)
    {
        if (newer.Key.Step != Key.Step)
        {
            _cancelled = true;
        }
        else if (newer.Key.Partition == Key.Partition)
        {
            _replaced = true;
        }
    }
}
