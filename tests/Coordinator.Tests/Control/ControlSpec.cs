using AkkaCoded.Codes;
using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Coordinator.Control;

namespace AkkaCoded.Coordinator.Tests.Control;

public sealed class ControlSpec : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder =
        Directory.CreateTempSubdirectory("akkacoded-control").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Server_must_answer_one_client_after_the_other()
    {
        await using var server = ControlServer.Start(
            _folder, request => Task.FromResult(request.ToUpperInvariant()));

        for (var i = 0; i < 200; i++)
        {
            var answer = await ControlPipe.AskAsync(
                _folder + "/", $"crash worker={i}", Patience, CancellationToken.None);

            Assert.Equal($"ok CRASH WORKER={i}", answer);
        }
    }

    [Fact]
    public async Task Server_must_tell_why_when_a_request_is_refused()
    {
        await using var server = ControlServer.Start(
            _folder,
            _ => Task.FromException<string>(new InvalidInputException(
                "CDL-0001", "fault", "boom", "crash, hang", "Name a fault.")));

        var answer = await ControlPipe.AskAsync(
            _folder, "boom", Patience, CancellationToken.None);

        Assert.StartsWith("error ", answer);
        Assert.Contains("crash, hang", answer);
    }

    [Fact]
    public async Task Server_must_refuse_a_line_that_is_too_long_and_go_on()
    {
        await using var server = ControlServer.Start(_folder, Task.FromResult);

        var refused = await ControlPipe.AskAsync(
            _folder, new string('x', ControlPipe.LineLengthMax + 1), Patience,
            CancellationToken.None);
        var next = await ControlPipe.AskAsync(_folder, "y", Patience, CancellationToken.None);

        Assert.StartsWith("error ", refused);
        Assert.Equal("ok y", next);
    }

    [Fact]
    public async Task Chaos_verb_must_send_the_fault_and_show_the_answer()
    {
        await using var server = ControlServer.Start(
            _folder, request => Task.FromResult($"injected: {request}"));
        var (output, error) = (new StringWriter(), new StringWriter());

        var code = await Task.Run(() => CommandLineHost.Run(
            ["chaos", _folder, "slow", "worker=2", "factor=8"], output, error));

        Assert.Equal(ExitCode.Done, code);
        Assert.Equal("injected: slow worker=2 factor=8", output.ToString().Trim());
    }

    [Fact]
    public void Chaos_verb_must_say_that_no_run_listens()
    {
        var (output, error) = (new StringWriter(), new StringWriter());

        var code = CommandLineHost.Run(["chaos", _folder, "crash", "worker=3"], output, error);

        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("CDL-0194", error.ToString());
        Assert.Contains(_folder, error.ToString());
    }
}
