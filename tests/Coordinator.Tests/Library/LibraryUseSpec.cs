namespace AkkaCoded.Coordinator.Tests.Library;

public sealed class LibraryUseSpec
{
    private static readonly string Root = FindRoot();

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
        var compiled = File.ReadAllLines(Path.Combine(
                Root, "tests", "Coordinator.Tests", "Library", "ReadmeExample.cs"))
            .Select(line => line.Trim()).ToHashSet();

        var missing = shown.Split('\n').Select(line => line.Trim())
            .Where(line => line.Length > 0 && !compiled.Contains(line));

        Assert.Empty(missing);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "AkkaCoded.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("AkkaCoded.sln is in no folder above");
        }

        return folder;
    }
}
