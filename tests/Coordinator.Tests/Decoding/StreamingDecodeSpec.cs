using System.Runtime.InteropServices;
using AkkaCoded.Coordinator.Decoding;

namespace AkkaCoded.Coordinator.Tests.Decoding;

public sealed class StreamingDecodeSpec
{
    private readonly List<DecodeDone> _done = [];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Sum_must_be_the_plain_one_bit_by_bit_whatever_pieces_come_in_whatever_order(
        int seed)
    {
        var @case = DecodeCase.Draw(seed);
        using var decode = Decoder(@case.Random.Next(1, 90));
        for (var step = 0; step < 3; step++)
        {
            var winners = @case.Winners();
            var target = Dirty(@case.Length);
            var number = decode.Begin(target, winners);
            foreach (var piece in @case.Shuffled(winners))
            {
                Assert.Equal(step, _done.Count);
                Assert.True(decode.Offer(piece.Key, piece.Offset, piece.Values), $"seed {seed}");
            }

            Assert.Equal(number, _done[step].Number);
            AssertSameBits(@case.Sum(winners), target, seed);
        }

        Assert.Equal(0, decode.Refused.Total);
    }

    [Fact]
    public void Repetition_must_give_the_sum_that_adding_one_after_the_other_gives()
    {
        var @case = DecodeCase.Draw(3);
        using var decode = Decoder(16);
        Winner[] winners = [.. Enumerable.Range(0, @case.Code.Workers)
            .Select(worker => new Winner(DecodeCase.Key(worker), 1))];
        @case.Answers[0][0] = -0f;
        @case.Answers[1][0] = -0f;
        var expected = new float[@case.Length];
        foreach (var answer in @case.Answers)
        {
            for (var i = 0; i < expected.Length; i++)
            {
                expected[i] += answer[i];
            }
        }

        var target = Dirty(@case.Length);
        decode.Begin(target, winners);
        OfferAll(decode, @case.Shuffled(winners));
        AssertSameBits(expected, target, 3);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Replacement_must_keep_final_blocks_and_take_the_rest_from_the_new_winners(int seed)
    {
        var @case = DecodeCase.Draw(seed);
        var blockLength = @case.Random.Next(1, 90);
        using var decode = Decoder(blockLength);
        var before = @case.Winners();
        var target = Dirty(@case.Length);
        decode.Begin(target, before);
        var pieces = @case.Shuffled(before);
        var sent = pieces[..@case.Random.Next(pieces.Length)];
        OfferAll(decode, sent);
        var lost = before[@case.Random.Next(before.Length)].Key.Partition;
        // A code that cannot lose anyone asks the same worker again.
        var after = @case.Code.Tolerance > 0
            ? @case.Winners(lost)
            : [.. before.Select(w => w.Key.Partition == lost
                ? w with { Key = w.Key with { Attempt = 1 } }
                : w)];
        decode.Replace(after);
        foreach (var winner in after)
        {
            OfferRest(decode, @case, winner, sent);
        }

        Assert.Single(_done);
        for (var i = 0; i < @case.Length; i++)
        {
            var wasFinal = IsFinal(@case, before, sent, i / blockLength * blockLength, blockLength);
            var expected = @case.Sum(wasFinal ? before : after, i);
            Assert.True(
                BitConverter.SingleToInt32Bits(expected)
                    == BitConverter.SingleToInt32Bits(target[i]),
                $"seed {seed}, element {i}, final {wasFinal}: {target[i]} is not {expected}");
        }
    }

    [Fact]
    public void Replacement_must_end_the_decode_when_the_stayers_have_sent_all()
    {
        using var decode = Decoder(4);
        var values = new float[] { 1, 2, 3, 4, 5, 6 };
        var target = new float[6];
        decode.Begin(target, [new(DecodeCase.Key(0), 1), new(DecodeCase.Key(1), 1)]);
        Assert.True(decode.Offer(DecodeCase.Key(0), 0, values));
        Assert.Equal(0, decode.MissingValues(DecodeCase.Key(0)));
        Assert.Equal(6, decode.MissingValues(DecodeCase.Key(1)));
        Assert.Empty(_done);
        decode.Replace([new(DecodeCase.Key(0), 2)]);
        Assert.Single(_done);
        Assert.Equal([2, 4, 6, 8, 10, 12], target);
        Assert.False(decode.Offer(DecodeCase.Key(1), 0, values));
    }

    [Fact]
    public void Blocks_that_lie_must_be_refused_and_counted()
    {
        using var decode = Decoder(4);
        var (key, values) = (DecodeCase.Key(2), new float[10].AsMemory());
        Assert.False(decode.Offer(key, 0, values));
        decode.Begin(new float[10], [new(key, 1)]);
        Assert.False(decode.Offer(DecodeCase.Key(1), 0, values));
        Assert.False(decode.Offer(DecodeCase.Key(2, attempt: 1), 0, values));
        Assert.False(decode.Offer(key with { Step = key.Step with { Step = 8 } }, 0, values));
        Assert.Equal(new RefusedBlocks(4, 0, 0, 0), decode.Refused);
        Assert.False(decode.Offer(key, -1, values[..3]));
        Assert.False(decode.Offer(key, 1, values));
        Assert.False(decode.Offer(key, 10, values[..1]));
        Assert.False(decode.Offer(key, int.MaxValue, values));
        Assert.False(decode.Offer(key, 0, new float[11]));
        Assert.False(decode.Offer(key, 3, default));
        Assert.Equal(new RefusedBlocks(4, 6, 0, 0), decode.Refused);
        Assert.True(decode.Offer(key, 4, values[..2]));
        Assert.False(decode.Offer(key, 4, values[..2]));
        Assert.False(decode.Offer(key, 0, values));
        Assert.False(decode.Offer(key, 3, values[..2]));
        Assert.False(decode.Offer(key, 5, values[..1]));
        Assert.Equal(new RefusedBlocks(4, 6, 4, 0), decode.Refused);
        Assert.Empty(_done);
        Assert.True(decode.Offer(key, 0, values[..4]));
        Assert.True(decode.Offer(key, 6, values[..4]));
        Assert.Single(_done);
    }

    [Fact]
    public void Crumbs_must_be_refused_when_they_would_cost_more_than_the_values()
    {
        using var decode = Decoder(1000);
        decode.Begin(new float[1000], [new(DecodeCase.Key(0), 1)]);
        var one = new float[1];
        var taken = Enumerable.Range(0, 1000).Count(i => decode.Offer(DecodeCase.Key(0), i, one));
        Assert.Equal(WinnerParts.PiecesPerBlockMax, taken);
        Assert.Equal(1000 - taken, decode.Refused.Crumbs);
    }

    [Fact]
    public void End_must_let_go_of_the_answers()
    {
        using var decode = Decoder(4);
        var target = new float[8];
        decode.Begin(target, [new(DecodeCase.Key(0), 1), new(DecodeCase.Key(1), 1)]);
        var answer = Offered(decode);
        decode.End();
        Assert.False(decode.Offer(DecodeCase.Key(1), 0, new float[8]));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.False(answer.TryGetTarget(out _));
        Assert.All(target, value => Assert.Equal(0, value));
        Assert.Empty(_done);
    }

    [Fact]
    public void Times_must_tell_the_whole_decode_from_what_came_after_the_last_byte()
    {
        var clock = new SteppingClock();
        DecodeDone done = default;
        using var decode = new StreamingDecode(report => done = report, clock, blockLength: 4);
        decode.Begin(new float[12], [new(DecodeCase.Key(0), 1)]);
        decode.Offer(DecodeCase.Key(0), 0, new float[4]);
        Assert.Equal(default, done);
        decode.Offer(DecodeCase.Key(0), 4, new float[8]);
        // Each reading of the clock is a second later. A block takes from one to the next reading.
        Assert.Equal(3, done.DecodeSeconds);
        Assert.Equal(5, done.AfterLastSeconds);
    }

    [System.Runtime.CompilerServices.MethodImpl(
        System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference<float[]> Offered(StreamingDecode decode)
    {
        var answer = new float[8];
        Assert.True(decode.Offer(DecodeCase.Key(0), 0, answer));
        return new WeakReference<float[]>(answer);
    }

    private static void OfferAll(StreamingDecode decode, IEnumerable<DecodeCase.Piece> pieces)
    {
        foreach (var piece in pieces)
        {
            Assert.True(decode.Offer(piece.Key, piece.Offset, piece.Values));
        }
    }

    /// <summary>Sends value by value what was not sent: cuts of the same answer may differ.
    /// </summary>
    private static void OfferRest(
        StreamingDecode decode, DecodeCase @case, Winner winner, DecodeCase.Piece[] sent)
    {
        var mine = sent.Where(piece => piece.Key == winner.Key).OrderBy(p => p.Offset);
        var at = 0;
        foreach (var piece in mine.Append(new(winner.Key, @case.Length, default)))
        {
            if (piece.Offset > at)
            {
                decode.Offer(winner.Key, at, @case.Answers[winner.Key.Partition]
                    .AsMemory(at, piece.Offset - at));
            }

            at = piece.Offset + piece.Values.Length;
        }
    }

    private static bool IsFinal(
        DecodeCase @case, Winner[] winners, DecodeCase.Piece[] sent, int start, int length)
    {
        var end = Math.Min(start + length, @case.Length);
        return winners.All(winner => sent.Where(piece => piece.Key == winner.Key).Sum(piece =>
            Math.Max(0, Math.Min(end, piece.Offset + piece.Values.Length)
                - Math.Max(start, piece.Offset))) == end - start);
    }

    private static float[] Dirty(int length)
    {
        var target = new float[length];
        Array.Fill(target, float.NaN);
        return target;
    }

    private static void AssertSameBits(float[] expected, float[] actual, int seed) => Assert.True(
        MemoryMarshal.AsBytes(expected.AsSpan()).SequenceEqual(
            MemoryMarshal.AsBytes(actual.AsSpan())),
        $"seed {seed}: other bits than the plain sum");

    private StreamingDecode Decoder(int blockLength) =>
        new(_done.Add, TimeProvider.System, blockLength);

    private sealed class SteppingClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _now++;
    }
}
