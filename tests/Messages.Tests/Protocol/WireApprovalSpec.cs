using AkkaCoded.Messages.Protocol;
using AkkaCoded.Messages.Tests.Support;

namespace AkkaCoded.Messages.Tests.Protocol;

/// <summary>The bytes are a promise to nodes of other versions; see docs/wire.md, "Change".
/// </summary>
public sealed class WireApprovalSpec(WireSystem wire) : IClassFixture<WireSystem>
{
    private const string Source = "tests/Messages.Tests/Protocol/wire.approved.txt";

    [Fact]
    public void Bytes_must_be_the_approved_ones_when_samples_are_written()
    {
        var written = WireSamples.All
            .Select(sample => $"{Title(sample)}|{Convert.ToHexString(wire.Write(sample.Message))}")
            .ToList();
        var received = Path.Combine(AppContext.BaseDirectory, "Protocol", "wire.received.txt");
        File.WriteAllLines(received, written);

        var approved = Approved();
        var difference = approved.Except(written).Select(line => "- " + line)
            .Concat(written.Except(approved).Select(line => "+ " + line))
            .ToList();

        Assert.True(
            approved.SequenceEqual(written),
            "The bytes on the wire changed. Nodes of an older version may misread them: read "
            + "docs/wire.md, \"Change\", first. If it is right, approve it with\n  cp "
            + $"'{received}' {Source}\n{string.Join('\n', difference)}");
    }

    [Fact]
    public void Approved_bytes_must_be_read_as_the_samples_when_they_arrive()
    {
        var samples = WireSamples.All.ToDictionary(Title, sample => sample.Message);
        foreach (var line in Approved())
        {
            var bar = line.IndexOf('|');
            var bytes = Convert.FromHexString(line[(bar + 1)..]);

            var got = wire.Read(bytes, line[..line.IndexOf(' ')]);

            Assert.Equal(Described.Of(samples[line[..bar]]), Described.Of(got));
        }
    }

    private static string[] Approved() => File.ReadAllLines(
        Path.Combine(AppContext.BaseDirectory, "Protocol", "wire.approved.txt"));

    private string Title((string Name, IWireMessage Message) sample) =>
        $"{wire.Manifest(sample.Message)} ({sample.Name})";
}
