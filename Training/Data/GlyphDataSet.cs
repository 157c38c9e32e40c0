namespace AkkaCoded.Training.Data;

/// <summary>
/// <c>glyphs</c>: digit images that need no download, so that a fresh machine has something real to
/// learn. Sample i is an image of a seeded class; training and test data are ranges of the same
/// endless sequence. Kept as a byte per pixel.
/// </summary>
internal sealed class GlyphDataSet : IDataSet
{
    private const ulong Stream = 0x474C5950;
    private readonly byte[] _pixels;
    private readonly byte[] _labels;
    private readonly int _width;

    /// <param name="seed">Seed of the sequence.</param>
    /// <param name="first">First sample of the sequence.</param>
    /// <param name="count">Number of samples.</param>
    /// <param name="size">Height and width in pixels.</param>
    /// <param name="noise">Standard deviation of the pixel noise, of full ink.</param>
    public GlyphDataSet(long seed, long first, int count, int size, double noise)
    {
        _width = size * size;
        _pixels = new byte[count * _width];
        _labels = new byte[count];
        Shape = [1, size, size];
        var renderer = new GlyphRenderer(size, noise);
        for (var i = 0; i < count; i++)
        {
            var random = new KeyedRandom((ulong)seed, Stream, (ulong)(first + i));
            _labels[i] = (byte)(random.Uniform(999) * 10);
            renderer.Draw(random, _labels[i], _pixels.AsSpan(i * _width, _width));
        }
    }

    public long Count => _labels.Length;

    public IReadOnlyList<int> Shape { get; }

    public int Classes => 10;

    public void Read(long index, Span<float> features)
    {
        var pixels = _pixels.AsSpan(checked((int)(index * _width)), _width);
        for (var i = 0; i < pixels.Length; i++)
        {
            features[i] = pixels[i];
        }
    }

    public int Label(long index) => _labels[index];

    public void Dispose()
    {
    }
}
