using AkkaCoded.Codes;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Job;

namespace AkkaCoded.Messages.Tests.Job;

/// <summary>The sections of a job, and how their keys fit together.</summary>
public sealed class JobOptionsSpec
{
    private const string Uncoded = "code.family=uncoded";
    private const string NoStragglers = "code.stragglers=0";

    [Fact]
    public void Defaults_must_be_those_that_the_reference_states()
    {
        var options = Read();
        Assert.Equal("job", options.Id.Value);
        Assert.Equal(0, options.Spares);
        Assert.False(options.Elastic);
        Assert.Equal(2, options.WorkersMin);
        Assert.Equal(
            new PolicyOptions
            {
                Kind = PolicyKind.Exact, ErrorMax = 0.3, Deadline = null, Backups = 1,
                Staleness = 3, LocalSteps = 8,
            },
            options.Policy);
        Assert.Equal(
            new SupervisionOptions
            {
                DeadlineFactor = 8,
                DeadlineMin = TimeSpan.FromSeconds(1),
                DeadlineFirst = TimeSpan.FromSeconds(30),
                FailuresMax = 3,
                FailureWindow = TimeSpan.FromMinutes(1),
                RestartPauseMin = TimeSpan.FromMilliseconds(200),
                RestartPauseMax = TimeSpan.FromSeconds(30),
                RestartsMax = 5,
                RestartWindow = TimeSpan.FromMinutes(5),
                SlowFactor = 3,
                SlowSteps = 20,
                SlowStepsRestart = 0,
                CoolDown = TimeSpan.FromMinutes(5),
            },
            options.Supervision);
        Assert.False(options.Chaos.Enabled);
        Assert.Null(options.Chaos.Law);
        Assert.Empty(options.Chaos.Faults);
        Assert.Equal(new RecordOptions { Folder = "runs", Html = true }, options.Record);
    }

    [Fact]
    public void Every_value_must_arrive()
    {
        var options = Read(
            "job.name=digits-2", "job.spares=3", "job.elastic=on", "job.workers-min=3",
            "policy.name=approximate", "policy.approximate.error-max=0.25",
            "policy.approximate.deadline=1500ms", "policy.backup.backups=2",
            "policy.ssp.staleness=7", "policy.local-sgd.steps=16",
            "supervision.deadline-factor=2.5", "supervision.cool-down=2 minutes",
            "supervision.slow-steps-restart=40", "chaos.enabled=on", "chaos.seed=9",
            "chaos.law=normal(centre=0.1, deviation=0.01, load=additive, slope=0)",
            "chaos.faults=[\"crash worker=6 step=120\", \"slow worker=2 factor=8\"]",
            "record.folder=null", "record.html=off");
        Assert.Equal("digits-2", options.Id.Value);
        Assert.Equal((3, true, 3), (options.Spares, options.Elastic, options.WorkersMin));
        Assert.Equal(
            new PolicyOptions
            {
                Kind = PolicyKind.Approximate, ErrorMax = 0.25,
                Deadline = TimeSpan.FromSeconds(1.5), Backups = 2, Staleness = 7, LocalSteps = 16,
            },
            options.Policy);
        Assert.Equal(2.5, options.Supervision.DeadlineFactor);
        Assert.Equal(TimeSpan.FromMinutes(2), options.Supervision.CoolDown);
        Assert.Equal(40, options.Supervision.SlowStepsRestart);
        Assert.Equal(9UL, options.Chaos.Seed);
        Assert.Equal("normal", options.Chaos.Law!.Delay.Name);
        Assert.Equal([FaultKind.Crash, FaultKind.Slow], options.Chaos.Faults.Select(f => f.Kind));
        Assert.Equal(new RecordOptions { Folder = "", Html = false }, options.Record);
    }

    [Fact]
    public void Options_must_come_back_from_a_job_that_travelled_as_text()
    {
        string[] arguments =
        [
            "job.name=far", "chaos.enabled=on",
            """chaos.faults=["delay worker=1 law=pareto(shape=2, load=additive, slope=0)"]""",
        ];
        var config = new ConfigLayers().CommandLine(arguments).Build();
        var text = string.Join('\n', config.Entries.Select(e => $"{e.Key} = {e.Value}"));
        var again = JobOptions.Read(Akka.Configuration.ConfigurationFactory.ParseString(text));
        var here = JobOptions.Read(config);
        Assert.Equal("far", again.Id.Value);
        Assert.Equal(
            here.Chaos.Faults.Select(fault => fault.ToString()),
            again.Chaos.Faults.Select(fault => fault.ToString()));
        Assert.Equal(here.Policy, again.Policy);
        Assert.Equal(here.Supervision, again.Supervision);
    }

    [Theory]
    [InlineData("CDL-0105", "job.spares", "from 0 to 4096", "job.spares=-1")]
    [InlineData("CDL-0105", "job.elastic", "on, off", "job.elastic=maybe")]
    [InlineData("CDL-0105", "policy.name", "wait-all, exact", "policy.name=fastest")]
    [InlineData("CDL-0105", "error-max", "below 1", "policy.approximate.error-max=1")]
    [InlineData("CDL-0105", "deadline", "from 1ms", "policy.approximate.deadline=soon")]
    [InlineData("CDL-0105", "local-sgd.steps", "1 to 1024", "policy.local-sgd.steps=0")]
    [InlineData("CDL-0105", "deadline-factor", "1.5", "supervision.deadline-factor=1")]
    [InlineData("CDL-0105", "cool-down", "604800s", "supervision.cool-down=0s")]
    [InlineData("CDL-0105", "chaos.faults", "list of texts", "chaos.faults=crash worker=1")]
    [InlineData("CDL-0105", "chaos.faults", "list of texts", "chaos.faults=[[1]]")]
    [InlineData("CDL-0140", "job.name", "a-z", "job.name=My Job")]
    [InlineData("CDL-0141", "job.workers-min", "1 to 4", "job.workers-min=5")]
    [InlineData("CDL-0142", "policy.name", "exact", "policy.name=async")]
    [InlineData("CDL-0142", "policy.name", "exact", "policy.name=backup")]
    [InlineData("CDL-0142", "policy.name", "exact", "policy.name=ssp")]
    [InlineData("CDL-0142", "policy.name", "exact", "policy.name=local-sgd")]
    [InlineData(
        "CDL-0143", "backups", "0 to 3", "policy.backup.backups=4", "policy.name=backup", Uncoded,
        NoStragglers)]
    [InlineData(
        "CDL-0144", "policy.name", "approximate", "code.family=bernoulli", "code.workers=12")]
    [InlineData(
        "CDL-0145", "error-max", "at least 0.", "policy.approximate.error-max=0",
        "policy.name=approximate", "code.family=bernoulli", "code.workers=12")]
    [InlineData("CDL-0146", "chaos.faults", "off", "chaos.faults=[\"crash worker=1\"]")]
    [InlineData("CDL-0146", "chaos.law", "off", "chaos.law=pareto(shape=3)")]
    [InlineData("CDL-0041", "chaos.law", "pareto", "chaos.law=parot(shape=3)")]
    [InlineData("CDL-0048", "chaos.law", "less than 0", "chaos.enabled=on",
        "chaos.law=pareto(shape=3, scale=0.1, load=additive, slope=1, at=0.9)")]
    [InlineData("CDL-0151", "restart-pause-min", "0.1s", "supervision.restart-pause-max=100ms")]
    [InlineData("CDL-0152", "deadline-first", "60s", "supervision.deadline-min=60s")]
    [InlineData("CDL-0153", "slow-steps-restart", "20", "supervision.slow-steps-restart=5")]
    [InlineData("CDL-0154", "code.chunks", "1024", "code.chunks=4000")]
    [InlineData("CDL-0157", "job.spares", "4092", "job.spares=4093")]
    [InlineData(
        "CDL-0158", "workers-min", "2 (above", "job.workers-min=1", "job.elastic=on")]
    [InlineData(
        "CDL-0158", "job.elastic", "off", "job.elastic=on", "code.family=heterogeneous",
        "code.speeds=[1, 1, 2, 2]")]
    public void Options_must_name_key_and_range_when_a_value_or_a_relation_is_wrong(
        string code, string key, string allowed, params string[] arguments)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read(arguments));
        Assert.Equal(code, error.Code);
        Assert.Contains(key, error.Key, StringComparison.Ordinal);
        Assert.Contains(allowed, error.Allowed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nap worker=1", "CDL-0147", "kind")]
    [InlineData("crash worker=4", "CDL-0150", "worker")]
    [InlineData("hang worker=1 for=forever", "CDL-0149", "for")]
    public void Fault_error_must_name_its_place_in_the_list(string fault, string code, string key)
    {
        var error = Assert.Throws<InvalidInputException>(() => Read(
            "chaos.enabled=on", $"chaos.faults=[\"fail worker=0\", \"{fault}\"]"));
        Assert.Equal(code, error.Code);
        Assert.StartsWith(
            $"command line: coded.chaos.faults[1]: {key} of the fault", error.Key,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy.name=backup", Uncoded, NoStragglers)]
    [InlineData("policy.name=async", Uncoded, NoStragglers)]
    [InlineData("policy.name=approximate", "code.family=bernoulli", "code.workers=12")]
    [InlineData("policy.name=wait-all", "code.family=cyclic-mds")]
    [InlineData("code.chunks=4000", "code.workers=40")]
    [InlineData("job.elastic=on")]
    public void Options_must_take_a_job_whose_keys_fit_together(params string[] arguments) =>
        Assert.Equal("job", Read(arguments).Id.Value);

    private static JobOptions Read(params string[] arguments) =>
        JobOptions.Read(new ConfigLayers().CommandLine(arguments).Build());
}
