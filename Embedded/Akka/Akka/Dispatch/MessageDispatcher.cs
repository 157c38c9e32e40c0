using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Dispatch;

/// <summary>Decides on which thread a mailbox with messages runs.</summary>
public abstract class MessageDispatcher
{
    public const int DefaultThroughput = 100;

    private long _inhabitants;

    protected MessageDispatcher(MessageDispatcherConfigurator configurator)
    {
        Configurator = configurator;
        Throughput = DefaultThroughput;
        Mailboxes = configurator.Prerequisites.Mailboxes;
    }

    public MessageDispatcherConfigurator Configurator { get; }

    public EventStream EventStream => Configurator.Prerequisites.EventStream;

    public Mailboxes Mailboxes { get; }

    public string Id { get; protected set; }

    /// <summary>How many messages an actor handles before it gives its thread back.</summary>
    public int Throughput { get; set; }

    /// <summary>In ticks; null for none.</summary>
    public long? ThroughputDeadlineTime { get; protected set; }

    public TimeSpan ShutdownTimeout { get; protected set; }

    protected long Inhabitants => Volatile.Read(ref _inhabitants);

    public void Schedule(Action run) => Schedule(new ActionRunnable(run));

    public void Schedule(IRunnable run) => ExecuteTask(run);

    public virtual void Dispatch(ActorCell cell, Envelope envelope)
    {
        var mailbox = cell.Mailbox;
        mailbox.Enqueue(cell.Self, envelope);
        if (mailbox.TrySchedule(true, false))
        {
            ExecuteTask(mailbox);
        }
        else if (mailbox.IsClosed)
        {
            // It closed between the look-up and the enqueuing: nothing may be lost unseen.
            mailbox.CleanUp();
        }
    }

    public virtual void SystemDispatch(ActorCell cell, SystemMessage message)
    {
        var mailbox = cell.Mailbox;
        mailbox.SystemEnqueue(cell.Self, message);
        RegisterForExecution(mailbox, false, true);
    }

    public virtual void Attach(ActorCell cell)
    {
        Interlocked.Increment(ref _inhabitants);
        RegisterForExecution(cell.Mailbox, false, true);
    }

    /// <summary>The last thing an actor does; its mailbox belongs to the dead from here on.
    /// </summary>
    public virtual void Detach(ActorCell cell)
    {
        var mailbox = cell.SwapMailbox(Mailboxes.DeadLetterMailbox);
        mailbox.Close();
        mailbox.CleanUp();
        if (Interlocked.Decrement(ref _inhabitants) == 0)
        {
            Shutdown();
        }
    }

    internal bool RegisterForExecution(
        Mailbox mailbox, bool hasMessageHint, bool hasSystemMessageHint)
    {
        if (!mailbox.TrySchedule(hasMessageHint, hasSystemMessageHint))
        {
            return false;
        }

        ExecuteTask(mailbox);
        return true;
    }

    internal void Suspend(ActorCell cell)
    {
        if (cell.Mailbox.Actor == cell)
        {
            cell.Mailbox.Suspend();
        }
    }

    internal void Resume(ActorCell cell)
    {
        var mailbox = cell.Mailbox;
        if (mailbox.Actor == cell && mailbox.Resume())
        {
            RegisterForExecution(mailbox, false, false);
        }
    }

    internal virtual void ExecuteAgain(Mailbox mailbox) => ExecuteTask(mailbox);

    protected abstract void ExecuteTask(IRunnable run);

    /// <summary>Nobody lives here for now. Threads are given back; the next actor brings them
    /// again.</summary>
    protected abstract void Shutdown();

    protected void ReportFailure(Exception ex) =>
        EventStream.Publish(new Error(ex, GetType().FullName, GetType(), ex.Message));
}

public sealed class ActionRunnable(Action action) : IRunnable
{
    public void Run() => action();

    public void Execute() => action();
}

public sealed class ActionWithStateRunnable(Action<object> actionWithState, object state)
    : IRunnable
{
    public void Run() => actionWithState(state);

    public void Execute() => Run();
}

public class RejectedExecutionException(string message = null, Exception inner = null)
    : AkkaException(message, inner);
