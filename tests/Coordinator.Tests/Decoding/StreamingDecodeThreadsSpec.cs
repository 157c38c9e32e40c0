using System.Runtime.InteropServices;
using AkkaCoded.Coordinator.Decoding;

namespace AkkaCoded.Coordinator.Tests.Decoding;

/// <summary>Several threads offer, and somebody replaces or ends, all at once.</summary>
public sealed class StreamingDecodeThreadsSpec
{
    private const int Length = 50_000;
    private const int BlockLength = 1_024;
    private const int PieceLength = 700;
    private const int Senders = 4;

    [Fact]
    public void Sum_must_be_the_same_bits_however_many_threads_offer()
    {
        var answers = Answers(seed: 5);
        var winners = Winners(Senders);
        var completions = 0;
        using var decode = new StreamingDecode(
            _ => Interlocked.Increment(ref completions), TimeProvider.System, BlockLength);
        var expected = Sum(answers, Senders);
        for (var round = 1; round <= 40; round++)
        {
            var target = new float[Length];
            decode.Begin(target, winners);
            InParallel(Senders, sender => Send(decode, winners[sender], answers[sender]));
            Assert.Equal(round, completions);
            AssertSameBits(expected, target, round);
        }
    }

    [Fact]
    public void Replacement_must_complete_once_while_others_offer()
    {
        // The last sender and its stand-in have the same answer, as replicas do.
        var answers = Answers(seed: 6);
        answers[Senders] = answers[Senders - 1];
        var before = Winners(Senders);
        Winner[] after = [.. before[..^1], new(DecodeCase.Key(Senders), 1)];
        var completions = 0;
        using var decode = new StreamingDecode(
            _ => Interlocked.Increment(ref completions), TimeProvider.System, BlockLength);
        var expected = Sum(answers, Senders);
        for (var round = 1; round <= 40; round++)
        {
            var target = new float[Length];
            decode.Begin(target, before);
            InParallel(Senders + 1, sender =>
            {
                if (sender == Senders)
                {
                    decode.Replace(after);
                    Send(decode, after[^1], answers[sender]);
                }
                else
                {
                    Send(decode, before[sender], answers[sender]);
                }
            });
            Assert.Equal(round, completions);
            AssertSameBits(expected, target, round);
        }
    }

    [Fact]
    public void Nothing_must_be_written_any_more_when_the_end_has_returned()
    {
        var answers = Answers(seed: 7);
        var winners = Winners(Senders);
        using var decode = new StreamingDecode(_ => { }, TimeProvider.System, BlockLength);
        for (var round = 0; round < 40; round++)
        {
            var target = new float[Length];
            decode.Begin(target, winners);
            InParallel(Senders + 1, sender =>
            {
                if (sender < Senders)
                {
                    Send(decode, winners[sender], answers[sender]);
                    return;
                }

                decode.End();
                var atEnd = (float[])target.Clone();
                Array.Fill(target, float.NaN);
                Assert.DoesNotContain(float.NaN, atEnd);
            });
            Assert.All(target, value => Assert.True(float.IsNaN(value)));
        }
    }

    [Fact]
    public void Steps_must_not_allocate_once_the_first_are_done()
    {
        var answers = Answers(seed: 8);
        var winners = Winners(Senders);
        using var decode = new StreamingDecode(_ => { }, TimeProvider.System, BlockLength);
        var target = new float[Length];
        Steps(decode, target, winners, answers, 3);
        // The runtime allocates a little of its own now and then, on whatever thread it is; what a
        // step allocates shows in every round.
        var allocated = Enumerable.Range(0, 5).Select(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Steps(decode, target, winners, answers, 20);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.Equal(0, allocated.Min());
    }

    private static void Steps(
        StreamingDecode decode, float[] target, Winner[] winners, float[][] answers, int count)
    {
        for (var step = 0; step < count; step++)
        {
            decode.Begin(target, winners);
            for (var sender = 0; sender < winners.Length; sender++)
            {
                Send(decode, winners[sender], answers[sender]);
            }

            decode.End();
        }
    }

    private static void Send(StreamingDecode decode, Winner winner, float[] answer)
    {
        for (var offset = 0; offset < Length; offset += PieceLength)
        {
            var length = Math.Min(PieceLength, Length - offset);
            if (!decode.Offer(winner.Key, offset, answer.AsMemory(offset, length)))
            {
                return;
            }
        }
    }

    private static void InParallel(int count, Action<int> work)
    {
        using var start = new Barrier(count);
        var failures = new Exception?[count];
        var threads = Enumerable.Range(0, count).Select(number => new Thread(() =>
        {
            try
            {
                start.SignalAndWait();
                work(number);
            }
            catch (Exception failure)
            {
                failures[number] = failure;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.All(failures, Assert.Null);
    }

    private static Winner[] Winners(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Winner(DecodeCase.Key(i), 1))];

    private static float[][] Answers(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Senders + 1).Select(
            _ => Enumerable.Range(0, Length).Select(_ => random.NextSingle() - 0.5f).ToArray())];
    }

    private static float[] Sum(float[][] answers, int count)
    {
        var sum = new float[Length];
        for (var i = 0; i < Length; i++)
        {
            for (var answer = 0; answer < count; answer++)
            {
                sum[i] += answers[answer][i];
            }
        }

        return sum;
    }

    private static void AssertSameBits(float[] expected, float[] actual, int round) => Assert.True(
        MemoryMarshal.AsBytes(expected.AsSpan()).SequenceEqual(
            MemoryMarshal.AsBytes(actual.AsSpan())),
        $"round {round}: other bits than the plain sum");
}
