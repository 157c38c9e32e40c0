using AkkaCoded.Codes;
using AkkaCoded.Messages.Chaos;

namespace AkkaCoded.Messages.Tests.Chaos;

/// <summary>The text form of faults.</summary>
public sealed class FaultSpec
{
    [Theory]
    [InlineData("crash worker=3 step=120", FaultKind.Crash, 3, 120, 120)]
    [InlineData("crash worker=3", FaultKind.Crash, 3, 0, 0)]
    [InlineData("  fail\tstep=7   worker=0 ", FaultKind.Fail, 0, 7, 7)]
    [InlineData("leave worker=1 step=9", FaultKind.Leave, 1, 9, 9)]
    [InlineData("hang worker=1 step=50", FaultKind.Hang, 1, 50, 50)]
    [InlineData("slow worker=2 factor=8", FaultKind.Slow, 2, 0, long.MaxValue)]
    [InlineData("slow worker=2 factor=8 from=5 to=200", FaultKind.Slow, 2, 5, 200)]
    [InlineData("wrong worker=2 step=30", FaultKind.Wrong, 2, 30, 30)]
    [InlineData("wrong worker=2 from=30", FaultKind.Wrong, 2, 30, long.MaxValue)]
    public void Parse_must_read_kind_worker_and_steps(
        string text, FaultKind kind, int worker, long from, long to)
    {
        var fault = Fault.Parse(text);
        Assert.Equal(
            (kind, worker, from, to), (fault.Kind, fault.Worker, fault.FromStep, fault.ToStep));
        Assert.Equal(fault, Fault.Parse(fault.ToString()));
    }

    [Theory]
    [InlineData("5s", 5000)]
    [InlineData("250ms", 250)]
    [InlineData("1.5s", 1500)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    public void Parse_must_read_a_duration_with_its_unit(string text, double milliseconds)
    {
        var fault = Fault.Parse($"hang worker=1 for={text}");
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), fault.Duration);
        Assert.Equal(fault, Fault.Parse(fault.ToString()));
    }

    [Theory]
    [InlineData("law=normal(centre=0.1, deviation=0.02, load=additive, slope=0) from=3")]
    [InlineData("""law="normal(centre=0.1, deviation=0.02, load=additive, slope=0)" from=3""")]
    [InlineData("from=3 law=normal(deviation=0.02,centre=0.1,load=additive,slope=0)")]
    public void Parse_must_take_a_law_with_and_without_quotes(string pairs)
    {
        var fault = Fault.Parse("delay worker=4 " + pairs);
        Assert.Equal(
            "delay worker=4 law=normal(centre=0.1, deviation=0.02, load=additive, slope=0) from=3",
            fault.ToString());
    }

    [Fact]
    public void Text_form_must_read_back_when_a_trace_lies_in_an_odd_folder()
    {
        var folder = Directory.CreateTempSubdirectory("a (b c) ").FullName;
        var path = Path.Combine(folder, "times.csv");
        File.WriteAllText(path, "0.5,0.25\n");
        try
        {
            var text = $"delay worker=0 law=trace(file=\"{path}\")";
            Assert.Equal(
                Fault.Parse(text).ToString(),
                Fault.Parse(Fault.Parse(text).ToString()).ToString());
            var quoted = $"delay worker=0 law=\"trace(file=\\\"{path}\\\")\"";
            Assert.Equal(Fault.Parse(text).ToString(), Fault.Parse(quoted).ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("", "CDL-0147", "kind", "delay, slow")]
    [InlineData("crush worker=1", "CDL-0147", "kind", "crash")]
    [InlineData("crash", "CDL-0148", "worker", "a value")]
    [InlineData("crash worker", "CDL-0148", "worker", "key=value")]
    [InlineData("crash worker 3", "CDL-0148", "worker", "key=value")]
    [InlineData("crash worker 3 step=4", "CDL-0148", "worker", "key=value")]
    [InlineData("crash worker=", "CDL-0148", "worker", "after the equals sign")]
    [InlineData("crash worker=1 worker=2", "CDL-0148", "worker", "once")]
    [InlineData("crash worker=1 stp=2", "CDL-0148", "stp", "step")]
    [InlineData("crash worker=1 for=2s", "CDL-0148", "for", "worker, step")]
    [InlineData("crash worker=-1", "CDL-0149", "worker", "from 0 to 4095")]
    [InlineData("crash worker=one", "CDL-0149", "worker", "from 0 to 4095")]
    [InlineData("crash worker=1 step=1.5", "CDL-0149", "step", "at least 0")]
    [InlineData("slow worker=1", "CDL-0148", "factor", "a value")]
    [InlineData("slow worker=1 factor=0.5", "CDL-0149", "factor", "from 1 to 1000000")]
    [InlineData("slow worker=1 factor=NaN", "CDL-0149", "factor", "from 1 to 1000000")]
    [InlineData("slow worker=1 factor=2 from=9 to=8", "CDL-0149", "to", "at least 9")]
    [InlineData("slow worker=1 factor=2 step=9 to=8", "CDL-0148", "to", "not both")]
    [InlineData("hang worker=1 for=5", "CDL-0149", "for", "with its unit")]
    [InlineData("hang worker=1 for=-5s", "CDL-0149", "for", "with its unit")]
    [InlineData("hang worker=1 for=30h", "CDL-0149", "for", "1ms to 24h")]
    [InlineData("delay worker=1", "CDL-0148", "law", "a value")]
    [InlineData("delay worker=1 law=normal(centre=1", "CDL-0148", "law", "parentheses")]
    [InlineData("delay worker=1 law=\"normal(centre=1", "CDL-0148", "law", "double quote")]
    [InlineData("delay worker=1 law=norml(centre=1)", "CDL-0041", "law", "normal")]
    public void Parse_must_name_key_value_and_what_is_allowed_when_a_fault_is_wrong(
        string text, string code, string key, string allowed)
    {
        var error = Assert.Throws<InvalidInputException>(() => Fault.Parse(text));
        Assert.Equal(code, error.Code);
        Assert.Contains(key, error.Key, StringComparison.Ordinal);
        Assert.Contains(allowed, error.Allowed, StringComparison.Ordinal);
        Assert.NotEmpty(error.Remedy);
    }
}
