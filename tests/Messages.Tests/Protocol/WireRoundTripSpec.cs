using Akka.Actor;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Messages.Tests.Support;

namespace AkkaCoded.Messages.Tests.Protocol;

public sealed class WireRoundTripSpec(WireSystem wire) : IClassFixture<WireSystem>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Formats_must_cover_every_message_when_compared_with_the_assembly()
    {
        var messages = typeof(IWireMessage).Assembly.GetTypes()
            .Where(type => type.IsClass && type.IsAssignableTo(typeof(IWireMessage)))
            .Select(type => type.Name)
            .Order();

        Assert.Equal(messages, WireFormats.All.Select(format => format.Type.Name).Order());
        Assert.Equal(
            messages, WireSamples.All.Select(s => s.Message.GetType().Name).Distinct().Order());
    }

    [Fact]
    public void Serializer_must_be_the_one_of_the_protocol_when_the_configuration_is_laid_under()
    {
        foreach (var (_, message) in WireSamples.All)
        {
            var found = wire.System.Serialization.FindSerializerFor(message);

            Assert.IsType<WireSerializer>(found);
            Assert.Equal(WireSerialization.Identifier, found.Identifier);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Messages_must_come_back_bit_for_bit_when_written_and_read(int seed)
    {
        var random = new RandomMessages(seed);
        for (var i = 0; i < 2000; i++)
        {
            var sent = random.Next();

            var bytes = wire.Write(sent);
            var got = wire.Read(bytes, wire.Manifest(sent));

            Assert.True(bytes.Length <= WireLimits.MessageBytesMax, $"seed {seed}: {sent}");
            Assert.Equal(Described.Of(sent), Described.Of(got));
        }
    }

    [Fact]
    public async Task Messages_must_travel_when_sent_between_actors()
    {
        var echo = wire.System.ActorOf(Props.Create(() => new Echo()));
        foreach (var (name, sent) in WireSamples.All)
        {
            var got = await echo.Ask<IWireMessage>(sent, Patience);

            Assert.True(Described.Of(sent) == Described.Of(got), $"{name} of {sent} became {got}");
            Assert.NotSame(sent, got);
        }
    }

    [Fact]
    public void Text_for_people_must_be_cut_when_it_is_too_long()
    {
        var kept = new string('x', WireLimits.TextCharsMax - 4);

        var got = (Goodbye)Through(new Goodbye(new WorkerId(1), kept + "\U0001F600 and more"));

        Assert.Equal(kept + "...", got.Reason);
        Assert.Equal(
            WireLimits.TextCharsMax,
            ((Goodbye)Through(got with { Reason = new string('x', 100_000) })).Reason.Length);
    }

    [Fact]
    public void Text_must_travel_when_it_holds_half_of_a_surrogate_pair()
    {
        var got = (Goodbye)Through(new Goodbye(new WorkerId(1), "a\ud83d!"));

        Assert.Equal("a\ufffd!", got.Reason);
    }

    private object Through(IWireMessage message) =>
        wire.Read(wire.Write(message), wire.Manifest(message));

    private sealed class Echo : ReceiveActor
    {
        public Echo() => Receive<IWireMessage>(message => Sender.Tell(message));
    }
}
