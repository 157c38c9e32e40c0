namespace TorchSharp;

/// <summary>
/// The dispose scopes of one thread, innermost first, and what passed through them.
/// </summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? _ofThisThread;

    public static ThreadDisposeScopeStatistics Statistics => OfThisThread.Counts;

    internal static DisposeScopeManager OfThisThread => _ofThisThread ??= new();

    internal ThreadDisposeScopeStatistics Counts { get; } = new();

    internal DisposeScope? Innermost { get; set; }

    internal DisposeScope? Register(torch.Tensor tensor)
    {
        if (Innermost is not { } scope)
        {
            Counts.CreatedOutsideScopeCount++;
            return null;
        }

        Counts.CreatedInScopeCount++;
        scope.Items.Add(tensor);
        return scope;
    }

    internal DisposeScope Open() => Innermost = new DisposeScope(this, Innermost);

    /// <summary>Scopes are usually closed inside out, but one in the middle may go first.</summary>
    internal void Close(DisposeScope closed)
    {
        if (Innermost == closed)
        {
            Innermost = closed.Outer;
            return;
        }

        for (var scope = Innermost; scope is not null; scope = scope.Outer)
        {
            if (scope.Outer == closed)
            {
                scope.Outer = closed.Outer;
                return;
            }
        }
    }
}

/// <summary>Counts of tensors made and disposed on one thread.</summary>
public class ThreadDisposeScopeStatistics
{
    public long CreatedOutsideScopeCount { get; internal set; }

    public long CreatedInScopeCount { get; internal set; }

    public long DisposedInScopeCount { get; internal set; }

    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>
    /// Made on this thread and not yet disposed. A tensor that the garbage collector takes is not
    /// subtracted, so this grows where tensors are left to it outside any scope.
    /// </summary>
    public long ThreadTotalLiveCount =>
        CreatedInScopeCount - DisposedInScopeCount
        + (CreatedOutsideScopeCount - DisposedOutsideScopeCount);

    internal long DisposedOutsideScopeCount { get; set; }

    public void Reset()
    {
        CreatedOutsideScopeCount = 0;
        CreatedInScopeCount = 0;
        DisposedInScopeCount = 0;
        DisposedOutsideScopeCount = 0;
        DetachedFromScopeCount = 0;
    }
}
