using AkkaCoded.Codes;
using AkkaCoded.Coordinator.LocalNodes;

namespace AkkaCoded.Coordinator.Tests.LocalNodes;

public sealed class WorkerProgramSpec : IDisposable
{
    private readonly string _folder =
        Directory.CreateTempSubdirectory("akkacoded-program-").FullName;

    private string Library => Path.Combine(_folder, "akkacoded.dll");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("/usr/lib/dotnet/dotnet", "/usr/lib/dotnet/dotnet")]
    [InlineData("/opt/tests/testhost", "dotnet")]
    [InlineData(null, "dotnet")]
    public void Program_must_be_started_by_the_same_runtime(string? running, string file)
    {
        File.WriteAllText(Library, "");
        var start = Program(running).StartInfo(new NodeStart("local-3", 5003));

        Assert.Equal(file, start.FileName);
        Assert.Equal(
            [
                Library, "worker", "--coordinator", "http://127.0.0.1:7400", "--name", "local-3",
                "--slots", "1", "--exit-with-parent", "--set", "node.control-port=5003", "--set",
                "a=b", "--set", "c=local-3",
            ],
            start.ArgumentList);
    }

    [Fact]
    public void Program_must_start_itself_where_it_is_an_executable()
    {
        var running = Path.Combine(_folder, "akkacoded");
        var start = Program(running).StartInfo(new NodeStart("local-3", 5003));

        Assert.Equal((running, "worker"), (start.FileName, start.ArgumentList[0]));
    }

    [Fact]
    public void Token_must_be_in_the_environment_alone()
    {
        File.WriteAllText(Library, "");
        var start = Program("dotnet").StartInfo(new NodeStart("local-3", 5003));

        Assert.Equal("secret", start.Environment["AKKACODED_TOKEN"]);
        Assert.DoesNotContain("secret", start.ArgumentList);
    }

    [Fact]
    public void Program_that_is_missing_must_be_named()
    {
        var error = Assert.Throws<InvalidInputException>(() => Program("dotnet"));

        Assert.Equal("CDL-0750", error.Code);
        Assert.Contains(Library, error.Message, StringComparison.Ordinal);
    }

    private WorkerProgram Program(string? running) => new(running, _folder)
    {
        Coordinator = new Uri("http://127.0.0.1:7400/"),
        Token = "secret",
        Settings = ["a=b"],
        SettingsOf = name => [$"c={name}"],
    };
}
