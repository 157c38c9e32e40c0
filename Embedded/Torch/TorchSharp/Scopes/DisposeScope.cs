namespace TorchSharp;

public static partial class torch
{
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.OfThisThread.Open();

    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}

/// <summary>Disposes every tensor made while it was the thread's innermost scope.</summary>
public class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager _manager;

    internal DisposeScope(DisposeScopeManager manager, DisposeScope? outer)
    {
        _manager = manager;
        Outer = outer;
    }

    public IReadOnlyList<IDisposable> DisposablesView => [.. Items];

    public int DisposablesCount => Items.Count;

    internal DisposeScope? Outer { get; set; }

    internal HashSet<IDisposable> Items { get; private set; } =
        new(ReferenceEqualityComparer.Instance);

    public bool Contains(IDisposable disposable) => Items.Contains(disposable);

    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        Move(disposable);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => Each(disposables, Move);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => Each(disposables, Move);

    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        Free(disposable);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable => (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable => (Detach(first), Detach(second), Detach(third));

    public void Detach(params IDisposable[] disposables) => Each(disposables, Free);

    public void Detach(IEnumerable<IDisposable> disposables) => Each(disposables, Free);

    public void DisposeEverything() => DisposeEverythingBut([]);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var kept = inKeep.ToHashSet<IDisposable>(ReferenceEqualityComparer.Instance);
        var old = Items;
        Items = kept;
        foreach (var item in old)
        {
            if (!kept.Contains(item))
            {
                Dispose(item);
            }
        }
    }

    public void DisposeEverythingBut(params IDisposable[] keep) =>
        DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut([keep]);
        return keep;
    }

    public (T1 first, T2 second) DisposeEverythingBut<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        DisposeEverythingBut([first, second]);
        return (first, second);
    }

    public (T1 first, T2 second, T3 third) DisposeEverythingBut<T1, T2, T3>(
        T1 first, T2 second, T3 third)
        where T1 : IDisposable
        where T2 : IDisposable
        where T3 : IDisposable
    {
        DisposeEverythingBut([first, second, third]);
        return (first, second, third);
    }

    /// <summary>Told by a tensor that is disposed by itself, before its scope ends.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        _manager.Counts.DisposedInScopeCount++;
        Items.Remove(disposable);
        SetOwner(disposable, null);
    }

    public void Dispose()
    {
        DisposeEverything();
        _manager.Close(this);
    }

    private static void Each(IEnumerable<IDisposable> disposables, Action<IDisposable> action)
    {
        foreach (var disposable in disposables)
        {
            action(disposable);
        }
    }

    private static void SetOwner(IDisposable disposable, DisposeScope? scope)
    {
        if (disposable is torch.Tensor tensor)
        {
            tensor.OwningDisposeScope = scope;
        }
    }

    private void Move(IDisposable disposable)
    {
        if (!Items.Remove(disposable))
        {
            return;
        }

        SetOwner(disposable, Outer);
        if (Outer is null)
        {
            _manager.Counts.DetachedFromScopeCount++;
        }
        else
        {
            Outer.Items.Add(disposable);
        }
    }

    private void Free(IDisposable disposable)
    {
        if (Items.Remove(disposable))
        {
            _manager.Counts.DetachedFromScopeCount++;
            SetOwner(disposable, null);
        }
    }

    private void Dispose(IDisposable item)
    {
        if (item is not torch.Tensor { IsInvalid: true })
        {
            _manager.Counts.DisposedInScopeCount++;
        }

        // The tensor needs not call back: it is no longer in the set.
        SetOwner(item, null);
        if (item is torch.Tensor tensor)
        {
            tensor.Release();
        }
        else
        {
            item.Dispose();
        }
    }
}
