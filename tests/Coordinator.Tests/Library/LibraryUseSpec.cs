using System.Runtime.CompilerServices;

namespace AkkaCoded.Coordinator.Tests.Library;

public sealed class LibraryUseSpec
{
    private static readonly string Root =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", ".."));

    [Fact]
    public async Task Example_of_the_readme_must_train()
    {
        var output = new StringWriter();

        var result = await ReadmeExample.TrainAsync(
            Path.Combine(Root, "hocon", "digits.conf"), TextWriter.Synchronized(output));

        Assert.Equal(40, result.Steps);
        Assert.Contains("step 39: loss", output.ToString());
        Assert.Contains("answers not awaited", output.ToString());
    }

    [Fact]
    public void Readme_must_show_the_example_as_it_is_compiled()
    {
        var readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        var shown = readme.Split("```csharp\n")[1].Split("```")[0];
        var compiled = File.ReadAllLines(Here()[..^"LibraryUseSpec.cs".Length] + "ReadmeExample.cs")
            .Select(line => line.Trim()).ToHashSet();

        var missing = shown.Split('\n').Select(line => line.Trim())
            .Where(line => line.Length > 0 && !compiled.Contains(line));

        Assert.Empty(missing);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
