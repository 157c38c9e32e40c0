using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Decoding;

/// <summary>An answer that is decoded, and its factor in the sum.</summary>
/// <param name="Key">Which answer; one per partition.</param>
/// <param name="Coefficient">Its factor, rounded to float32 for the sum.</param>
internal readonly record struct Winner(AnswerKey Key, double Coefficient);

/// <summary>What a decode took.</summary>
/// <param name="Number">What <see cref="StreamingDecode.Begin"/> returned.</param>
/// <param name="DecodeSeconds">Time spent combining, over all threads.</param>
/// <param name="AfterLastSeconds">From the moment when nothing was waited for any more until the
/// sum was there: the part of the decode that did not overlap the transfer.</param>
internal readonly record struct DecodeDone(
    long Number, double DecodeSeconds, double AfterLastSeconds);

/// <summary>Blocks that were not taken, since the decoder was made.</summary>
/// <param name="Unwanted">No decode is open, or the answer is none of its winners.</param>
/// <param name="Outside">Empty, or not inside the vector.</param>
/// <param name="Doubled">Some value of it was there already.</param>
/// <param name="Crumbs">The answer came in so many pieces that keeping track of them would cost
/// more memory than the values.</param>
internal readonly record struct RefusedBlocks(
    long Unwanted, long Outside, long Doubled, long Crumbs)
{
    /// <summary>All of them.</summary>
    public long Total => Unwanted + Outside + Doubled + Crumbs;
}
