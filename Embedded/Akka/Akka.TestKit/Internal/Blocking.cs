namespace Akka.TestKit.Internal;

/// <summary>Waits in the calling thread and throws what the task itself threw.</summary>
internal static class TaskBlocking
{
    public static T Blocking<T>(this Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>For implementations in their blocking manner, which are complete when they
    /// return.</summary>
    public static T Blocking<T>(this ValueTask<T> task) =>
        task.IsCompleted ? task.GetAwaiter().GetResult() : task.AsTask().Blocking();
}
