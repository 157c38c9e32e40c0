namespace AkkaCoded.TestSupport;

/// <summary>
/// A test on real data that is not part of the repository. The folder is <c>AKKACODED_DATA</c>, by
/// default <c>../shared/data</c> beside the checkout; where the data are missing the test is
/// skipped and says so. Continuous integration has the data, so nothing is skipped there.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DataFactAttribute : FactAttribute
{
    /// <param name="path">File or folder below the data folder that the test reads.</param>
    public DataFactAttribute(string path)
    {
        var isCi = Environment.GetEnvironmentVariable("CI") == "true";
        if (!isCi && !Path.Exists(DataFolder.PathOf(path)))
        {
            Skip = $"{path} is missing in {DataFolder.Root}: set AKKACODED_DATA to the data folder";
        }
    }
}

/// <summary>Where the data sets and traces lie on this machine.</summary>
internal static class DataFolder
{
    public static string Root { get; } =
        Environment.GetEnvironmentVariable("AKKACODED_DATA") is { Length: > 0 } folder
            ? folder
            : Path.GetFullPath(Path.Combine(RepositoryRoot(), "..", "shared", "data"));

    public static string PathOf(string path) => Path.Combine(Root, path);

    public static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AkkaCoded.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
