using AkkaCoded.Codes;
using AkkaCoded.Codes.Latency;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Simulation.Cluster;
using AkkaCoded.TestSupport;

namespace AkkaCoded.Simulation.Tests.Cluster;

public sealed class SourcesSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akkacoded-").FullName;

    private static SimulationOptions Options(int workers, int steps, DelaySource delays) => new()
    {
        Workers = workers,
        Steps = steps,
        Delays = delays,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Trace_must_be_replayed_row_by_row_with_its_load_law()
    {
        var trace = LatencyTrace.Parse(new StringReader("1,2,3,4\n4,1,1,1\n2,2,2,9\n"), "made");
        var options = Options(
            4, 4, DelaySource.FromTrace(trace, LoadModel.Additive(slope: 2, at: 0.25)));

        var result = PolicyComparison.Run(
            options, SimulatedPolicy.ParseList("wait-all,count:reed-solomon:s=1"));

        Assert.Equal([4.0, 4, 9, 4], result.Policies[0].StepSeconds);
        Assert.Equal([3.5, 1.5, 2.5, 3.5], result.Policies[1].StepSeconds);
        Assert.Equal(2.5 + 1 + 2 + 2.5, result.Bounds.EveryWorkerAtMedianSeconds, 1e-9);
        Assert.Equal(21, result.Bounds.WaitForAllSeconds, 1e-9);
        Assert.Equal(3.5 + 1.5 + 2.5 + 3.5, result.Bounds.EarliestDecodableSeconds, 1e-6);
        Assert.True(result.Bounds.BestFixedSeconds <= 11);
    }

    [Fact]
    public void More_workers_than_columns_must_take_other_rows()
    {
        var trace = LatencyTrace.Parse(new StringReader("1,2\n10,20\n"), "made");
        var source = DelaySource.FromTrace(trace, LoadModel.Additive(slope: 0, at: 0.5));
        var x = new double[4];

        source.Draw(seed: 1, step: 0, x);

        Assert.Equal([1.0, 2, 10, 20], x);
    }

    [Fact]
    public void Record_of_a_run_must_give_arrivals_and_guess_what_was_never_seen()
    {
        var path = Path.Combine(_folder, "record.jsonl");
        WriteRecord(path);

        var trace = RecordedDelays.Read(_folder, seed: 3);

        Assert.Equal((3, 2), (trace.Workers, trace.Steps));
        Assert.Equal(0.5, trace[0, 0]);
        Assert.Equal(0.75, trace[0, 1]);
        Assert.Equal(2, trace[0, 2]);
        Assert.Equal([0.5, 0.6, 2], trace.Step(1).ToArray());
    }

    [Fact]
    public void Faults_must_be_joined_per_node_and_begin_again()
    {
        var path = Path.Combine(_folder, "faults.json");
        File.WriteAllText(path, """
            [
              { "node_id": "a", "event_time": 1, "event_type": "fault_start" },
              { "node_id": "a", "event_time": 2, "event_type": "fault_start" },
              { "node_id": "a", "event_time": 3, "event_type": "fault_end" },
              { "node_id": "a", "event_time": 4, "event_type": "fault_end" },
              { "node_id": "b", "event_time": 5, "event_type": "fault_start" }
            ]
            """);

        var error = Assert.Throws<InvalidInputException>(() => RecordedFaults.Read(
            Path.Combine(_folder, "none.json"), 1));
        var faults = RecordedFaults.Read(path, secondsPerUnit: 10);

        Assert.Equal("CDL-0606", error.Code);
        Assert.Equal((1, 60), (faults.Nodes, faults.LengthSeconds));
        Assert.Equal((10, 40), faults.After(worker: 7, seconds: 0));
        Assert.Equal((70, 100), faults.After(worker: 0, seconds: 40));
    }

    [DataFact("traces/infinitehbd_faults.json")]
    public void Recorded_faults_must_drive_a_cluster()
    {
        var faults = RecordedFaults.Read(
            DataFolder.PathOf("traces/infinitehbd_faults.json"), secondsPerUnit: 0.5);
        var options = Options(
            24, 300,
            DelaySource.FromLaw(LatencyLaw.Parse(
                "shifted-exponential(rate=20, load=additive)"))) with
        {
            Failures = new FailureOptions { Recorded = faults },
        };

        var result = PolicyComparison.Run(
            options, SimulatedPolicy.ParseList("wait-all,exact:fractional-repetition:s=3"));

        Assert.True(faults.Nodes > 200);
        Assert.True(
            result.Policies[1].StepSeconds.Sum() < result.Policies[0].StepSeconds.Sum());
    }

    [Theory]
    [InlineData("CDL-0600", 0, 1, 0)]
    [InlineData("CDL-0600", 1, 0, 0)]
    [InlineData("CDL-0601", 1, 1, -1)]
    public void Wrong_options_must_be_refused(string code, int workers, int steps, long bytes)
    {
        var law = DelaySource.FromLaw(LatencyLaw.Parse("normal(centre=1, deviation=0)"));
        var options = Options(workers, steps, law) with { VectorBytes = bytes };

        Assert.Equal(code, Assert.Throws<InvalidInputException>(options.Validate).Code);
    }

    [Fact]
    public void Wrong_chances_must_be_refused()
    {
        var law = DelaySource.FromLaw(LatencyLaw.Parse("normal(centre=1, deviation=0)"));
        var options = Options(2, 2, law);
        SimulationOptions[] wrong =
        [
            options with { ColdStarts = new ColdStarts(1.5, 1) },
            options with { SlowWorkers = new SlowWorkers(0.5, 0.5) },
            options with { Failures = new FailureOptions { MeanSecondsToFailure = 1 } },
            options with
            {
                Failures = new FailureOptions
                {
                    MeanSecondsToFailure = 1,
                    MeanSecondsToRepair = 1,
                    IsSilent = true,
                },
            },
        ];

        Assert.Equal(
            ["CDL-0602", "CDL-0603", "CDL-0604", "CDL-0605"],
            wrong.Select(one => Assert.Throws<InvalidInputException>(one.Validate).Code));
    }

    private static void WriteRecord(string path)
    {
        var header = new RunHeader
        {
            Job = "made",
            Code = "uncoded",
            Workers = 3,
            Policy = "exact",
            Seed = 1,
            SamplesPerStep = 3,
            StepsTotal = 2,
            StartedAt = DateTimeOffset.UnixEpoch,
            Machine = new MachineInfo("none", 1, "none", "none"),
        };
        using var writer = new RunRecordWriter(path, header, TimeProvider.System);
        writer.OnStep(Step(0, [0.5, 0.75, null]));
        writer.OnStep(Step(1, [null, 0.6, 2]));
    }

    private static StepRecord Step(long step, double?[] arrivals) => new()
    {
        Step = step,
        JobEpoch = 1,
        Loss = 0,
        Accuracy = 0,
        GradientNorm = 0,
        LearningRate = 0,
        Used = [0, 1],
        Late = [],
        Cancelled = [2],
        Lost = [],
        DecodeError = 0,
        Amplification = 1,
        Seconds = 0.1,
        Split = default,
        ArrivalSeconds = arrivals,
        WorkDone = [1, 1, 0.5],
    };
}
