using AkkaCoded.Codes;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Tests.Support;

namespace AkkaCoded.Messages.Tests.Configuration;

/// <summary>Which layer wins, where a value came from, and what is refused.</summary>
public sealed class ConfigLayersSpec : IDisposable
{
    private const string Key = "coded.code.stragglers";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("reference", "1", "AkkaCoded.Messages/reference.conf:")]
    [InlineData("node", "10", "node.conf:1")]
    [InlineData("job", "11", "job.conf:3")]
    [InlineData("environment", "12", "environment AKKACODED__CODE__STRAGGLERS")]
    [InlineData("command line", "13", "command line")]
    public void Strongest_layer_must_win_and_be_named(string upTo, string value, string source)
    {
        string[] order = ["reference", "node", "job", "environment", "command line"];
        var count = Array.IndexOf(order, upTo);
        var layers = new ConfigLayers();

        // Called from strong to weak: the order of the calls must not matter.
        if (count >= 4)
        {
            layers.CommandLine(["code.stragglers=13"]);
        }

        if (count >= 3)
        {
            layers.Environment([new("AKKACODED__CODE__STRAGGLERS", "12")]);
        }

        if (count >= 2)
        {
            layers.JobFile(_folder.Write("job.conf", "coded {\n code {\n  stragglers = 11\n }}"));
        }

        if (count >= 1)
        {
            layers.NodeFile(_folder.Write("node.conf", $"{Key} = 10"));
        }

        var config = layers.Build();
        var entry = config.Entries.Single(e => e.Key == Key);
        Assert.Equal($"\"{value}\"", entry.Value);
        Assert.Contains(source, entry.Source, StringComparison.Ordinal);
        Assert.Equal(entry.Source, config.SourceOf(Key));
        Assert.Equal(value, config.Config.GetString(Key));
    }

    [Fact]
    public void Entries_must_list_every_value_once()
    {
        var config = new ConfigLayers().CommandLine(["akka.loglevel=DEBUG"]).Build();
        Assert.Equal(config.Entries.Count, config.Entries.Select(e => e.Key).Distinct().Count());
        var expected = new ConfigEntry("akka.loglevel", "\"DEBUG\"", "command line");
        Assert.Contains(expected, config.Entries);
        Assert.Contains(config.Entries, e => e.Key == "coded.code.chunks" && e.Value == "null");
    }

    [Fact]
    public void Substitutions_and_appending_must_work_across_layers()
    {
        var node = _folder.Write("node.conf", "vars { base = 3, list = [1] }");
        var job = _folder.Write(
            "job.conf",
            "vars.list += ${vars.base}\ncoded.code { workers = ${vars.base}, seed = ${?SEED} }");
        var config = new ConfigLayers().NodeFile(node).JobFile(job)
            .Environment([new("SEED", "77")]).CommandLine(["vars.base=9"]).Build();
        Assert.Equal(9, config.Config.GetInt("coded.code.workers"));
        Assert.Equal(77, config.Config.GetInt("coded.code.seed"));
        Assert.Equal([1, 9], config.Config.GetIntList("vars.list"));
        Assert.EndsWith("job.conf:2", config.SourceOf("coded.code.workers"));
    }

    [Fact]
    public void Include_must_read_files_beside_and_resources()
    {
        _folder.Write(
            "parts/code.conf", "workers = 6\nstragglers = ${workers}\ninclude \"s.conf\"");
        _folder.Write("parts/s.conf", "seed = ${coded.code.workers}");
        var job = _folder.Write(
            "job.conf",
            "coded.code { include \"parts/code.conf\"\nstragglers = 2 }\n"
            + "vars { include resource(\"AkkaCoded.Messages/reference.conf\") }");
        var config = new ConfigLayers().JobFile(job).Build();
        Assert.Equal(6, config.Config.GetInt("coded.code.workers"));
        Assert.Equal(2, config.Config.GetInt("coded.code.stragglers"));
        Assert.Equal(6, config.Config.GetInt("coded.code.seed"));
        Assert.Equal(4, config.Config.GetInt("vars.coded.code.workers"));
        Assert.EndsWith("code.conf:1", config.SourceOf("coded.code.workers"));
    }

    [Theory]
    [InlineData("include \"missing.conf\"", "CDL-0102")]
    [InlineData("include \"job.conf\"", "CDL-0102")]
    [InlineData("include resource(\"AkkaCoded.Messages/none.conf\")", "reference.conf")]
    [InlineData("include resource(\"NoSuchAssembly/none.conf\")", "CDL-0102")]
    [InlineData("include resource(\"none.conf\")", "Assembly/resource-name")]
    public void Include_must_be_refused_when_it_cannot_be_read(string line, string part)
    {
        var job = _folder.Write("job.conf", "\n" + line);
        var error = Assert.Throws<InvalidInputException>(new ConfigLayers().JobFile(job).Build);
        Assert.Equal("CDL-0102", error.Code);
        Assert.Contains("job.conf:2", error.Key, StringComparison.Ordinal);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Includes_must_end_when_they_double_or_go_too_deep()
    {
        for (var i = 0; i < 20; i++)
        {
            var next = $"include \"f{i + 1}.conf\"\n";
            _folder.Write($"f{i}.conf", i == 19 ? "" : next);
            _folder.Write($"d{i}.conf", i == 10 ? "" : $"include \"d{i + 1}.conf\"\n" + Half(i));
        }

        var deep = new ConfigLayers().JobFile(Path.Combine(_folder.Path, "f0.conf"));
        var error = Assert.Throws<InvalidInputException>(deep.Build);
        Assert.Contains("at most 16 deep", error.Allowed, StringComparison.Ordinal);

        var wide = new ConfigLayers().JobFile(Path.Combine(_folder.Path, "d0.conf"));
        error = Assert.Throws<InvalidInputException>(wide.Build);
        Assert.Contains("at most 256 documents", error.Allowed, StringComparison.Ordinal);

        static string Half(int i) => $"include \"d{i + 1}.conf\"\n";
    }

    [Fact]
    public void Syntax_error_must_name_file_line_and_expectation()
    {
        var job = _folder.Write("job.conf", "coded {\n  code {\n    family = a@b\n  }\n}\n");
        var error = Assert.Throws<InvalidInputException>(new ConfigLayers().JobFile(job).Build);
        Assert.Equal("CDL-0101", error.Code);
        Assert.EndsWith("job.conf:3:15", error.Key);
        Assert.Contains("a value for `family`", error.Allowed, StringComparison.Ordinal);
        Assert.Equal("'@'", error.Value);
    }

    [Fact]
    public void Missing_file_must_be_refused()
    {
        var missing = Path.Combine(_folder.Path, "none.conf");
        var error = Assert.Throws<InvalidInputException>(new ConfigLayers().JobFile(missing).Build);
        Assert.Equal("CDL-0102", error.Code);
        Assert.Contains("none.conf", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("coded.code.stragler = 1", "coded.code.stragglers")]
    [InlineData("coded.cod { family = x }", "coded.code")]
    [InlineData("coded.loging.console.level = info", "coded.logging.console.level")]
    [InlineData("code.family = x", "coded.code.family")]
    [InlineData("kode = 1", "coded")]
    public void Unknown_key_must_be_refused_with_the_nearest(string line, string nearest)
    {
        var job = _folder.Write("job.conf", "\n" + line);
        var error = Assert.Throws<InvalidInputException>(new ConfigLayers().JobFile(job).Build);
        Assert.Equal("CDL-0104", error.Code);
        Assert.Contains("job.conf:2: ", error.Key, StringComparison.Ordinal);
        Assert.Contains(nearest, error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Value_in_place_of_a_section_must_be_refused()
    {
        var error = Assert.Throws<InvalidInputException>(
            new ConfigLayers().CommandLine(["code=3"]).Build);
        Assert.Equal("CDL-0105", error.Code);
        Assert.Contains("family", error.Allowed, StringComparison.Ordinal);
    }
}
