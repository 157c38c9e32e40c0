using System.Buffers;
using System.IO.Pipelines;
using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>How an answer came to its end.</summary>
internal enum AnswerEnd
{
    Whole,
    Unwanted,
    BadBlock,
    BadChecksum,
    Failed,
    Broken,
}

/// <summary>
/// Reads the blocks of one answer from the connection straight into the memory that the receiver
/// is offered; nothing of a block is offered before its checksum holds.
/// </summary>
internal sealed class AnswerReader(
    PipeReader body, AnswerRoute.Upload upload, DataPlaneLimits limits, int vectorLength)
{
    private readonly byte[] _header = new byte[AnswerBlock.HeaderBytes];
    private long _left;

    /// <param name="length">Bytes of the body.</param>
    /// <param name="cancellation">The step is over, or the sender is gone.</param>
    public async Task<AnswerEnd> ReadAsync(long length, CancellationToken cancellation)
    {
        _left = length;
        while (_left > 0)
        {
            if (_left <= AnswerBlock.HeaderBytes)
            {
                return AnswerEnd.BadBlock;
            }

            if (!await FillAsync(_header, cancellation))
            {
                return AnswerEnd.Broken;
            }

            if (!AnswerBlock.TryRead(_header, out var block) || !IsSound(block))
            {
                return AnswerEnd.BadBlock;
            }

            var end = await TakeAsync(block, cancellation);
            if (end != AnswerEnd.Whole)
            {
                return end;
            }
        }

        return AnswerEnd.Whole;
    }

    /// <summary>In the vector, in the buffer, in the body, and no crumb.</summary>
    private bool IsSound(AnswerBlock block) =>
        block.Count <= limits.BlockLength
        && block.Offset <= vectorLength - block.Count
        && block.ValueBytes <= _left
        && (block.Count >= limits.BlockLengthMin || block.ValueBytes == _left);

    private async Task<AnswerEnd> TakeAsync(AnswerBlock block, CancellationToken cancellation)
    {
        var values = await upload.RentAsync(cancellation);
        var isOffered = false;
        try
        {
            var target = FloatBytes.Of(values.AsMemory(0, block.Count));
            if (!await FillAsync(target, cancellation))
            {
                return AnswerEnd.Broken;
            }

            if (ContentHash.Of(values.AsSpan(0, block.Count)) != block.Hash)
            {
                return AnswerEnd.BadChecksum;
            }

            isOffered = true;
            return upload.Offer(block.Offset, block.Count, values)
                ? AnswerEnd.Whole
                : AnswerEnd.Unwanted;
        }
        finally
        {
            if (!isOffered)
            {
                upload.Return(values);
            }
        }
    }

    private async ValueTask<bool> FillAsync(Memory<byte> target, CancellationToken cancellation)
    {
        while (!target.IsEmpty)
        {
            var read = await body.ReadAsync(cancellation);
            var count = (int)Math.Min(read.Buffer.Length, target.Length);
            var part = read.Buffer.Slice(0, count);
            part.CopyTo(target.Span);
            body.AdvanceTo(part.End);
            target = target[count..];
            _left -= count;
            if (count == 0 && (read.IsCompleted || read.IsCanceled))
            {
                return false;
            }
        }

        return true;
    }
}
