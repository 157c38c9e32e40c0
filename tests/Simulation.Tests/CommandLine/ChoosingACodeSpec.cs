using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using AkkaCoded.TestSupport;

namespace AkkaCoded.Simulation.Tests.CommandLine;

/// <summary>The figures of docs/choosing-a-code.md are those that its commands print.</summary>
public sealed partial class ChoosingACodeSpec
{
    private const string DataVariable = "$AKKACODED_DATA";

    private static readonly string Page = File.ReadAllText(
        Path.Combine(DataFolder.RepositoryRoot(), "docs", "choosing-a-code.md"));

    [Fact]
    [Trait("Suite", "Slow")]
    public void Figures_of_the_page_must_be_those_of_its_commands_when_they_use_a_law() =>
        Assert.True(CheckSimulations(usesData: false) >= 6);

    [DataFact("traces/bytedance_SE.csv")]
    public void Figures_of_the_page_must_be_those_of_its_commands_when_they_use_a_trace() =>
        Assert.True(CheckSimulations(usesData: true) >= 4);

    [DataFact("traces/bytedance_SE.csv")]
    public void Figures_of_the_page_must_be_those_of_trace_inspect()
    {
        var (command, rows) = Blocks().Single(block =>
            block.Command.StartsWith("trace inspect $", StringComparison.Ordinal));
        var json = Run(command.Replace(" --json", "", StringComparison.Ordinal));
        Assert.Equal(2, rows.Count);
        foreach (var row in rows)
        {
            var value = row[0].Split('.').Aggregate(json, (at, key) => at.GetProperty(key));
            AssertShown(row[1], value.GetDouble(), row[0]);
        }
    }

    private static int CheckSimulations(bool usesData)
    {
        var chosen = Blocks().Where(block =>
            block.Command.StartsWith("simulate", StringComparison.Ordinal) && block.Rows.Count > 0
            && block.Command.Contains(DataVariable) == usesData).ToArray();
        foreach (var (command, rows) in chosen)
        {
            CheckTable(Run(command), rows);
        }

        return chosen.Length;
    }

    private static void CheckTable(JsonElement json, IReadOnlyList<string[]> rows)
    {
        var policies = json.GetProperty("policies").EnumerateArray().ToArray();
        Assert.Equal(policies.Length, rows.Count);
        var all = json.GetProperty("waitForAllSeconds").GetDouble();
        foreach (var (row, policy) in rows.Zip(policies))
        {
            var name = policy.GetProperty("name").GetString()!;
            Assert.Equal(row[0], name);
            AssertShown(row[1], policy.GetProperty("meanStepSeconds").GetDouble(), name);
            AssertShown(row[2], all / policy.GetProperty("totalSeconds").GetDouble(), name);
        }
    }

    /// <summary>The page shows a rounded number: no more than half of its last digit off.
    /// </summary>
    private static void AssertShown(string shown, double value, string what)
    {
        var digits = shown.Contains('.') ? shown.Length - shown.IndexOf('.') - 1 : 0;
        var off = Math.Abs(double.Parse(shown, CultureInfo.InvariantCulture) - value);
        Assert.True(
            off <= 0.501 * Math.Pow(10, -digits), $"{what}: the page says {shown}, not {value}");
    }

    private static JsonElement Run(string command) => CommandRun.Of(
        [
            .. Word().Matches(command).Select(match => match.Value.Trim('"')
                .Replace(DataVariable, DataFolder.Root, StringComparison.Ordinal)),
            "--json",
        ]).Json();

    /// <summary>Every command of the page, and the rows of the table under it.</summary>
    private static IEnumerable<(string Command, IReadOnlyList<string[]> Rows)> Blocks()
    {
        foreach (Match match in Block().Matches(Page))
        {
            var command = match.Groups[1].Value.Replace("\\\n", "", StringComparison.Ordinal);
            var rows = match.Groups[2].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Skip(2).Select(row => row.Split('|', StringSplitOptions.TrimEntries)[1..^1]
                    .Select(cell => cell.Trim('`')).ToArray()).ToArray();
            yield return (command, rows);
        }
    }

    [GeneratedRegex("```sh\n\\./akkacoded ([^`]*)\n```\n\n?((?:\\|.*\n)*)")]
    private static partial Regex Block();

    [GeneratedRegex("\"[^\"]*\"|[^\\s\"]+")]
    private static partial Regex Word();
}
