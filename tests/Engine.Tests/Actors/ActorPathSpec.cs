using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

public sealed class ActorPathSpec : EngineSpec
{
    [Fact]
    public void Address_must_parse_what_it_prints()
    {
        var remote = new Address("akka.tcp", "cluster", "10.0.0.7", 4053);
        var local = new Address("akka", "cluster");

        Assert.Equal("akka.tcp://cluster@10.0.0.7:4053", remote.ToString());
        Assert.Equal("akka://cluster", local.ToString());
        Assert.Equal(remote, Address.Parse(remote.ToString()));
        Assert.Equal(local, Address.Parse(local.ToString()));
        Assert.True(remote.HasGlobalScope);
        Assert.True(local.HasLocalScope);
        Assert.Equal(4053, remote.Port);
        Assert.Equal("10.0.0.7", remote.Host);
        Assert.Equal("cluster", remote.System);
    }

    [Fact]
    public void Address_must_differ_when_any_part_differs()
    {
        var address = new Address("akka.tcp", "cluster", "a", 1);

        Assert.NotEqual(address, address.WithPort(2));
        Assert.NotEqual(address, address.WithHost("b"));
        Assert.NotEqual(address, address.WithSystem("other"));
        Assert.Equal(address, address.WithPort(2).WithPort(1));
        Assert.Equal(address.GetHashCode(), address.WithPort(2).WithPort(1).GetHashCode());
    }

    [Fact]
    public void Address_must_not_parse_text_that_is_none()
    {
        Assert.False(ActorPath.TryParseAddress("no address at all", out _));
    }

    [Fact]
    public void ActorPath_must_parse_what_it_prints()
    {
        const string Text = "akka.tcp://cluster@10.0.0.7:4053/user/jobs/mnist";

        var path = ActorPath.Parse(Text);

        Assert.Equal(Text, path.ToString());
        Assert.Equal("mnist", path.Name);
        Assert.Equal(["user", "jobs", "mnist"], path.Elements);
        Assert.Equal("/user/jobs/mnist", path.ToStringWithoutAddress());
        Assert.Equal(4053, path.Address.Port);
        Assert.Equal("jobs", path.Parent.Name);
        Assert.Equal(path, path.Parent / "mnist");
    }

    [Theory]
    [InlineData("user/jobs")]
    [InlineData("")]
    public void ActorPath_must_not_parse_text_that_is_none(string text)
    {
        Assert.False(ActorPath.TryParse(text, out _));
    }

    [Fact]
    public void ActorPath_must_build_children_by_name_or_names()
    {
        var root = new RootActorPath(new Address("akka", "s"));

        Assert.Equal("akka://s/", root.ToString());
        Assert.Equal("akka://s/user/a", (root / "user" / "a").ToString());
        Assert.Equal("akka://s/user/a", (root / ["user", "a"]).ToString());
        Assert.Equal(root / "user" / "a", root / ["user", "a"]);
        Assert.NotEqual(root / "user" / "a", root / "user" / "b");
        Assert.Equal(root, (root / "user").Root);
    }

    [Fact]
    public void ActorPath_must_order_by_its_elements()
    {
        var root = new RootActorPath(new Address("akka", "s"));

        Assert.True((root / "a").CompareTo(root / "b") < 0);
        Assert.Equal(0, (root / "a").CompareTo(root / "a"));
    }

    [Theory]
    [InlineData("worker-1", true)]
    [InlineData("a+b", true)]
    [InlineData("$a", false)]
    [InlineData("a b", false)]
    [InlineData("a/b", false)]
    public void ActorPath_must_tell_valid_element_names(string name, bool valid)
    {
        Assert.Equal(valid, ActorPath.IsValidPathElement(name));
    }

    [Fact]
    public void Path_must_show_where_an_actor_lives()
    {
        var parent = Start((message, context) =>
        {
            var child = context.ActorOf(FunctionActor.Of((_, _) => { }), (string)message);
            context.Sender.Tell(child);
        }, "parent");

        parent.Tell("child");
        var childRef = ExpectMsg<IActorRef>();

        Assert.Equal($"akka://{Sys.Name}/user/parent", parent.Path.ToString());
        Assert.Equal("/user/parent/child", childRef.Path.ToStringWithoutAddress());
        Assert.Equal(parent.Path, childRef.Path.Parent);
        Assert.NotEqual(0, childRef.Path.Uid);
    }

    [Fact]
    public void Path_must_be_made_up_when_an_actor_has_no_name()
    {
        var first = Start((_, _) => { });
        var second = Start((_, _) => { });

        Assert.NotEqual(first.Path, second.Path);
        Assert.StartsWith("$", first.Path.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Paths_must_be_equal_but_not_references_when_a_name_is_used_again()
    {
        var first = Start((_, _) => { }, "same");
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first);
        IActorRef second = ActorRefs.Nobody;
        AwaitAssert(() => second = Start((_, _) => { }, "same"));

        Assert.Equal(first.Path, second.Path);
        Assert.NotEqual(first, second);
        Assert.NotEqual(first.Path.Uid, second.Path.Uid);
    }
}
