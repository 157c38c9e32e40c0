using System.Collections.Immutable;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Membership;
using Akka.Cluster.Sharding;
using Akka.Cluster.Wire;
using AkkaCoded.EngineCluster.Tests.Support;
using Xunit.Abstractions;

namespace AkkaCoded.EngineCluster.Tests.Cores;

public sealed class ClusterWireSpec(ITestOutputHelper output) : IAsyncLifetime
{
    private RemoteWorld _world = null!;
    private ClusterWire _wire = null!;

    private static UniqueAddress Node => SeedTableSpec.Node("worker", -7);

    private static Member Worker => new(Node, 3, MemberStatus.Up, ["worker", "node:w1"]);

    public async Task InitializeAsync()
    {
        _world = await RemoteWorld.StartAsync("cluster");
        _wire = new ClusterWire((ExtendedActorSystem)_world.Seed);
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public void Messages_must_be_the_same_after_the_journey()
    {
        foreach (var message in Messages())
        {
            var bytes = _wire.ToBinary(message);
            var manifest = _wire.Manifest(message);
            var back = _wire.FromBinary(bytes, manifest);
            Assert.Equal(message.GetType(), back.GetType());
            Assert.Equal(bytes, _wire.ToBinary(back));
            Assert.EndsWith("1", manifest);
        }
    }

    [Fact]
    public void Every_message_of_the_wire_must_be_in_this_spec()
    {
        var known = typeof(IWireMessage).Assembly.GetTypes()
            .Where(type => type is { IsClass: true } && type.IsAssignableTo(typeof(IWireMessage)))
            .Append(typeof(ShardingEnvelope));
        Assert.Equal(
            known.Select(type => type.Name).Order(),
            Messages().Select(message => message.GetType().Name).Distinct().Order());
    }

    [Fact]
    public void Serializer_must_be_bound_with_a_number_of_its_own()
    {
        var serialization = ((ExtendedActorSystem)_world.Seed).Serialization;
        foreach (var message in Messages())
        {
            Assert.IsType<ClusterWire>(serialization.FindSerializerFor(message));
        }

        Assert.Equal(641, _wire.Identifier);
    }

    [Fact]
    public void Member_must_keep_all_it_says()
    {
        var change = new MemberChange(long.MaxValue, ChangeKind.Up, Worker, MemberStatus.Joining);
        var back = Journey(new TableChanged(change)).Change;
        Assert.Equal(change.Version, back.Version);
        Assert.Equal(MemberStatus.Joining, back.Previous);
        Assert.Equal(Worker.ToString(), back.Member.ToString());
        Assert.True(Worker.Roles.SetEquals(back.Member.Roles));
        Assert.Equal(-7, back.Member.UniqueAddress.Uid);
    }

    [Fact]
    public void Truncated_and_padded_messages_must_be_refused()
    {
        foreach (var message in Messages())
        {
            var bytes = _wire.ToBinary(message);
            var manifest = _wire.Manifest(message);
            for (var length = 0; length < bytes.Length; length++)
            {
                Refused(bytes[..length], manifest);
            }

            Refused([.. bytes, 0], manifest);
        }
    }

    [Fact]
    public void Garbage_must_be_read_as_something_or_refused_but_never_break()
    {
        const int Seed = 20261121;
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        foreach (var message in Messages())
        {
            var manifest = _wire.Manifest(message);
            for (var i = 0; i < 300; i++)
            {
                var bytes = _wire.ToBinary(message);
                if (bytes.Length > 0)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                Attempt(bytes, manifest);
                var noise = new byte[random.Next(64)];
                random.NextBytes(noise);
                Attempt(noise, manifest);
            }
        }
    }

    [Theory]
    [InlineData("join2")]
    [InlineData("")]
    [InlineData("Akka.Cluster.Wire.JoinRequest")]
    public void Unknown_manifest_must_be_refused(string manifest) => Refused([], manifest);

    [Fact]
    public void Events_that_can_not_be_must_be_refused()
    {
        var change = new MemberChange(1, ChangeKind.Removed, Worker, MemberStatus.Up);
        Refused(_wire.ToBinary(new TableChanged(change)), "changed1");
        var removed = new Member(Node, 1, MemberStatus.Removed, []);
        var snapshot = new MemberSnapshot(1, Node, [removed], []);
        Refused(_wire.ToBinary(new JoinWelcome(snapshot)), "welcome1");
    }

    [Fact]
    public void What_is_too_long_must_not_be_written()
    {
        var name = new string('x', 5000);
        Assert.Throws<SerializationException>(() => _wire.ToBinary(new GetHome(name)));
        var roles = Enumerable.Range(0, 65).Select(i => $"{i}").ToImmutableHashSet();
        Assert.Throws<SerializationException>(
            () => _wire.ToBinary(new JoinRequest(Node, roles)));
    }

    private IEnumerable<object> Messages()
    {
        var region = _world.Seed.ActorOf(Props.Empty);
        var snapshot = new MemberSnapshot(5, Node, [Worker], [Node]);
        return
        [
            new JoinRequest(Node, ["worker"]),
            new JoinWelcome(snapshot),
            new JoinRefused(Node, "no"),
            new TableChanged(new MemberChange(6, ChangeKind.Up, Worker, MemberStatus.Joining)),
            new LeaveRequest(Node.Address),
            new DownRequest(Node.Address),
            new ExitingConfirmed(Node),
            new Register(true),
            new Registered(region),
            new GetHome("s"),
            new HomeIs("s", region),
            new HostShard("s"),
            new BeginHandOff("s"),
            new BeginHandOffAck("s"),
            new HandOff("s"),
            new ShardStopped("s"),
            new LeaveRegion(),
            new RegionLeft(),
            new ShardingEnvelope("e", "text"),
        ];
    }

    private T Journey<T>(T message)
        where T : class =>
        Assert.IsType<T>(_wire.FromBinary(_wire.ToBinary(message), _wire.Manifest(message)));

    private void Refused(byte[] bytes, string manifest) =>
        Assert.Throws<SerializationException>(() => _wire.FromBinary(bytes, manifest));

    private void Attempt(byte[] bytes, string manifest)
    {
        try
        {
            _wire.FromBinary(bytes, manifest);
        }
        catch (SerializationException)
        {
            // As it should be.
        }
    }
}
