namespace AkkaCoded.Training.Data;

/// <summary>
/// Draws one handwriting-like digit: a way of writing it, bent by a smooth warp (a shaky hand),
/// turned, slanted, stretched and shifted, with a pen of varying width, then pixel noise. Which
/// image sample i is follows from (seed, i) alone.
/// </summary>
internal sealed class GlyphRenderer(int size, double noise)
{
    private readonly List<(double X, double Y, double U, double V)> _segments = [];

    /// <summary>Draws the digit as bytes, 0 paper to 255 ink, row by row.</summary>
    public void Draw(KeyedRandom random, int digit, Span<byte> pixels)
    {
        var ways = GlyphStrokes.Digits[digit];
        var strokes = ways[(int)(random.Uniform(0) * ways.Count)];
        Place(random, strokes);
        var width = random.Uniform(1, .030, .065);
        var ink = random.Uniform(2, .75, 1.0);
        var blur = .6 / size;
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                var distance = Distance((column + .5) / size, (row + .5) / size);
                var cover = Math.Clamp(((width - distance) / (2 * blur)) + .5, 0.0, 1.0);
                var pixel = (row * size) + column;
                var value = (ink * cover) + (noise * random.Normal((ulong)(1000 + pixel)));
                pixels[pixel] = (byte)Math.Clamp((int)Math.Round(255 * value), 0, 255);
            }
        }
    }

    private void Place(KeyedRandom random, (double X, double Y)[][] strokes)
    {
        var move = new Placement(random);
        _segments.Clear();
        foreach (var stroke in strokes)
        {
            var (x, y) = move.Apply(stroke[0]);
            for (var i = 1; i < stroke.Length; i++)
            {
                var (u, v) = move.Apply(stroke[i]);
                _segments.Add((x, y, u, v));
                (x, y) = (u, v);
            }
        }
    }

    private double Distance(double x, double y)
    {
        var nearest = double.MaxValue;
        foreach (var (ax, ay, bx, by) in _segments)
        {
            var (dx, dy) = (bx - ax, by - ay);
            var along = ((x - ax) * dx) + ((y - ay) * dy);
            var length = (dx * dx) + (dy * dy);
            var t = length > 0 ? Math.Clamp(along / length, 0.0, 1.0) : 0.0;
            var (ex, ey) = (ax + (t * dx) - x, ay + (t * dy) - y);
            nearest = Math.Min(nearest, (ex * ex) + (ey * ey));
        }

        return Math.Sqrt(nearest);
    }

    /// <summary>The warp and the affine map of one sample.</summary>
    private readonly struct Placement
    {
        private readonly double _xx;
        private readonly double _xy;
        private readonly double _yx;
        private readonly double _yy;
        private readonly double _shiftX;
        private readonly double _shiftY;
        private readonly double _warpX;
        private readonly double _warpY;
        private readonly double _phaseX;
        private readonly double _phaseY;

        public Placement(KeyedRandom random)
        {
            var angle = random.Uniform(10, -.30, .30);
            var slant = random.Uniform(11, -.35, .35);
            var (wide, high) = (random.Uniform(12, .70, 1.10), random.Uniform(13, .75, 1.10));
            var (cos, sin) = (Math.Cos(angle), Math.Sin(angle));
            (_xx, _xy) = (wide * cos, high * ((slant * cos) - sin));
            (_yx, _yy) = (wide * sin, high * ((slant * sin) + cos));
            (_shiftX, _shiftY) = (random.Uniform(14, -.10, .10), random.Uniform(15, -.10, .10));
            (_warpX, _warpY) = (random.Uniform(16, -.06, .06), random.Uniform(17, -.06, .06));
            (_phaseX, _phaseY) = (random.Uniform(18, 0, 6.3), random.Uniform(19, 0, 6.3));
        }

        public (double X, double Y) Apply((double X, double Y) point)
        {
            var x = point.X - .5 + (_warpX * Math.Sin((6 * point.Y) + _phaseX));
            var y = point.Y - .5 + (_warpY * Math.Sin((6 * point.X) + _phaseY));
            return (.5 + _shiftX + (_xx * x) + (_xy * y), .5 + _shiftY + (_yx * x) + (_yy * y));
        }
    }
}
