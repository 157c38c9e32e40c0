using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Coordinator.Tests.Record;

public sealed class AxisSpec
{
    [Theory]
    [InlineData(0, 10, 5, "0 2 4 6 8 10")]
    [InlineData(0, 1, 5, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(-1.3, 1.3, 5, "-1 0 1")]
    [InlineData(0.0213, 0.0248, 4, "0.022 0.023 0.024")]
    [InlineData(0, 100_000, 4, "0 50,000 100,000")]
    public void Linear_marks_must_be_round(double min, double max, int count, string texts) =>
        Assert.Equal(texts, Texts(Axis.Linear("x", min, max), count));

    [Theory]
    [InlineData(1, 100, 9, "1 2 5 10 20 50 100")]
    [InlineData(1, 1e6, 8, "1 10 100 1,000 10,000 100,000 1e+6")]
    [InlineData(3, 8, 5, "3 4 5 6 7 8")]
    public void Log_marks_must_be_round_and_not_crowd(
        double min, double max, int count, string texts) =>
        Assert.Equal(texts, Texts(Axis.Log("x", min, max), count));

    [Fact]
    public void Seconds_must_be_shown_in_the_unit_that_suits_them()
    {
        var milliseconds = Axis.Seconds("step time", 0, 0.05);
        Assert.Equal("step time (ms)", milliseconds.Label);
        Assert.Equal("0 10 20 30 40 50", Texts(milliseconds, 5));
        var minutes = Axis.Seconds("running time", 0, 2500);
        Assert.Equal("running time (min)", minutes.Label);
        Assert.Equal("0 10 20 30 40", Texts(minutes, 5));
    }

    [Fact]
    public void Counts_must_be_marked_at_whole_numbers_only()
    {
        Assert.Equal("0 1 2 3", Texts(Axis.Counts("step", 0, 3), 9));
        Assert.Equal("0 1", Texts(Axis.Counts("step", 0, 0), 9));
    }

    [Fact]
    public void Bands_must_leave_out_names_that_do_not_fit()
    {
        var axis = Axis.Bands("worker", [.. Enumerable.Range(0, 100).Select(i => $"{i}")]);
        Assert.Equal("0 10 20 30 40 50 60 70 80 90", Texts(axis, 12));
        Assert.Equal(0.5, Axis.Bands("", ["one"]).Ticks(3).Single().Value);
    }

    [Fact]
    public void Rounded_must_only_widen()
    {
        var random = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var min = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-5, 6));
            var axis = Axis.Linear("x", min, min + (random.NextDouble() * 10) + 1e-6);
            var rounded = axis.Rounded(5);
            Assert.True(rounded.Min <= axis.Min + 1e-9 && rounded.Max >= axis.Max - 1e-9, $"{i}");
            Assert.InRange(rounded.Ticks(5).Count, 2, 13);
            Assert.Equal(0, rounded.Share(rounded.Min), 9);
            Assert.Equal(1, rounded.Share(rounded.Max), 9);
        }
    }

    [Theory]
    [InlineData(0.0223, "22.3 ms")]
    [InlineData(0, "0 s")]
    [InlineData(0.0000042, "4.20 µs")]
    [InlineData(1.5, "1.50 s")]
    [InlineData(7200, "2.00 h")]
    public void Times_must_have_three_digits_and_a_unit(double seconds, string text) =>
        Assert.Equal(text, TimeUnit.Text(seconds));

    [Theory]
    [InlineData(0.4, "1 s", "0.4 s")]
    [InlineData(185, "3 min 5 s", "3:05")]
    [InlineData(4809, "1 h 20 min", "1:20:09")]
    public void Long_times_must_be_said_as_people_do(double seconds, string spoken, string clock)
    {
        Assert.Equal(spoken, TimeUnit.Spoken(seconds));
        Assert.Equal(clock, TimeUnit.Clock(seconds));
    }

    private static string Texts(Axis axis, int count) =>
        string.Join(' ', axis.Ticks(count).Select(tick => tick.Text));
}
