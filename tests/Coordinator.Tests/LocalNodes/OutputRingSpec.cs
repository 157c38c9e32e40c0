using AkkaCoded.Coordinator.LocalNodes;

namespace AkkaCoded.Coordinator.Tests.LocalNodes;

public sealed class OutputRingSpec
{
    [Fact]
    public void Ring_must_keep_the_last_lines_cut_to_length()
    {
        var ring = new OutputRing(linesMax: 3, columnsMax: 5);
        var stream = ring.Stream();

        stream.Write("one\r\ntwo\nth");
        stream.Write("ree\nlonger than that\n\e[31mred\n");
        stream.Close();

        Assert.Equal(["three", "longe (11 more characters)", "[31mr (2 more characters)"],
            ring.Lines);
    }

    [Fact]
    public void Ring_must_keep_the_lines_of_two_streams_apart()
    {
        var ring = new OutputRing();
        var (left, right) = (ring.Stream(), ring.Stream());

        left.Write("be");
        right.Write("other\n");
        left.Write("gun");
        left.Close();

        Assert.Equal(["other", "begun"], ring.Lines);
    }

    [Fact]
    public void Ring_must_hold_little_of_a_line_without_end()
    {
        var ring = new OutputRing(columnsMax: 10);
        var stream = ring.Stream();
        for (var i = 0; i < 1000; i++)
        {
            stream.Write(new string('x', 1000));
        }

        stream.Close();
        Assert.Equal("xxxxxxxxxx (999990 more characters)", Assert.Single(ring.Lines));
    }
}
