using AkkaCoded.Codes;
using AkkaCoded.Simulation.Traces;

namespace AkkaCoded.Simulation.Tests.Traces;

public sealed class TraceImportSpec
{
    [Fact]
    public void Import_must_give_the_same_trace_when_the_same_times_come_in_other_shapes()
    {
        const string expected = "0.1,0.2\n0.3,0.4\n0.5,0.6\n";
        Assert.Equal(expected, Csv("0.1,0.2\n0.3,0.4\n0.5,0.6\n", TraceShape.Rows));
        Assert.Equal(
            expected, Csv("0.1;0.3;0.5\n\n0.2;0.4;0.6\n", TraceShape.Transposed));
        Assert.Equal(
            expected, Csv("step,w0,w1\n7,100,200\n8,300,400\n9,500,600\n", TraceShape.Auto, "ms"));
        Assert.Equal(expected, Csv(
            "rank\titeration\tms\n1\t10\t400\n0\t10\t300\n1\t9\t200\n0\t9\t100\n"
                + "0\t11\t500\n1\t11\t600\n", TraceShape.Auto));
        Assert.Equal(expected, Csv(
            "0,0,100000\n1,0,200000\n0,1,300000\n1,1,400000\n0,2,500000\n1,2,600000\n",
            TraceShape.Long, "us"));
    }

    [Fact]
    public void Long_form_must_order_workers_as_numbers_when_all_are()
    {
        Assert.Equal(
            "2,10\n", Csv("worker,step,seconds\n10,0,10\n2,0,2\n", TraceShape.Auto));
        Assert.Equal(
            "10,2\n", Csv("worker,step,seconds\nw10,0,10\nw2,0,2\n", TraceShape.Auto));
    }

    [Theory]
    [InlineData("1,x\n1,2\n3,x\n", TraceShape.Rows, "CDL-0623")]
    [InlineData("1,-2\n", TraceShape.Rows, "CDL-0623")]
    [InlineData("1,2\n3\n", TraceShape.Rows, "CDL-0624")]
    [InlineData("a,b,c\n1,2,3\n", TraceShape.Long, "CDL-0624")]
    [InlineData("0,0,1\n0,0,2\n", TraceShape.Long, "CDL-0626")]
    [InlineData("\n\n", TraceShape.Auto, "CDL-0621")]
    public void Import_must_say_what_is_wrong_when_a_file_is_damaged(
        string text, object shape, string code) =>
        Assert.Equal(
            code,
            Assert.Throws<InvalidInputException>(() => Grid(text, (TraceShape)shape)).Code);

    [Fact]
    public void Missing_answers_must_be_drawn_from_longer_ones_when_they_are_filled()
    {
        double[][] rows = [[1, 2, 3, double.NaN], [4, 5, double.NaN, 6]];
        var atLeast = rows.Select(row => row.Select(_ => 4.5).ToArray()).ToArray();
        var seen = new HashSet<double>();
        for (var seed = 0UL; seed < 50; seed++)
        {
            var filled = new TraceGrid("test", "", rows, atLeast).Filled(seed);
            Assert.Equal(0, filled.Missing);
            // The last worker has such a time itself; the third takes it from the others.
            Assert.Equal([1, 2, 3, 6], filled.Rows[0]);
            seen.Add(filled.Rows[1][2]);
        }

        Assert.Equal([5, 6], seen.Order());
    }

    [Fact]
    public void Missing_answers_must_take_the_time_waited_when_none_took_longer()
    {
        var grid = new TraceGrid("test", "", [[1, double.NaN]], [[9, 9]]);
        Assert.Equal([1, 9], grid.Filled(1).Rows[0]);
    }

    [Fact]
    public void Incomplete_steps_must_be_left_out_when_that_is_asked_for()
    {
        var grid = Grid("1,2\n3,\n5,6\n", TraceShape.Rows);
        Assert.Equal(1, grid.Missing);
        Assert.Equal("1,2\n5,6\n", grid.WithoutIncompleteSteps().ToCsv());
    }

    private static string Csv(string text, TraceShape shape, string? unit = null) =>
        Grid(text, shape, unit).ToCsv();

    private static TraceGrid Grid(string text, TraceShape shape, string? unit = null) =>
        TraceImport.FromTable(CsvTable.Read(new StringReader(text), "test"), shape, unit);
}
