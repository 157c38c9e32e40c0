using System.Runtime.InteropServices;
using AkkaCoded.Coordinator.CommandLine;

namespace AkkaCoded.Coordinator.Tests;

public sealed class StopSignalsSpec
{
    [Fact]
    public void StopSignals_must_ask_first_and_end_at_once_when_told_again()
    {
        var ends = 0;
        using var signals = new StopSignals(() => ends++);
        var first = new PosixSignalContext(PosixSignal.SIGTERM);
        signals.Handle(first);
        Assert.True(first.Cancel);
        Assert.True(signals.Token.IsCancellationRequested);
        Assert.Equal(0, ends);
        signals.Handle(new PosixSignalContext(PosixSignal.SIGINT));
        Assert.Equal(1, ends);
    }

    [Fact]
    public void StopSignals_of_a_child_must_leave_interrupts_to_its_parent()
    {
        using var signals = new StopSignals(() => { }, isChild: true);
        var interrupt = new PosixSignalContext(PosixSignal.SIGINT);
        signals.Handle(interrupt);
        Assert.True(interrupt.Cancel);
        Assert.False(signals.Token.IsCancellationRequested);
        signals.Handle(new PosixSignalContext(PosixSignal.SIGTERM));
        Assert.True(signals.Token.IsCancellationRequested);
    }
}
