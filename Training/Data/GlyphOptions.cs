using AkkaCoded.Codes;

namespace AkkaCoded.Training.Data;

/// <summary>The digit images drawn by the program itself; <c>coded.data.glyphs</c>.</summary>
public sealed record GlyphOptions
{
    /// <summary>Seed of the images.</summary>
    public required long Seed { get; init; }

    /// <summary>Height and width in pixels.</summary>
    public required int Size { get; init; }

    /// <summary>Standard deviation of the pixel noise, of full ink.</summary>
    public required double Noise { get; init; }

    /// <summary>Training samples.</summary>
    public required int Train { get; init; }

    /// <summary>Test samples; they follow the training samples in the sequence.</summary>
    public required int Test { get; init; }

    /// <summary>Checks each value.</summary>
    /// <exception cref="InvalidInputException">CDL-0210: a value outside its range.</exception>
    public GlyphOptions Validate()
    {
        const string key = "coded.data.glyphs.";
        Check.Whole("CDL-0210", key + "size", Size, 8, 64);
        Check.Real("CDL-0210", key + "noise", Noise, 0, 1);
        Check.Whole("CDL-0210", key + "train", Train, 1, 500_000);
        Check.Whole("CDL-0210", key + "test", Test, 1, 500_000);
        return this;
    }
}
