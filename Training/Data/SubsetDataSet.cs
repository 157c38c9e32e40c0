using AkkaCoded.Codes;

namespace AkkaCoded.Training.Data;

/// <summary>
/// A part of a data set in seeded order: how one file becomes training and test data that share no
/// sample. Owns nothing: the set underneath is disposed by whoever opened it.
/// </summary>
internal sealed class SubsetDataSet : IDataSet
{
    private readonly IDataSet _whole;
    private readonly IndexPermutation? _order;
    private readonly long _start;

    /// <param name="whole">The set underneath.</param>
    /// <param name="order">Order of its samples; null: as they lie in the file.</param>
    /// <param name="start">First sample in that order.</param>
    /// <param name="count">Number of samples.</param>
    public SubsetDataSet(IDataSet whole, IndexPermutation? order, long start, long count)
    {
        Contract.Require(start >= 0 && count > 0, "the part is not empty");
        Contract.Require(start + count <= whole.Count, "the part lies inside the set");
        _whole = whole;
        _order = order;
        _start = start;
        Count = count;
    }

    public long Count { get; }

    public IReadOnlyList<int> Shape => _whole.Shape;

    public int Classes => _whole.Classes;

    public void Read(long index, Span<float> features) => _whole.Read(Place(index), features);

    public int Label(long index) => _whole.Label(Place(index));

    public void Dispose()
    {
    }

    private long Place(long index)
    {
        Contract.Require((ulong)index < (ulong)Count, "the sample lies inside the part");
        return _order is null ? _start + index : _order[_start + index];
    }
}
