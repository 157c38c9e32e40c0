using System.Runtime.Serialization;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Messages.Tests.Support;
using Google.Protobuf;
using Wire = AkkaCoded.Messages.Protocol.Wire;

namespace AkkaCoded.Messages.Tests.Protocol;

public sealed class WireRefusalSpec(WireSystem wire) : IClassFixture<WireSystem>
{
    private static readonly StepKey Step = new(new JobId("job"), 1, 0);
    private static readonly AnswerKey Key = new(Step, 0, 0);
    private static readonly WorkerId Worker = new(0);
    private static readonly Compute Row = new(Key, 0, 8, [1, 2], [1, 1]);
    private static readonly Ready Done = new(Key, 2, 0, default, new byte[8]);
    private static readonly LocalSteps Local = new([0.1], 1);
    private static readonly ServePartition Call =
        new(new JobId("a"), 1, Worker, 0, 0, "http://10.0.0.5:7400", "");

    /// <summary>What is wrong, and a record with it.</summary>
    private static readonly (string What, IWireMessage Bad)[] Cases =
    [
        ("name of the job", new CloseJob(new JobId("Über"), 1)),
        ("name of the job", new CloseJob(new JobId(""), 1)),
        ("name of the job", new CloseJob(new JobId("-a"), 1)),
        ("name of the job", new CloseJob(new JobId(new string('a', 65)), 1)),
        ("job epoch = 0", new CloseJob(new JobId("a"), 0)),
        ("step = -1", new StepClosed(Step with { Step = -1 })),
        ("partition = -1", new Cancel(Key with { Partition = -1 })),
        ("partition = 4096", new Upload(Key with { Partition = 4096 })),
        ("attempt = -1", new AnswerMissing(Key with { Attempt = -1 })),
        ("worker = -1", new Goodbye(new WorkerId(-1), "")),
        ("incarnation = -1", new WorkerJoined(Worker, -1, 1, "cpu")),
        ("protocol version = 0", new WorkerJoined(Worker, 0, 0, "cpu")),
        ("device", new WorkerJoined(Worker, 0, 1, "")),
        ("device", new WorkerJoined(Worker, 0, 1, new string('c', 257))),
        ("vector length = 0", new JobOpened(new JobId("a"), 1, Worker, 0)),
        ("chunks = 0", Row with { Chunks = 0 }),
        ("chunks = 65537", Row with { Chunks = 65537 }),
        ("parameters version = -1", Row with { ParametersVersion = -1 }),
        ("does not rise", Row with { RowChunks = [2, 2] }),
        ("does not rise", Row with { RowChunks = [2, 1] }),
        ("not below 8", Row with { RowChunks = [1, 8] }),
        ("does not rise", Row with { RowChunks = [-1, 1] }),
        ("more than 1024", Row with
        {
            Chunks = 65536, RowChunks = [.. Enumerable.Range(0, 1025)], Coefficients = [],
        }),
        ("one for each of 2", Row with { Coefficients = [1] }),
        ("NaN", Row with { Coefficients = [1, double.NaN] }),
        ("Infinity", Row with { Coefficients = [double.PositiveInfinity, 1] }),
        ("local steps", Row with { Local = Local with { LearningRates = [] } }),
        ("local steps", Row with
        {
            Local = Local with { LearningRates = [.. Enumerable.Repeat(0.1, 1025)] },
        }),
        ("NaN", Row with { Local = Local with { LearningRates = [double.NaN] } }),
        ("gradient scale = 0", Row with { Local = Local with { GradientScale = 0 } }),
        ("gradient scale = NaN", Row with { Local = Local with { GradientScale = double.NaN } }),
        ("chunks done = -1", new Progress(Key, -1)),
        ("chunks done = 1025", new Progress(Key, 1025)),
        ("vector length = -2", Done with { VectorLength = -2 }),
        ("8 bytes inline", Done with { VectorLength = 3 }),
        ("8 bytes inline", Done with { VectorLength = (1 << 30) + 2 }),
        ("7 bytes inline", Done with { Inline = new byte[7] }),
        ("16388 bytes inline", Done with { VectorLength = 4097, Inline = new byte[16388] }),
        ("parameters seconds = NaN", Done with { Timings = new(double.NaN, 0, 0) }),
        ("compute seconds = -1", Done with { Timings = new(0, -1, 0) }),
        ("delay seconds = Infinity", Done with { Timings = new(0, 0, double.PositiveInfinity) }),
        ("cool-down seconds = -1", new WorkerQuarantined(Worker, "", -1)),
        ("fault", new InjectFault("")),
        ("fault", new InjectFault(new string('f', 257))),
        ("name of the job", Call with { Job = new JobId("A") }),
        ("job epoch = 0", Call with { JobEpoch = 0 }),
        ("worker = -1", Call with { Worker = new WorkerId(-1) }),
        ("incarnation = -1", Call with { Incarnation = -1 }),
        ("first step = -1", Call with { FirstStep = -1 }),
        ("data plane", Call with { DataPlane = "" }),
        ("data plane", Call with { DataPlane = "file:///etc/passwd" }),
        ("data plane", Call with { DataPlane = "10.0.0.5:7400" }),
        ("data plane", Call with { DataPlane = "http://" + new string('a', 506) }),
        ("job epoch = 0", new StopPartition(new JobId("a"), 0, Worker)),
        ("worker = -1", new StopPartition(new JobId("a"), 1, new WorkerId(-1))),
        ("version = -1", new PlacementRules(-1, [])),
        ("node", new PlacementRules(0, ["w1", ""])),
        ("node", new PlacementRules(0, [new string('w', 257)])),
        ("more than 200", new PlacementRules(0, [.. Enumerable.Repeat("w", 201)])),
    ];

    /// <summary>What only a record can be, since bytes have no null.</summary>
    private static readonly (string What, IWireMessage Bad)[] NullCases =
    [
        ("name of the job", new CloseJob(default, 1)),
        ("name of the job", new Cancel(default)),
        ("reason is absent", new Goodbye(Worker, null!)),
        ("error is absent", new ComputeFailed(Key, null!)),
        ("configuration is absent", new OpenJob(new JobId("a"), 1, null!)),
        ("row is absent", Row with { RowChunks = default }),
        ("coefficients are neither", Row with { Coefficients = default }),
        ("local steps", Row with { Local = Local with { LearningRates = default } }),
        ("configuration is absent", Call with { Configuration = null! }),
        ("data plane", Call with { DataPlane = null! }),
        ("nodes are absent", new PlacementRules(0, default)),
    ];

    [Fact]
    public void Sender_must_refuse_when_a_value_is_out_of_its_range()
    {
        foreach (var (what, bad) in Cases.Concat(NullCases))
        {
            var refusal = Assert.Throws<SerializationException>(() => wire.Write(bad));

            AssertSays("CDL-0122", what, refusal);
        }
    }

    [Fact]
    public void Receiver_must_refuse_when_a_value_is_out_of_its_range()
    {
        foreach (var (what, bad) in Cases)
        {
            var bytes = Unchecked(bad).ToByteArray();

            var refusal = Assert.Throws<SerializationException>(
                () => wire.Read(bytes, wire.Manifest(bad)));

            AssertSays("CDL-0122", what, refusal);
        }
    }

    [Theory]
    [InlineData("cancel.1")]
    [InlineData("compute.1")]
    [InlineData("ready.1")]
    [InlineData("step-closed.1")]
    [InlineData("open-job.1")]
    [InlineData("serve.1")]
    [InlineData("stop-partition.1")]
    public void Receiver_must_refuse_when_bytes_are_empty_and_parts_absent(string manifest)
    {
        AssertSays("CDL-0122", manifest, Refused([], manifest));
        AssertSays("CDL-0122", "no bytes", Refused(null!, manifest));
    }

    [Theory]
    [InlineData("compute.0")]
    [InlineData("compute.2")]
    [InlineData("compute")]
    [InlineData("")]
    [InlineData("System.String, mscorlib")]
    public void Receiver_must_refuse_when_the_manifest_is_unknown(string manifest)
    {
        var bytes = wire.Write(Row);

        AssertSays("CDL-0120", $"'{manifest}'", Refused(bytes, manifest));
    }

    [Fact]
    public void Receiver_must_refuse_briefly_when_the_manifest_is_endless()
    {
        var refusal = Refused([], new string('m', 1_000_000));

        Assert.True(refusal.Message.Length < 1000, refusal.Message);
    }

    [Theory]
    [InlineData("0AFFFFFFFF07")]
    [InlineData("0A7F")]
    [InlineData("0A0A6162")]
    [InlineData("0AFFFFFFFF0F")]
    [InlineData("22FFFFFFFF0F")]
    [InlineData("2AFFFFFFFFFFFFFFFFFF01")]
    [InlineData("320B0AFFFFFFFF070000000000")]
    [InlineData("22FFFFFFFF07")]
    [InlineData("2AFFFFFFFF07")]
    [InlineData("2A0900000000000000")]
    [InlineData("32FEFFFFFF07")]
    [InlineData("0B")]
    [InlineData("00")]
    public void Receiver_must_refuse_when_a_length_lies(string hex)
    {
        byte[] bytes = [.. wire.Write(Row), .. Convert.FromHexString(hex)];

        AssertSays("CDL-0122", "damaged", Refused(bytes, "compute.1"));
    }

    [Fact]
    public void Both_ends_must_refuse_when_a_message_is_too_large()
    {
        var large = new OpenJob(new JobId("a"), 1, new string('#', WireLimits.MessageBytesMax));
        var fits = large with { Configuration = large.Configuration[..^9] };

        Assert.Equal(WireLimits.MessageBytesMax, wire.Write(fits).Length);
        AssertSays("CDL-0121", "open-job.1", Assert.Throws<SerializationException>(
            () => wire.Write(large)));
        AssertSays(
            "CDL-0121", "32769", Refused(new byte[WireLimits.MessageBytesMax + 1], "open-job.1"));
    }

    [Fact]
    public void Largest_row_must_fit_when_all_its_parts_are_as_long_as_allowed()
    {
        var many = Enumerable.Range(0, WireLimits.RowChunksMax).ToList();
        var largest = new Compute(
            new AnswerKey(
                new StepKey(new JobId(new string('a', 64)), long.MaxValue, long.MaxValue),
                4095, int.MaxValue),
            long.MaxValue, 65536, [.. many.Select(i => 65536 - WireLimits.RowChunksMax + i)],
            [.. many.Select(i => 0.1 * i)], new LocalSteps([.. many.Select(i => 0.1 * i)], 8));

        Assert.InRange(wire.Write(largest).Length, 16 * 1024, WireLimits.MessageBytesMax);
    }

    [Fact]
    public void Sender_must_refuse_when_the_object_is_no_message()
    {
        AssertSays("CDL-0122", "System.String", Assert.Throws<SerializationException>(
            () => wire.Serializer.ToBinary("text")));
        AssertSays("CDL-0122", "null", Assert.Throws<SerializationException>(
            () => wire.Serializer.ToBinary(null!)));
    }

    [Fact]
    public void Receiver_must_skip_a_field_when_a_newer_version_added_it()
    {
        // Field 100 as text, field 101 as number, both after the known ones.
        byte[] bytes = [.. wire.Write(Row), 0xA2, 0x06, 2, (byte)'h', (byte)'i', 0xA8, 0x06, 1];

        Assert.Equal(Described.Of(Row), Described.Of(wire.Read(bytes, "compute.1")));
    }

    private SerializationException Refused(byte[] bytes, string manifest) =>
        Assert.Throws<SerializationException>(() => wire.Read(bytes, manifest));

    private static void AssertSays(string number, string what, SerializationException refusal) =>
        Assert.True(
            refusal.Message.StartsWith(number, StringComparison.Ordinal)
            && refusal.Message.Contains(what, StringComparison.Ordinal),
            $"'{refusal.Message}' lacks {number} or '{what}'");

    /// <summary>The way to the wire without the sender's check.</summary>
    private static IMessage Unchecked(IWireMessage message) => message switch
    {
        CloseJob m => ToWire.Of(m),
        StepClosed m => ToWire.Of(m),
        Cancel m => ToWire.Of(m),
        Upload m => ToWire.Of(m),
        AnswerMissing m => ToWire.Of(m),
        Goodbye m => ToWire.Of(m),
        WorkerJoined m => ToWire.Of(m),
        JobOpened m => ToWire.Of(m),
        Compute m => ToWire.Of(m),
        Progress m => ToWire.Of(m),
        Ready m => ToWire.Of(m),
        WorkerQuarantined m => ToWire.Of(m),
        InjectFault m => ToWire.Of(m),
        ServePartition m => ToWire.Of(m),
        StopPartition m => ToWire.Of(m),
        PlacementRules m => ToWire.Of(m),
        _ => throw new InvalidOperationException($"no case for {message}"),
    };
}
