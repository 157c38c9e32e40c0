namespace AkkaCoded.Codes.Kernels;

/// <summary>
/// The few operations a decode pass needs, for one element type and one width. Implementations are
/// empty structs, so the JIT compiles a pass once for each and inlines every call.
/// </summary>
internal unsafe interface ILanes<T, TVector>
    where T : unmanaged
{
    static abstract int Count { get; }

    static abstract TVector Broadcast(T value);

    static abstract TVector Load(T* source);

    static abstract void Store(TVector value, T* target);

    /// <summary>Past the caches; the target is aligned to the vector.</summary>
    static abstract void StoreStreaming(TVector value, T* target);

    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>left * right + addend, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);
}
