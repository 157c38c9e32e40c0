using System.Buffers;
using System.Runtime.InteropServices;

namespace AkkaCoded.Codes.Kernels;

/// <summary>
/// The inner loop of decoding: y = sum_i a_i x_i or y += sum_i a_i x_i over k answers, in float32
/// and float64. Every source is read once and the target written once, whatever k is.
/// </summary>
/// <remarks>
/// <para><b>The result is defined per element</b>, so it is the same bits for every width, number
/// of threads, block length and alignment: the sum starts with y_j (accumulate) or with the rounded
/// product a_0 x_0j (combine), then takes the remaining sources in index order, each with one fused
/// multiply-add (rounded once). Where all coefficients are 1, as in repetition codes, that is
/// exactly the plain sum in index order. (Only the payload bits of a NaN may differ.)</para>
/// <para>Streaming: call it block by block with the same coefficients and the blocks of the
/// sources; the bits are those of one call over the whole.</para>
/// <para>After the first call with a number of sources nothing is allocated. An instance serves one
/// call at a time, and owns its threads until it is disposed.</para>
/// </remarks>
public sealed unsafe class DecodeKernel : IDisposable
{
    /// <summary>From here on the target can't stay in a cache anyway, so combine writes past it.
    /// </summary>
    private const long StreamingBytesMin = 8L << 20;

    /// <summary>What one thread takes at a time, of the target.</summary>
    private const int GrainBytes = 256 * 1024;

    private readonly DecodeTeam _team;
    private readonly DecodeJob<float> _single;
    private readonly DecodeJob<double> _double;
    private MemoryHandle[] _pins = [];
    private void** _table;
    private int _tableLength;
    private int _busy;
    private bool _disposed;

    /// <summary>Makes a kernel and starts its helper threads.</summary>
    /// <param name="threads">1 .. 1024, the calling thread included; vectors below 512 KiB are
    /// always done by the caller alone.</param>
    /// <param name="width">Leave it at the widest, except to compare.</param>
    public DecodeKernel(int threads = 1, SimdWidth width = SimdWidth.Widest)
    {
        Width = SimdWidths.Resolve(width);
        _single = DecodeJob<float>.Single(Width);
        _double = DecodeJob<double>.Double(Width);
        _team = new DecodeTeam(threads);
    }

    /// <summary>Threads that a long vector is shared among, the caller included.</summary>
    public int Threads => _team.Threads;

    /// <summary>The width in use; never <see cref="SimdWidth.Widest"/>.</summary>
    public SimdWidth Width { get; }

    /// <summary>Heap bytes allocated by the helper threads, for tests.</summary>
    internal long HelperAllocatedBytes => _team.AllocatedBytes;

    /// <summary>y += sum_i a_i x_i in float32.</summary>
    /// <param name="y">The target. It may be one of the sources, but not overlap one in part.
    /// </param>
    /// <param name="coefficients">One per source; a source with coefficient 0 is still
    /// read.</param>
    /// <param name="sources">Each exactly as long as y.</param>
    /// <exception cref="InvalidOperationException">Counts or lengths differ.</exception>
    public void Accumulate(
        Span<float> y, ReadOnlySpan<float> coefficients,
        ReadOnlySpan<ReadOnlyMemory<float>> sources) =>
        RunPinned(_single, y, coefficients, sources, accumulate: true);

    /// <inheritdoc cref="Accumulate(Span{float}, ReadOnlySpan{float},
    /// ReadOnlySpan{ReadOnlyMemory{float}})"/>
    /// <summary>y += sum_i a_i x_i in float64.</summary>
    public void Accumulate(
        Span<double> y, ReadOnlySpan<double> coefficients,
        ReadOnlySpan<ReadOnlyMemory<double>> sources) =>
        RunPinned(_double, y, coefficients, sources, accumulate: true);

    /// <summary>y = sum_i a_i x_i in float32; without sources y is filled with 0.</summary>
    /// <inheritdoc cref="Accumulate(Span{float}, ReadOnlySpan{float},
    /// ReadOnlySpan{ReadOnlyMemory{float}})"/>
    public void Combine(
        Span<float> y, ReadOnlySpan<float> coefficients,
        ReadOnlySpan<ReadOnlyMemory<float>> sources) =>
        RunPinned(_single, y, coefficients, sources, accumulate: false);

    /// <summary>y = sum_i a_i x_i in float64; without sources y is filled with 0.</summary>
    /// <inheritdoc cref="Accumulate(Span{float}, ReadOnlySpan{float},
    /// ReadOnlySpan{ReadOnlyMemory{float}})"/>
    public void Combine(
        Span<double> y, ReadOnlySpan<double> coefficients,
        ReadOnlySpan<ReadOnlyMemory<double>> sources) =>
        RunPinned(_double, y, coefficients, sources, accumulate: false);

    /// <summary>y += sum_i a_i x_i over native or pinned float32 memory.</summary>
    /// <param name="y">Address of the first of <paramref name="length"/> elements.</param>
    /// <param name="length">Elements of y and of every source; 0 or more.</param>
    /// <param name="coefficients">One per source.</param>
    /// <param name="sources">As many addresses, each of <paramref name="length"/> elements, which
    /// must stay where they are until the call returns.</param>
    /// <exception cref="InvalidOperationException">Counts differ, or an address is 0.</exception>
    public void Accumulate(
        nint y, nint length, ReadOnlySpan<float> coefficients, ReadOnlySpan<nint> sources) =>
        RunNative(_single, y, length, coefficients, sources, accumulate: true);

    /// <summary>y += sum_i a_i x_i over native or pinned float64 memory.</summary>
    /// <inheritdoc cref="Accumulate(nint, nint, ReadOnlySpan{float}, ReadOnlySpan{nint})"/>
    public void Accumulate(
        nint y, nint length, ReadOnlySpan<double> coefficients, ReadOnlySpan<nint> sources) =>
        RunNative(_double, y, length, coefficients, sources, accumulate: true);

    /// <summary>y = sum_i a_i x_i over native or pinned float32 memory.</summary>
    /// <inheritdoc cref="Accumulate(nint, nint, ReadOnlySpan{float}, ReadOnlySpan{nint})"/>
    public void Combine(
        nint y, nint length, ReadOnlySpan<float> coefficients, ReadOnlySpan<nint> sources) =>
        RunNative(_single, y, length, coefficients, sources, accumulate: false);

    /// <summary>y = sum_i a_i x_i over native or pinned float64 memory.</summary>
    /// <inheritdoc cref="Accumulate(nint, nint, ReadOnlySpan{float}, ReadOnlySpan{nint})"/>
    public void Combine(
        nint y, nint length, ReadOnlySpan<double> coefficients, ReadOnlySpan<nint> sources) =>
        RunNative(_double, y, length, coefficients, sources, accumulate: false);

    /// <summary>Stops the threads; the kernel can't be used afterwards.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _team.Dispose();
            NativeMemory.Free(_table);
        }
    }

    private void RunPinned<T>(
        DecodeJob<T> job, Span<T> y, ReadOnlySpan<T> coefficients,
        ReadOnlySpan<ReadOnlyMemory<T>> sources, bool accumulate)
        where T : unmanaged
    {
        Contract.Require(
            sources.Length == coefficients.Length, "there is one coefficient per source");
        foreach (var source in sources)
        {
            Contract.Require(source.Length == y.Length, "every source is as long as the target");
        }

        Enter();
        var pinned = 0;
        try
        {
            Reserve(sources.Length);
            for (; pinned < sources.Length; pinned++)
            {
                _pins[pinned] = sources[pinned].Pin();
                _table[pinned] = _pins[pinned].Pointer;
            }

            fixed (T* target = y)
            {
                RunJob(job, target, y.Length, coefficients, (T**)_table, accumulate);
            }
        }
        finally
        {
            while (pinned > 0)
            {
                _pins[--pinned].Dispose();
            }

            Volatile.Write(ref _busy, 0);
        }
    }

    private void RunNative<T>(
        DecodeJob<T> job, nint y, nint length, ReadOnlySpan<T> coefficients,
        ReadOnlySpan<nint> sources, bool accumulate)
        where T : unmanaged
    {
        Contract.Require(length >= 0, "a length is not negative");
        Contract.Require(
            sources.Length == coefficients.Length, "there is one coefficient per source");
        Contract.Require(
            length == 0 || (y != 0 && !sources.Contains(0)), "no address is null");
        Enter();
        try
        {
            fixed (nint* table = sources)
            {
                RunJob(job, (T*)y, length, coefficients, (T**)table, accumulate);
            }
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    private void RunJob<T>(
        DecodeJob<T> job, T* y, nint length, ReadOnlySpan<T> coefficients, T** sources,
        bool accumulate)
        where T : unmanaged
    {
        if (length == 0 || (coefficients.Length == 0 && accumulate))
        {
            return;
        }

        if (coefficients.Length == 0)
        {
            NativeMemory.Clear(y, (nuint)length * (nuint)sizeof(T));
            return;
        }

        fixed (T* scales = coefficients)
        {
            job.Target = y;
            job.Sources = sources;
            job.Coefficients = scales;
            job.Count = coefficients.Length;
            job.Accumulate = accumulate;
            job.Streaming = !accumulate
                && (long)length * sizeof(T) >= StreamingBytesMin
                && (nuint)y % (nuint)sizeof(T) == 0;
            _team.Run(job, length, GrainBytes / sizeof(T));
        }
    }

    private void Enter()
    {
        Contract.Require(!_disposed, "a disposed kernel decodes nothing");
        Contract.Require(
            Interlocked.Exchange(ref _busy, 1) == 0, "a kernel serves one call at a time");
    }

    private void Reserve(int sources)
    {
        if (_tableLength < sources)
        {
            var length = Math.Max(16, sources * 2);
            _table = (void**)NativeMemory.Realloc(_table, (nuint)(length * sizeof(void*)));
            _pins = new MemoryHandle[length];
            _tableLength = length;
        }
    }
}
