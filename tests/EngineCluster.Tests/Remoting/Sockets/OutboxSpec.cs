using System.Buffers.Binary;
using Akka.Remote;
using Akka.Remote.Wire;

namespace AkkaCoded.EngineCluster.Tests.Remoting.Sockets;

public sealed class OutboxSpec
{
    private readonly object _connection = new();

    [Fact]
    public void Frames_must_come_out_numbered_and_in_order()
    {
        var outbox = Filled(3);
        Assert.Equal([1, 2, 3], Take(outbox, _connection));
        Assert.Empty(Take(outbox, _connection));
    }

    [Fact]
    public void Frames_must_come_again_from_where_the_peer_has_got_to()
    {
        var outbox = Filled(5);
        Take(outbox, _connection);
        Assert.True(outbox.Acknowledge(1));
        var next = new object();
        Assert.True(outbox.Rewind(next, 3));
        Assert.Empty(Take(outbox, _connection));
        Assert.Equal([4, 5], Take(outbox, next));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void Rewinding_must_be_refused_when_the_peer_cannot_be_there(long received)
    {
        var outbox = Filled(5);
        Take(outbox, _connection);
        outbox.Acknowledge(2);
        Assert.False(outbox.Rewind(new object(), received));
    }

    [Fact]
    public void Acknowledgement_must_be_refused_when_that_was_never_sent()
    {
        var outbox = Filled(5);
        Assert.False(outbox.Acknowledge(1));
        Take(outbox, _connection);
        Assert.True(outbox.Acknowledge(5));
        Assert.False(outbox.Acknowledge(6));
    }

    [Fact]
    public void Only_urgent_frames_must_get_in_when_it_is_full()
    {
        var outbox = new Outbox(2, long.MaxValue);
        Assert.Equal(Posting.Accepted, outbox.Add(NewFrame(20), false));
        Assert.Equal(Posting.Accepted, outbox.Add(NewFrame(20), false));
        Assert.Equal(Posting.Full, outbox.Add(NewFrame(20), false));
        Assert.Equal(Posting.Accepted, outbox.Add(NewFrame(20), true));
        Assert.Equal(3, outbox.Count);
    }

    [Fact]
    public void Bytes_must_be_limited_as_well_and_be_free_again_when_acknowledged()
    {
        var outbox = new Outbox(100, 100);
        outbox.Rewind(_connection, 0);
        Assert.Equal(Posting.Accepted, outbox.Add(NewFrame(60), false));
        Assert.Equal(Posting.Full, outbox.Add(NewFrame(60), false));
        Take(outbox, _connection);
        outbox.Acknowledge(1);
        Assert.Equal(Posting.Accepted, outbox.Add(NewFrame(60), false));
    }

    [Fact]
    public void Frame_must_go_out_whole_when_it_is_larger_than_the_buffer()
    {
        var outbox = new Outbox(100, long.MaxValue);
        outbox.Rewind(_connection, 0);
        outbox.Add(NewFrame(50), false);
        outbox.Add(NewFrame(5000), false);
        var buffer = new byte[100];
        Assert.Equal(
            Frame.PulseLength + 50, outbox.Fill(_connection, ref buffer, Frame.PulseLength));
        Assert.Equal(
            Frame.PulseLength + 5000, outbox.Fill(_connection, ref buffer, Frame.PulseLength));
    }

    [Fact]
    public void Closing_must_give_what_was_not_acknowledged_and_take_nothing_more()
    {
        var outbox = Filled(5);
        Take(outbox, _connection);
        outbox.Acknowledge(2);
        Assert.Equal([3, 4, 5], outbox.Close().Select(Number));
        Assert.Equal(Posting.Closed, outbox.Add(NewFrame(20), true));
        Assert.Equal(0, outbox.Count);
    }

    [Fact]
    public void Order_must_hold_over_random_adding_acknowledging_and_rewinding()
    {
        var random = new Random(20262);
        var outbox = new Outbox(int.MaxValue, long.MaxValue);
        object owner = _connection;
        outbox.Rewind(owner, 0);
        long added = 0, seen = 0, acknowledged = 0;
        for (var step = 0; step < 20_000; step++)
        {
            switch (random.Next(4))
            {
                case 0 or 1:
                    outbox.Add(NewFrame(random.Next(20, 300)), random.Next(2) == 0);
                    added++;
                    break;
                case 2:
                    foreach (var number in Take(outbox, owner, random.Next(100, 2000)))
                    {
                        Assert.Equal(++seen, number);
                    }

                    break;
                case 3 when random.Next(10) == 0:
                    owner = new object();
                    seen = random.NextInt64(acknowledged, seen + 1);
                    acknowledged = seen;
                    Assert.True(outbox.Rewind(owner, seen));
                    break;
                default:
                    acknowledged = random.NextInt64(acknowledged, seen + 1);
                    Assert.True(outbox.Acknowledge(acknowledged));
                    break;
            }

            Assert.Equal(added - acknowledged, outbox.Count);
        }
    }

    private static byte[] NewFrame(int length)
    {
        var frame = new byte[length];
        _ = new FrameWriter(frame, FrameKind.Message);
        return frame;
    }

    private static long Number(byte[] frame) =>
        BinaryPrimitives.ReadInt64LittleEndian(frame.AsSpan(Frame.SequenceOffset));

    private static List<long> Take(Outbox outbox, object owner, int size = 4096)
    {
        var buffer = new byte[size];
        var length = outbox.Fill(owner, ref buffer, 0);
        var numbers = new List<long>();
        for (var at = 0; at < length;)
        {
            numbers.Add(Number(buffer[at..]));
            at += 4 + BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at));
        }

        return numbers;
    }

    private Outbox Filled(int frames)
    {
        var outbox = new Outbox(100, long.MaxValue);
        outbox.Rewind(_connection, 0);
        for (var i = 0; i < frames; i++)
        {
            outbox.Add(NewFrame(20), false);
        }

        return outbox;
    }
}
