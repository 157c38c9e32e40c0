using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace AkkaCoded.Codes.Kernels;

/// <summary>
/// One sweep over a tile: to = from + sum_i a_i x_i for up to
/// <see cref="SourcesMax"/> sources. Each element starts at from (or at the rounded product
/// a_0 x_0 where there is no from) and takes the sources in index order, each with one fused
/// multiply-add. That order is the whole definition of the result: width, tile and thread only
/// decide which elements are worked on together.
/// </summary>
internal static unsafe class FusedPass<T, TVector, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>
    /// Eight streams keep the memory busy and still fit the prefetchers; measured against 1, 2 and
    /// 4 at d = 16 million, where fewer sources per sweep read and write the sum more often.
    /// </summary>
    public const int SourcesMax = 8;

    private const int AheadBytes = 256;

    /// <param name="from">What the sum starts with, or null to start with the first product.
    /// </param>
    /// <param name="to">Where the sum goes; may equal from.</param>
    /// <param name="sources">One pointer per source.</param>
    /// <param name="coefficients">One per source.</param>
    /// <param name="offset">Added to every source pointer, elements.</param>
    /// <param name="count">Sources, 0 .. 8; at least 1 without from.</param>
    /// <param name="length">Elements.</param>
    /// <param name="streaming">Whether to write past the caches; to is then aligned.</param>
    public static void Run(
        T* from, T* to, T** sources, T* coefficients, nint offset, int count, nint length,
        bool streaming)
    {
        var element = FourVectors(
            from, to, sources, coefficients, offset, count, length, streaming);
        for (; element < length; element++)
        {
            var first = 0;
            T sum;
            if (from is not null)
            {
                sum = from[element];
            }
            else
            {
                sum = coefficients[0] * sources[0][offset + element];
                first = 1;
            }

            for (var i = first; i < count; i++)
            {
                sum = T.FusedMultiplyAdd(coefficients[i], sources[i][offset + element], sum);
            }

            to[element] = sum;
        }
    }

    /// <summary>Four vectors at a time hide the latency of the additions.</summary>
    private static nint FourVectors(
        T* from, T* to, T** sources, T* coefficients, nint offset, int count, nint length,
        bool streaming)
    {
        nint width = TLanes.Count;
        nint element = 0;
        for (; element + (4 * width) <= length; element += 4 * width)
        {
            TVector sum0, sum1, sum2, sum3;
            var first = 0;
            if (from is not null)
            {
                var start = from + element;
                sum0 = TLanes.Load(start);
                sum1 = TLanes.Load(start + width);
                sum2 = TLanes.Load(start + (2 * width));
                sum3 = TLanes.Load(start + (3 * width));
            }
            else
            {
                var start = sources[0] + offset + element;
                var scale = TLanes.Broadcast(coefficients[0]);
                sum0 = TLanes.Multiply(scale, TLanes.Load(start));
                sum1 = TLanes.Multiply(scale, TLanes.Load(start + width));
                sum2 = TLanes.Multiply(scale, TLanes.Load(start + (2 * width)));
                sum3 = TLanes.Multiply(scale, TLanes.Load(start + (3 * width)));
                first = 1;
                Prefetch(start);
            }

            for (var i = first; i < count; i++)
            {
                var x = sources[i] + offset + element;
                var scale = TLanes.Broadcast(coefficients[i]);
                Prefetch(x);
                sum0 = TLanes.MultiplyAdd(scale, TLanes.Load(x), sum0);
                sum1 = TLanes.MultiplyAdd(scale, TLanes.Load(x + width), sum1);
                sum2 = TLanes.MultiplyAdd(scale, TLanes.Load(x + (2 * width)), sum2);
                sum3 = TLanes.MultiplyAdd(scale, TLanes.Load(x + (3 * width)), sum3);
            }

            StoreFour(to + element, streaming, sum0, sum1, sum2, sum3);
        }

        return element;
    }

    /// <summary>
    /// Asks for the lines a little further on in this source: the processor's own prefetchers
    /// share their attention among the streams, and start anew at every page.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(T* x)
    {
        if (Sse.IsSupported)
        {
            var ahead = (byte*)x + AheadBytes;
            for (var line = 0; line < 4 * TLanes.Count * sizeof(T); line += 64)
            {
                Sse.Prefetch0(ahead + line);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreFour(
        T* to, bool streaming, TVector sum0, TVector sum1, TVector sum2, TVector sum3)
    {
        nint width = TLanes.Count;
        if (streaming)
        {
            TLanes.StoreStreaming(sum0, to);
            TLanes.StoreStreaming(sum1, to + width);
            TLanes.StoreStreaming(sum2, to + (2 * width));
            TLanes.StoreStreaming(sum3, to + (3 * width));
        }
        else
        {
            TLanes.Store(sum0, to);
            TLanes.Store(sum1, to + width);
            TLanes.Store(sum2, to + (2 * width));
            TLanes.Store(sum3, to + (3 * width));
        }
    }
}
