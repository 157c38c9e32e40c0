using AkkaCoded.Coordinator.Diagnostics;

namespace AkkaCoded.Coordinator.Tests;

public sealed class ConfigurationCommandSpec : IDisposable
{
    private readonly string _job = Path.GetTempFileName();

    [Fact]
    public void Config_show_must_name_the_source_of_every_value()
    {
        File.WriteAllText(_job, "coded {\n  code.stragglers = 2\n}\n");

        var entries = CommandRun
            .Of("config", "show", _job, "--set", "training.seed=7", "--json").Json()
            .EnumerateArray()
            .ToDictionary(
                one => one.GetProperty("key").GetString()!,
                one => one.GetProperty("source").GetString()!);

        Assert.Equal($"{_job}:2", entries["coded.code.stragglers"]);
        Assert.Equal("command line", entries["coded.training.seed"]);
        Assert.Contains("reference.conf", entries["coded.code.seed"], StringComparison.Ordinal);
    }

    [Fact]
    public void Config_show_must_name_the_nearest_key_when_one_is_unknown()
    {
        File.WriteAllText(_job, "coded.code.straglers = 2\n");

        var run = CommandRun.Of("config", "show", _job);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("coded.code.stragglers", run.Error, StringComparison.Ordinal);
        Assert.Contains($"{_job}:1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_must_tell_load_and_name_a_family_that_survives_every_loss()
    {
        File.WriteAllText(_job, """
            coded {
              data.glyphs { train = 500, test = 100 }
              code { family = cyclic-mds, workers = 10, stragglers = 3, max-amplification = 2 }
            }
            """);

        var json = CommandRun.Of("validate", _job, "--json").Json();

        Assert.Equal(500, json.GetProperty("trainingSamples").GetInt64());
        var code = json.GetProperty("code");
        Assert.Equal(4, code.GetProperty("load").GetInt32());
        Assert.InRange(code.GetProperty("decodableShare").GetDouble(), 0.1, 0.99);
        Assert.Equal("fractional-repetition", code.GetProperty("saferFamily").GetString());
    }

    [Fact]
    public void Validate_must_build_a_family_that_a_researcher_names_in_the_job_file()
    {
        File.WriteAllText(_job, $$"""
            coded {
              data.glyphs { train = 500, test = 100 }
              code { family = "{{typeof(TwoHalves).AssemblyQualifiedName}}", workers = 4 }
            }
            """);

        var json = CommandRun.Of("validate", _job, "--json").Json();

        Assert.Equal("two-halves", json.GetProperty("code").GetProperty("family").GetString());
    }

    [Theory]
    [InlineData("2", 2, Finding.Ok)]
    [InlineData("1", 2, Finding.Warn)]
    [InlineData(null, 2, Finding.Warn)]
    [InlineData("1", null, Finding.Ok)]
    public void Doctor_must_warn_when_the_thread_limit_of_BLAS_is_not_in_force(
        string? wanted, int? measured, string status)
    {
        Assert.Equal(status, Doctor.BlasThreads(wanted, measured).Status);
    }

    [Fact]
    public void Doctor_must_find_the_libraries_that_tensors_use()
    {
        var tensors = CommandRun.Of("doctor", "--json").Json().EnumerateArray()
            .Single(one => one.GetProperty("check").GetString() == "tensors");

        Assert.Equal(Finding.Ok, tensors.GetProperty("status").GetString());
        Assert.Contains("libtorch", tensors.GetProperty("found").GetString(),
            StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_job);
}
