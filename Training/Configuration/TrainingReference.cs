using Akka.Configuration;
using AkkaCoded.Messages.Configuration;

namespace AkkaCoded.Training.Configuration;

/// <summary>
/// The defaults of this module: <c>Training/reference.conf</c>, the only place for them.
/// </summary>
public static class TrainingReference
{
    private static readonly Lazy<string> LazyText = new(Load);
    private static readonly Lazy<Config> LazyConfig = new(() => Layers().Build().Config);

    /// <summary>The file as text, with its comments.</summary>
    public static string Text => LazyText.Value;

    /// <summary>The defaults of this module and of Messages.</summary>
    internal static Config Config => LazyConfig.Value;

    /// <summary>Layers that know the keys of this module and of Messages.</summary>
    internal static ConfigLayers Layers() =>
        new ConfigLayers().Module(typeof(TrainingReference).Assembly);

    private static string Load()
    {
        var assembly = typeof(TrainingReference).Assembly;
        using var stream = assembly.GetManifestResourceStream("reference.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
