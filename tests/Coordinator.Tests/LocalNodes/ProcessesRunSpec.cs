using AkkaCoded.Codes;
using AkkaCoded.Coordinator.LocalNodes;

namespace AkkaCoded.Coordinator.Tests.LocalNodes;

public sealed class ProcessesRunSpec
{
    private static readonly string[] Output =
        ["started", "akkacoded: CDL-0105: node.slots = 0", "See docs/errors.md#cdl-0105"];

    [Theory]
    [InlineData(2, "CDL-0751")]
    [InlineData(134, "CDL-0752")]
    public void Training_must_end_with_what_a_worker_said_when_workers_are_hopeless(
        int exit, string code)
    {
        var error = Assert.IsType<InvalidInputException>(
            ProcessesRun.Hopeless(new NodeEnd(new NodeExit(exit), Output)));

        Assert.Equal(code, error.Code);
        Assert.Contains(Output[1], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_must_end_as_on_a_machine_without_a_library_when_workers_lack_it()
    {
        var error = ProcessesRun.Hopeless(new NodeEnd(new NodeExit(3), Output));

        Assert.IsType<DllNotFoundException>(error);
        Assert.Contains(Output[1], error.Message, StringComparison.Ordinal);
    }
}
