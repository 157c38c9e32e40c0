using System.Numerics;

namespace AkkaCoded.Codes.Kernels;

/// <summary>Work that a <see cref="DecodeTeam"/> splits into ranges.</summary>
internal interface IRangeJob
{
    /// <summary>Does start .. end - 1; scratch is the thread's own aligned memory.</summary>
    void Run(nint start, nint end, nint scratch);
}

/// <summary>What a decode job is given; one object per element type, used again and again.
/// </summary>
internal abstract unsafe class DecodeJob<T> : IRangeJob
    where T : unmanaged
{
    public T* Target { get; set; }

    public T** Sources { get; set; }

    public T* Coefficients { get; set; }

    public int Count { get; set; }

    /// <summary>Whether the target is a summand too, or only written.</summary>
    public bool Accumulate { get; set; }

    /// <summary>Whether the target is written past the caches.</summary>
    public bool Streaming { get; set; }

    public abstract void Run(nint start, nint end, nint scratch);

    public static DecodeJob<float> Single(SimdWidth width) => width switch
    {
        SimdWidth.Vector512 => new DecodeJob<
            float, System.Runtime.Intrinsics.Vector512<float>, Single512>(),
        SimdWidth.Vector256 => new DecodeJob<
            float, System.Runtime.Intrinsics.Vector256<float>, Single256>(),
        _ => new DecodeJob<float, float, SingleScalar>(),
    };

    public static DecodeJob<double> Double(SimdWidth width) => width switch
    {
        SimdWidth.Vector512 => new DecodeJob<
            double, System.Runtime.Intrinsics.Vector512<double>, Double512>(),
        SimdWidth.Vector256 => new DecodeJob<
            double, System.Runtime.Intrinsics.Vector256<double>, Double256>(),
        _ => new DecodeJob<double, double, DoubleScalar>(),
    };
}

/// <summary>
/// Goes through its range in tiles. Where there are more sources than one pass takes, the partial
/// sum of a tile waits in scratch memory that stays in the second-level cache, so memory sees every
/// source once and the target once, however many sources there are.
/// </summary>
internal sealed unsafe class DecodeJob<T, TVector, TLanes> : DecodeJob<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<T, TVector>
{
    private static readonly nint TileElements = DecodeTeam.ScratchBytes / sizeof(T);

    public override void Run(nint start, nint end, nint scratch)
    {
        var head = Math.Min(end - start, ElementsToAlignment(Target + start));
        if (head > 0)
        {
            Tile(start, head, (T*)scratch, streaming: false);
            start += head;
        }

        for (; start < end; start += TileElements)
        {
            Tile(start, Math.Min(TileElements, end - start), (T*)scratch, Streaming);
        }

        if (Streaming)
        {
            // Streaming stores are weakly ordered; whoever waits for the job must see them.
            Interlocked.MemoryBarrier();
        }
    }

    private void Tile(nint start, nint length, T* scratch, bool streaming)
    {
        const int sourcesMax = FusedPass<T, TVector, TLanes>.SourcesMax;
        var target = Target + start;
        var from = Accumulate ? target : null;
        var done = 0;
        while (Count - done > sourcesMax)
        {
            FusedPass<T, TVector, TLanes>.Run(
                from, scratch, Sources + done, Coefficients + done, start, sourcesMax, length,
                streaming: false);
            from = scratch;
            done += sourcesMax;
        }

        FusedPass<T, TVector, TLanes>.Run(
            from, target, Sources + done, Coefficients + done, start, Count - done, length,
            streaming);
    }

    private static nint ElementsToAlignment(T* target)
    {
        var past = (nint)((nuint)target % DecodeTeam.Alignment);
        return past == 0 ? 0 : ((nint)DecodeTeam.Alignment - past) / sizeof(T);
    }
}
