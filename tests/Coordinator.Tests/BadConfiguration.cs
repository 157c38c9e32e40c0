namespace AkkaCoded.Coordinator.Tests;

/// <summary>A mistake in a job, and what its error must say.</summary>
/// <param name="Job">The job file below <c>coded</c>; FOLDER is replaced by a temporary one.
/// </param>
/// <param name="Code">Number of the error.</param>
/// <param name="Key">What must stand before the equals sign, among other things.</param>
/// <param name="Value">What must stand right after it.</param>
/// <param name="Allowed">What must be in the rest: what is allowed, and the remedy.</param>
/// <param name="Arguments">More on the command line.</param>
internal sealed record BadConfiguration(
    string Job,
    string Code,
    string Key,
    string Value,
    string Allowed,
    params string[] Arguments)
{
    /// <summary>Syntax, includes, overrides, unknown keys.</summary>
    public static readonly BadConfiguration[] Text =
    [
        new("training { seed = 3", "CDL-0101", "job.conf:", "", "}"),
        new("training.seed = @3", "CDL-0101", "job.conf:1", "'@'", "double quotes"),
        new("job.name = ${vars.nothing}", "CDL-0101", "job.conf:1", "", "nothing"),
        new("job.name = \"open", "CDL-0101", "job.conf:1", "the end of the line",
            "closing"),
        new("include \"missing.conf\"", "CDL-0102", "include", "", "file that can be read"),
        new("", "CDL-0103", "command line", "training.seed", "key=value",
            "--set", "training.seed"),
        new("training.sead = 3", "CDL-0104", "training.sead", "3", "coded.training.seed"),
        new("policies.name = exact", "CDL-0104", "policies.name", "exact", "coded.policy.name"),
        new("policy.approximat.deadline = 1s", "CDL-0104", "approximat.deadline", "1s",
            "policy.approximate.deadline"),
        new("chaos.fault = []", "CDL-0104", "chaos.fault", "[]", "coded.chaos.faults"),
        new("", "CDL-0104", "command line: coded.job.spare", "1", "coded.job.spares",
            "--set", "job.spare=1"),
        new("supervision = fast", "CDL-0105", "coded.supervision", "fast", "an object with"),
    ];

    /// <summary>Types and ranges of model, data, training.</summary>
    public static readonly BadConfiguration[] Training =
    [
        new("model.name = mpl", "CDL-0220", "model.name", "mpl", "mlp"),
        new("model.mlp.hidden = []", "CDL-0220", "mlp.hidden", "", "1"),
        new("model { name = cnn, cnn.dropout = 1.5 }", "CDL-0220", "cnn.dropout", "1.5", "0"),
        new("model { name = torchscript, torchscript.path = FOLDER/none.pt }", "CDL-0224",
            "torchscript.path", "FOLDER/none.pt", "torch.jit"),
        new("model { name = module, module { assembly = FOLDER/none.dll, type = T } }",
            "CDL-0223", "module.assembly", "FOLDER/none.dll",
            "a readable .NET assembly"),
        new("model.name = resnet20", "CDL-0222", "coded.", "", "resnet"),
        new("data.format = tfrecord", "CDL-0210", "data.format", "tfrecord", "safetensors"),
        new("data.glyphs.size = 7", "CDL-0210", "glyphs.size", "7", "8 .. 64"),
        new("data { format = csv, train = [FOLDER/no.csv], test = [FOLDER/no.csv] }", "CDL-0202",
            "FOLDER/no.csv", "(no such file)", "AKKACODED_DATA"),
        new("data { format = csv, train = [FOLDER/bad.csv], test = [FOLDER/bad.csv] }",
            "CDL-0203", "FOLDER/bad.csv", "", ""),
        new("data { format = csv, train = [FOLDER/bad.csv], shape = [3], test = 5 }", "CDL-0201",
            "data.test", "5", "a list in brackets"),
        new("optimizer.name = sdg", "CDL-0240", "optimizer.name", "sdg", "sgd"),
        new("optimizer.learning-rate = fast", "CDL-0201", "learning-rate", "fast", "a number"),
        new("optimizer.schedule.milestones = [5, 5]", "CDL-0241", "milestones[1]", "5",
            "at least 6"),
        new("training.samples-per-step = 1.5", "CDL-0201", "samples-per-step", "1.5",
            "whole number"),
        new("training.samples-per-step = 3", "CDL-0261", "chunks", "4", "samples"),
        new("training.device = tpu", "CDL-0260", "training.device", "tpu", "cuda:N"),
        new("checkpoint.keep = 0", "CDL-0280", "checkpoint.keep", "0", "at least 1"),
    ];

    /// <summary>The code.</summary>
    public static readonly BadConfiguration[] Codes =
    [
        new("code.workers = many", "CDL-0105", "code.workers", "many", "from 1 to 4096"),
        new("code.stragglers = 4", "CDL-0002", "code.stragglers", "4", "from 0 to 3"),
        new("code.family = cyclik-mds", "CDL-0007", "code.family", "cyclik-mds",
            "Nearest: cyclic-mds"),
        new("code.family = \"My.Code, MyAssembly\"", "CDL-0008", "code.family", "My.Code",
            ""),
        new("code { family = cyclic-mds, chunks = 5 }", "CDL-0003", "code.chunks", "5",
            "4 (code.workers)"),
        new("code { family = heterogeneous, speeds = [1, 2] }", "CDL-0004", "code.speeds", "",
            "one value per worker"),
        new("code { family = bernoulli, degree = 9 }", "CDL-0005", "code.degree", "9",
            "from 1 to 4"),
        new("code.max-amplification = 0.5", "CDL-0105", "max-amplification", "0.5", "at least 1"),
        new("code.max-amplification = 1e9", "CDL-0010", "max-amplification", "", "1000000"),
        new("code.chunks = 8192", "CDL-0154", "code.chunks", "8192", "at most 1024"),
        new("code.auto.replan-seconds = -1", "CDL-0105", "auto.replan-seconds", "-1", "from 0"),
        new("code.auto.horizon-steps = 0", "CDL-0105", "auto.horizon-steps", "0", "from 1 to"),
        new("code.auto.may-exclude = maybe", "CDL-0105", "auto.may-exclude", "maybe", "on, off"),
        new("code.family = auto\npolicy.name = wait-all", "CDL-0170", "policy.name", "wait-all",
            "exact with code.family = auto"),
        new("code.family = auto\njob.elastic = on", "CDL-0171", "job.elastic", "on", "off with"),
        new("code.family = auto\njob.spares = 1", "CDL-0172", "job.spares", "1", "0 with"),
        new("code { family = auto, max-amplification = 50 }", "CDL-0173", "max-amplification",
            "50", "at least 100"),
    ];

    /// <summary>Job, policy, supervision.</summary>
    public static readonly BadConfiguration[] Jobs =
    [
        new("job.name = \"My job\"", "CDL-0140", "job.name", "My job", "a-z"),
        new("job.workers-min = 9", "CDL-0141", "workers-min", "9", "1 to 4"),
        new("job.spares = 4093", "CDL-0157", "job.spares", "4093", "4092"),
        new("job { elastic = on, workers-min = 1 }", "CDL-0158", "workers-min", "1", "2 (above"),
        new("job.elastic = perhaps", "CDL-0105", "job.elastic", "perhaps", "on, off"),
        new("policy.name = fastest", "CDL-0105", "policy.name", "fastest", "wait-all, exact"),
        new("policy.name = local-sgd", "CDL-0142", "policy.name", "local-sgd",
            "code.family = uncoded"),
        new("policy { name = backup, backup.backups = 4 }\n"
                + "code { family = uncoded, stragglers = 0 }",
            "CDL-0143", "backup.backups", "4", "0 to 3"),
        new("code { family = bernoulli, workers = 12 }", "CDL-0144", "policy.name", "exact",
            "approximate"),
        new("code { family = bernoulli, workers = 12 }\n"
                + "policy { name = approximate, approximate.error-max = 0.01 }",
            "CDL-0145", "error-max", "0.01", "at least 0."),
        new("policy.approximate.error-max = 1", "CDL-0105", "error-max", "1", "below 1"),
        new("policy.approximate.deadline = soon", "CDL-0105", "approximate.deadline", "soon",
            "such as 250ms"),
        new("policy.ssp.staleness = -1", "CDL-0105", "ssp.staleness", "-1", "from 0 to 10000"),
        new("supervision.restart-pause-min = 2 minutes", "CDL-0151", "restart-pause-min",
            "2 minutes", "30s"),
        new("supervision.deadline-min = 45s", "CDL-0152", "deadline-first", "30s", "45s"),
        new("supervision.slow-steps-restart = 5", "CDL-0153", "slow-steps-restart", "5", "20"),
        new("supervision.slow-factor = 1", "CDL-0105", "slow-factor", "1", "1.1 to 1000"),
        new("supervision.cool-down = 1ms", "CDL-0105", "cool-down", "1ms", "from 1s"),
        new("record.html = maybe", "CDL-0105", "record.html", "maybe", "on, off"),
    ];

    /// <summary>Injected delays and faults.</summary>
    public static readonly BadConfiguration[] Chaos =
    [
        new("chaos.faults = [\"crash worker=1\"]", "CDL-0146", "chaos.faults", "",
            "chaos.enabled = on"),
        new("chaos.law = \"pareto(shape=3)\"", "CDL-0146", "chaos.law", "pareto(shape=3)",
            "chaos.enabled = on"),
        new("chaos.law = often", "CDL-0040", "chaos.law", "often", "name(key=value, ...)"),
        new("chaos.law = \"parot(shape=3)\"", "CDL-0041", "chaos.law", "parot", "pareto"),
        new("chaos.law = \"pareto(shapes=3)\"", "CDL-0042", "chaos.law", "", "shape"),
        new("chaos.law = \"pareto(shape=-3)\"", "CDL-0043", "shape of", "-3", "above 0"),
        new("chaos.law = \"trace(file=FOLDER/none.csv)\"", "CDL-0044", "chaos.law", "", ""),
        new("chaos { enabled = on, law = "
                + "\"normal(centre=0.1, deviation=0.01, load=additive, slope=1, at=0.9)\" }",
            "CDL-0048", "chaos.law", "0.5", "Lower slope"),
        new("chaos { enabled = on, faults = crash }", "CDL-0105", "chaos.faults", "crash",
            "a list of texts"),
        new("chaos { enabled = on, faults = [\"crush worker=1\"] }", "CDL-0147",
            "chaos.faults[0]: kind", "crush", "crash worker=0"),
        new("chaos { enabled = on, faults = [\"crash worker=1\", \"crash wrker=1\"] }",
            "CDL-0148", "chaos.faults[1]: wrker", "1", "the nearest one is worker"),
        new("chaos { enabled = on, faults = [\"slow worker=1\"] }", "CDL-0148",
            "factor of the fault", "(nothing)", "Add factor=..."),
        new("chaos { enabled = on, faults = [\"hang worker=1 for=5\"] }", "CDL-0149",
            "for of the fault", "5", "with its unit"),
        new("chaos { enabled = on, faults = [\"slow worker=1 factor=0.5\"] }", "CDL-0149",
            "factor of the fault", "0.5", "from 1 to 1000000"),
        new("chaos { enabled = on, faults = ["
                + string.Join(',', Enumerable.Repeat("\"fail worker=1 step=1000\"", 1300)) + "] }",
            "CDL-0155", "coded.chaos.faults", "a value of", "31744 bytes in all"),
        new("chaos { enabled = on, faults = [\"crash worker=4\"] }", "CDL-0150",
            "worker of the fault", "4", "from 0 to 3"),
        new("chaos { enabled = on, faults = [\"delay worker=1 law=normal(centre=1)\"] }",
            "CDL-0042", "deviation", "(nothing)", "Add deviation"),
    ];

    public static IEnumerable<BadConfiguration> All =>
        [.. Text, .. Training, .. Codes, .. Jobs, .. Chaos];

    /// <summary>What the test is listed as.</summary>
    public override string ToString() => $"{Job} {string.Join(' ', Arguments)}".Trim();
}
