using System.Collections;
using TorchSharp.Interop;

namespace TorchSharp.Utils;

/// <summary>
/// Reads and writes the elements of a CPU tensor in place, in row-major order whatever its
/// strides. It keeps the tensor object alive, but a disposed tensor's memory is gone.
/// </summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly nint _data;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;
    private readonly torch.Tensor _tensor;

    internal TensorAccessor(torch.Tensor tensor)
    {
        var info = tensor.Info;
        _tensor = tensor;
        _data = tensor.CpuData(info);
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = info.IsContiguous != 0;
        Count = info.Elements;
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    public unsafe T this[params long[] indices]
    {
        get
        {
            var value = ((T*)_data)[Offset(indices)];
            GC.KeepAlive(_tensor);
            return value;
        }

        set
        {
            ((T*)_data)[Offset(indices)] = value;
            GC.KeepAlive(_tensor);
        }
    }

    public T[] ToArray()
    {
        var array = new T[Count];
        CopyTo(array);
        return array;
    }

    /// <summary>
    /// Copies from element <paramref name="tensorIndex"/> on, while there is room.
    /// </summary>
    public unsafe void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        if (_contiguous && count > 0)
        {
            new ReadOnlySpan<T>((T*)_data + tensorIndex, count).CopyTo(array.AsSpan(arrayIndex));
        }
        else
        {
            for (var i = 0; i < count; i++)
            {
                array[arrayIndex + i] = ((T*)_data)[Offset(tensorIndex + i)];
            }
        }

        GC.KeepAlive(_tensor);
    }

    public unsafe void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var count = (int)Math.Min(array.Length - arrayIndex, Count - tensorIndex);
        if (_contiguous && count > 0)
        {
            array.AsSpan(arrayIndex, count).CopyTo(new Span<T>((T*)_data + tensorIndex, count));
        }
        else
        {
            for (var i = 0; i < count; i++)
            {
                ((T*)_data)[Offset(tensorIndex + i)] = array[arrayIndex + i];
            }
        }

        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    public void Dispose()
    {
        // The tensor belongs to whoever made it; the accessor owns nothing.
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private long Offset(long[] indices) =>
        indices.Length == 1 ? Offset(indices[0]) : OffsetOf(indices);

    private long Offset(long index)
    {
        if (index < 0 || index >= Count)
        {
            throw new IndexOutOfRangeException($"{index} is not in 0..{Count - 1}");
        }

        if (_contiguous)
        {
            return index;
        }

        long offset = 0;
        for (var d = _shape.Length - 1; d >= 0; d--)
        {
            index = Math.DivRem(index, _shape[d], out var place);
            offset += place * _strides[d];
        }

        return offset;
    }

    private long OffsetOf(long[] indices)
    {
        if (indices.Length != _shape.Length)
        {
            throw new ArgumentException(
                $"{indices.Length} indices for a tensor of {_shape.Length} dimensions");
        }

        long offset = 0;
        for (var d = 0; d < indices.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= _shape[d])
            {
                throw new IndexOutOfRangeException(
                    $"{indices[d]} is not in 0..{_shape[d] - 1} of dimension {d}");
            }

            offset += indices[d] * _strides[d];
        }

        return offset;
    }
}
