namespace AkkaCoded.Training.Optimizers;

/// <summary>Clipping by the 2-norm. It is not linear, so it comes after decoding.</summary>
internal static class GradientClipping
{
    /// <summary>
    /// Scales the vector down to <paramref name="norm"/>; returns its norm before.
    /// </summary>
    public static double Apply(Span<float> gradient, double norm)
    {
        var before = Norm(gradient);
        if (norm > 0 && before > norm)
        {
            var scale = (float)(norm / before);
            foreach (ref var value in gradient)
            {
                value *= scale;
            }
        }

        return before;
    }

    /// <summary>2-norm, summed in float64.</summary>
    public static double Norm(ReadOnlySpan<float> vector)
    {
        var sum = 0.0;
        foreach (var value in vector)
        {
            sum += (double)value * value;
        }

        return Math.Sqrt(sum);
    }
}
