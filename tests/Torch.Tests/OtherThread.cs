using System.Runtime.ExceptionServices;

namespace AkkaCoded.Torch.Tests;

/// <summary>
/// Runs something on a thread of its own and waits for it. Gradient mode and dispose scopes belong
/// to a thread, so a test that used await could end on another one than it began on.
/// </summary>
internal static class OtherThread
{
    public static T Run<T>(Func<T> work)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = work();
            }
            catch (Exception error)
            {
                failure = ExceptionDispatchInfo.Capture(error);
            }
        });
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }
}
