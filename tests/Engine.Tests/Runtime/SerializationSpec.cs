using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace AkkaCoded.Engine.Tests;

public sealed class SerializationSpec : EngineSpec
{
    public SerializationSpec()
        : base($$"""
            akka.actor {
              serialize-messages = on
              serializers.steps = "{{typeof(StepSerializer).AssemblyQualifiedName}}"
              serialization-bindings {
                "{{typeof(IStepMessage).AssemblyQualifiedName}}" = steps
              }
              serialization-identifiers {
                "{{typeof(StepSerializer).AssemblyQualifiedName}}" = 4711
              }
            }
            """)
    {
    }

    [Fact]
    public void Message_must_go_through_its_serializer_when_messages_are_serialized()
    {
        var actor = Start((message, _) => TestActor.Tell(new Unserialized(message)));
        var sent = new Opened(7, "mnist");

        actor.Tell(sent);

        var received = ExpectMsg<Unserialized>().Message;
        Assert.Equal(sent, received);
        Assert.NotSame(sent, received);
    }

    [Fact]
    public void Message_must_stay_the_same_object_when_it_needs_no_serialization()
    {
        var actor = Start((message, _) => TestActor.Tell(message));
        var sent = new Unserialized("as it is");

        actor.Tell(sent);

        Assert.Same(sent, ExpectMsg<Unserialized>());
    }

    [Fact]
    public void Serializer_must_be_found_by_interface_binding()
    {
        var serializer = Sys.Serialization.FindSerializerFor(new Closed(1));

        Assert.IsType<StepSerializer>(serializer);
        Assert.Equal(4711, serializer.Identifier);
        Assert.Same(serializer, Sys.Serialization.FindSerializerForType(typeof(Opened)));
    }

    [Fact]
    public void Serialized_bytes_must_be_read_back_by_identifier_and_manifest()
    {
        var serializer = (SerializerWithStringManifest)Sys.Serialization.FindSerializerFor(
            new Opened(3, "cifar"));
        var manifest = serializer.Manifest(new Opened(3, "cifar"));
        var bytes = Sys.Serialization.Serialize(new Opened(3, "cifar"));

        var back = Sys.Serialization.Deserialize(bytes, 4711, manifest);

        Assert.Equal("O1", manifest);
        Assert.Equal(new Opened(3, "cifar"), back);
    }

    [Fact]
    public void Unknown_serializer_identifier_must_be_refused()
    {
        Assert.ThrowsAny<Exception>(() => Sys.Serialization.Deserialize([1, 2], 998_877, "X"));
    }

    [Fact]
    public void Actor_reference_must_survive_as_its_serialized_path()
    {
        var actor = Start((message, _) => TestActor.Tell(message), "target");

        var text = Serialization.SerializedActorPath(actor);
        var back = ((ExtendedActorSystem)Sys).Provider.ResolveActorRef(text);

        Assert.Equal(actor, back);
        back.Tell(new Unserialized("hello"));
        Assert.Equal("hello", ExpectMsg<Unserialized>().Message);
    }

    private interface IStepMessage;

    private sealed record Opened(int Step, string Job) : IStepMessage;

    private sealed record Closed(int Step) : IStepMessage;

    private sealed record Unserialized(object Message) : INoSerializationVerificationNeeded;

    private sealed class StepSerializer(ExtendedActorSystem system)
        : SerializerWithStringManifest(system)
    {
        public override string Manifest(object o) => o switch
        {
            Opened => "O1",
            Closed => "C1",
            _ => throw new ArgumentException($"no manifest for {o.GetType()}"),
        };

        public override byte[] ToBinary(object obj) => obj switch
        {
            Opened opened => Encoding.UTF8.GetBytes($"{opened.Step}/{opened.Job}"),
            Closed closed => Encoding.UTF8.GetBytes($"{closed.Step}"),
            _ => throw new ArgumentException($"cannot write {obj.GetType()}"),
        };

        public override object FromBinary(byte[] bytes, string manifest)
        {
            var parts = Encoding.UTF8.GetString(bytes).Split('/');
            return manifest switch
            {
                "O1" => new Opened(int.Parse(parts[0]), parts[1]),
                "C1" => new Closed(int.Parse(parts[0])),
                _ => throw new ArgumentException($"unknown manifest {manifest}"),
            };
        }
    }
}
