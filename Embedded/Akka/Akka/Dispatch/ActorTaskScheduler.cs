using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>
/// Runs the parts of an async handler between its awaits as system messages of its actor, so that
/// they keep to one thread at a time and see the same Self, Sender and Context. Meanwhile the
/// mailbox is suspended: no other message is handled, but the actor can still be stopped.
/// </summary>
public class ActorTaskScheduler : TaskScheduler
{
    private readonly ActorCell _cell;
    private int _running;

    internal ActorTaskScheduler(ActorCell actorCell) => _cell = actorCell;

    public object CurrentMessage { get; private set; }

    public override int MaximumConcurrencyLevel => 1;

    internal IActorRef CurrentSender { get; private set; }

    public static void RunTask(Action action) =>
        RunTask(() =>
        {
            action();
            return Task.CompletedTask;
        });

    public static void RunTask(Func<Task> asyncAction)
    {
        var cell = ActorCell.Current
            ?? throw new InvalidOperationException("RunTask must be called from an actor context.");
        cell.TaskScheduler.Start(asyncAction);
    }

    internal void Execute(Task task) => TryExecuteTask(task);

    protected virtual void OnBeforeTaskStarted()
    {
    }

    protected virtual void OnAfterTaskCompleted()
    {
    }

    protected override IEnumerable<Task> GetScheduledTasks() => null;

    protected override void QueueTask(Task task)
    {
        var longRunning = (task.CreationOptions & TaskCreationOptions.LongRunning) != 0;
        if (!longRunning && ActorCell.Current == _cell)
        {
            TryExecuteTask(task);
        }
        else
        {
            _cell.SendSystemMessage(new ActorTaskSchedulerMessage(this, task));
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    private static Exception ExceptionOf(Task task) =>
        task.Status switch
        {
            TaskStatus.Canceled => new TaskCanceledException(),
            TaskStatus.Faulted when task.Exception.InnerExceptions.Count == 1 =>
                task.Exception.InnerExceptions[0],
            TaskStatus.Faulted => task.Exception,
            _ => null,
        };

    private void Start(Func<Task> asyncAction)
    {
        _cell.Dispatcher.Suspend(_cell);
        _running++;
        CurrentMessage = _cell.CurrentMessage;
        CurrentSender = _cell.Sender;
        OnBeforeTaskStarted();
        Task.Factory
            .StartNew(asyncAction, CancellationToken.None, TaskCreationOptions.None, this)
            .Unwrap()
            .ContinueWith(End, this);
    }

    private void End(Task task)
    {
        if (ExceptionOf(task) is { } exception)
        {
            _cell.SendSystemMessage(new ActorTaskSchedulerMessage(this, exception));
        }
        else
        {
            _cell.EndAsyncHandler();
            Forget();
        }
    }

    /// <summary>The message is kept until the last of nested tasks has ended.</summary>
    internal void Forget()
    {
        if (--_running <= 0)
        {
            _running = 0;
            CurrentMessage = null;
            CurrentSender = null;
        }

        OnAfterTaskCompleted();
    }
}
