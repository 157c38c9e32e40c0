using Akka.Configuration;

namespace AkkaCoded.Training.Configuration;

/// <summary>The defaults of this module: <c>Training/reference.conf</c>, the only place for them.</summary>
public static class TrainingReference
{
    private static readonly Lazy<string> LazyText = new(Load);
    private static readonly Lazy<Config> LazyConfig =
        new(() => ConfigurationFactory.ParseString(LazyText.Value));

    /// <summary>The file as text, with its comments.</summary>
    public static string Text => LazyText.Value;

    /// <summary>The parsed defaults, to be used as the fallback of a job file.</summary>
    public static Config Config => LazyConfig.Value;

    private static string Load()
    {
        var assembly = typeof(TrainingReference).Assembly;
        using var stream =
            assembly.GetManifestResourceStream("AkkaCoded.Training.reference.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
