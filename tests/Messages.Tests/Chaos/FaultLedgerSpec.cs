using AkkaCoded.Codes;
using AkkaCoded.Messages.Chaos;

namespace AkkaCoded.Messages.Tests.Chaos;

/// <summary>Single faults happen once, also to a worker that was started anew.</summary>
public sealed class FaultLedgerSpec
{
    [Fact]
    public void Fault_must_happen_once_although_its_worker_computes_the_step_again()
    {
        var ledger = Ledger(0, "crash worker=1 step=5");
        Assert.Null(ledger.Take(4, 1));
        Assert.Null(ledger.Take(5, 0));
        Assert.Equal(FaultKind.Crash, ledger.Take(5, 1)!.Kind);
        Assert.Null(ledger.Take(5, 1));
        Assert.Null(ledger.Take(6, 1));
    }

    [Fact]
    public void Fault_must_happen_in_a_later_step_when_its_worker_did_not_compute_its_own()
    {
        var ledger = Ledger(0, "hang worker=0 step=5 for=1s", "fail worker=0 step=6");
        Assert.Equal(FaultKind.Hang, ledger.Take(9, 0)!.Kind);
        Assert.Equal(FaultKind.Fail, ledger.Take(9, 0)!.Kind);
        Assert.Null(ledger.Take(9, 0));
    }

    [Fact]
    public void Equal_faults_must_each_happen()
    {
        var ledger = Ledger(0, "fail worker=0 step=5", "fail worker=0 step=5");
        Assert.NotNull(ledger.Take(5, 0));
        Assert.NotNull(ledger.Take(5, 0));
        Assert.Null(ledger.Take(5, 0));
    }

    [Fact]
    public void Faults_of_steps_before_a_resumed_one_must_not_happen_again()
    {
        var ledger = Ledger(100, "crash worker=0 step=99", "crash worker=1 step=100");
        Assert.Null(ledger.Take(100, 0));
        Assert.NotNull(ledger.Take(100, 1));
    }

    [Fact]
    public void Fault_must_happen_once_when_many_threads_ask()
    {
        var ledger = Ledger(
            0, [.. Enumerable.Range(0, 100).Select(step => $"fail worker=0 step={step}")]);
        var taken = 0;
        Parallel.For(0, 1000, _ =>
        {
            if (ledger.Take(99, 0) is not null)
            {
                Interlocked.Increment(ref taken);
            }
        });
        Assert.Equal(100, taken);
    }

    [Fact]
    public void Injected_faults_must_hold_from_then_on()
    {
        var ledger = Ledger(50, "fail worker=0 step=60");
        var before = ledger.Plan;
        ledger.Inject("slow worker=1 factor=4");
        ledger.Inject("leave worker=1");
        Assert.Equal(1, before.SlowFactor(55, 1));
        Assert.Equal(4, ledger.Plan.SlowFactor(55, 1));
        Assert.Equal(FaultKind.Leave, ledger.Take(55, 1)!.Kind);
        Assert.Null(ledger.Take(56, 1));
        Assert.Equal(FaultKind.Fail, ledger.Take(60, 0)!.Kind);
    }

    [Theory]
    [InlineData(false, "crash worker=1", "CDL-0156")]
    [InlineData(true, "crash worker=2", "CDL-0150")]
    [InlineData(true, "crash", "CDL-0148")]
    public void Injection_must_be_refused_with_its_reason(bool enabled, string text, string code)
    {
        var options = new ChaosOptions { Enabled = enabled, Seed = 1, Law = null, Faults = [] };
        var ledger = new FaultLedger(options, 2);
        var error = Assert.Throws<InvalidInputException>(() => ledger.Inject(text));
        Assert.Equal(code, error.Code);
        Assert.Empty(ledger.Plan.Faults);
    }

    private static FaultLedger Ledger(long firstStep, params string[] faults) => new(
        new ChaosOptions
        {
            Enabled = true, Seed = 1, Law = null, Faults = [.. faults.Select(Fault.Parse)],
        },
        4, firstStep);
}
