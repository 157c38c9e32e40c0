using AkkaCoded.Messages.Security;

namespace AkkaCoded.Coordinator.Tests.Security;

public sealed class ClusterInitSpec : IDisposable
{
    private readonly string _parent =
        Directory.CreateTempSubdirectory("akkacoded-init-").FullName;

    private string Folder => Path.Combine(_parent, "certificates");

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public void Init_must_make_folders_that_nodes_can_load_when_they_are_named()
    {
        var run = CommandRun.Of(
            "cluster", "init", Folder, "--node", "coordinator=host1,10.0.0.5", "--node",
            "w1=host2", "--days", "7");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("scp -rp", run.Output);
        var coordinator = CertificateFolder.Load(Path.Combine(Folder, "coordinator"));
        var worker = CertificateFolder.Load(Path.Combine(Folder, "w1"));
        Assert.True(coordinator.IsPeer(worker.Certificate));
        var until = worker.Certificate.NotAfter;
        Assert.InRange(until, DateTime.Now.AddDays(6), DateTime.Now.AddDays(8));
    }

    [Fact]
    public void Init_must_say_what_it_made_when_json_is_asked_for()
    {
        var made = CommandRun.Of(
            "cluster", "init", Folder, "--node", "w1=host2", "--json").Json();

        Assert.Equal(Folder, made.GetProperty("folder").GetString());
        var node = made.GetProperty("nodes")[0];
        Assert.Equal("w1", node.GetProperty("name").GetString());
        Assert.Equal(
            CertificateFolder.Load(Path.Combine(Folder, "w1")).Certificate.Thumbprint,
            node.GetProperty("thumbprint").GetString());
    }

    [Fact]
    public void Init_must_overwrite_nothing_when_it_is_run_again()
    {
        Assert.Equal(0, Init("--node", "w1=host2").ExitCode);
        var before = Content();

        Assert.Contains("CDL-0760", Init("--node", "w2=host3").Error);
        Assert.Contains("CDL-0760", Init("--add", "w1=host2").Error);
        Assert.Contains("CDL-0761", Init("--add", "w2=a", "--add", "W2=b").Error);

        Assert.Equal(before, Content());
    }

    [Fact]
    public void Node_must_be_added_or_renewed_when_it_is_asked_for()
    {
        Assert.Equal(0, Init("--node", "w1=host2").ExitCode);
        var first = CertificateFolder.Load(Path.Combine(Folder, "w1"));

        Assert.Equal(0, Init("--add", "w2=host3").ExitCode);
        Assert.Equal(0, Init("--add", "w1=host4", "--replace").ExitCode);

        var second = CertificateFolder.Load(Path.Combine(Folder, "w1"));
        Assert.NotEqual(first.Certificate.Thumbprint, second.Certificate.Thumbprint);
        Assert.True(second.Certificate.MatchesHostname("host4"));
        Assert.True(first.IsPeer(second.Certificate));
        Assert.True(first.IsPeer(
            CertificateFolder.Load(Path.Combine(Folder, "w2")).Certificate));
    }

    [Theory]
    [InlineData("--node", "w1")]
    [InlineData("--node", "w1=")]
    [InlineData("--node", "=host")]
    [InlineData("--node", "../w1=host")]
    [InlineData("--node", ".w1=host")]
    [InlineData("--node", "ca.pem=host")]
    [InlineData("--node", "w1=ho st")]
    [InlineData("--node", "w1=http://host")]
    [InlineData("--node", "w1=0.0.0.0")]
    [InlineData("--node", "w1=host", "--days", "0")]
    [InlineData("--node", "w1=host", "--add", "w2=host")]
    [InlineData("--replace")]
    public void Init_must_make_nothing_when_it_is_asked_badly(params string[] arguments)
    {
        var run = Init(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("CDL-0761", run.Error);
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void Adding_must_be_refused_when_there_is_no_authority()
    {
        Assert.Contains("CDL-0760", Init("--add", "w1=host2").Error);
        Assert.False(Directory.Exists(Folder));
    }

    private CommandRun Init(params string[] arguments) =>
        CommandRun.Of(["cluster", "init", Folder, .. arguments]);

    private Dictionary<string, string> Content() => Directory
        .GetFiles(Folder, "*", SearchOption.AllDirectories)
        .ToDictionary(path => path, File.ReadAllText);
}
