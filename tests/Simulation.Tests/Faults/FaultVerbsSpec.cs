using System.CommandLine;
using System.Text.Json;
using AkkaCoded.Codes;
using AkkaCoded.Simulation.Faults;

namespace AkkaCoded.Simulation.Tests.Faults;

public sealed class FaultVerbsSpec
{
    [Fact]
    public void Faults_must_say_that_seeds_are_clean()
    {
        var (code, text) = Run("--seeds", "5", "--seed", "3");

        Assert.Equal(0, code);
        Assert.StartsWith("5 of 5 seeds clean in ", text);
    }

    [Fact]
    public void Faults_must_print_how_to_run_a_failing_seed_again()
    {
        var (code, text) = Run("--seeds", "2", "--break", "ApplyTwice");

        Assert.Equal(1, code);
        Assert.Contains("seed 1: no step is lost or applied twice", text);
        Assert.Contains(
            "again: ./akkacoded simulate faults --seed 1 --break ApplyTwice", text);
        Assert.Contains("0 of 2 seeds clean", text);
    }

    [Fact]
    public void Faults_must_show_the_events_of_a_seed_that_fails_again()
    {
        var (code, text) = Run("--seed", "1", "--break", "ApplyTwice");

        Assert.Equal(1, code);
        Assert.Contains("StepClosed", text);
        Assert.Contains("BROKEN no step is lost or applied twice", text);
    }

    [Fact]
    public void Faults_must_print_json()
    {
        var (code, text) = Run("--seeds", "2", "--break", "ApplyTwice", "--json");

        Assert.Equal(1, code);
        var failures = JsonDocument.Parse(text).RootElement.GetProperty("failures");
        Assert.Equal(2, failures.GetArrayLength());
        Assert.Equal(2, failures[1].GetProperty("seed").GetInt32());
    }

    [Theory]
    [InlineData("CDL-0640", "--seeds", "0")]
    [InlineData("CDL-0641", "--break", "Everything")]
    public void Faults_must_refuse_what_they_do_not_know(string error, string option, string value)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => Run(option, value));

        Assert.Equal(error, refusal.Code);
    }

    private static (int Code, string Text) Run(params string[] arguments)
    {
        var output = new StringWriter();
        var configuration = new InvocationConfiguration
        {
            Output = output,
            EnableDefaultExceptionHandler = false,
        };
        var code = FaultVerbs.Create().Parse(arguments).Invoke(configuration);
        return (code, output.ToString());
    }
}
