using System.Collections;
using System.Reflection;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Hocon;

namespace AkkaCoded.Messages.Configuration;

/// <summary>
/// Collects the layers of a configuration. Whatever the order of the calls, the command line wins
/// over the environment, that over the job file, that over the node file, and that over the
/// reference.conf of the modules. Substitutions see the final values of all layers.
/// </summary>
public sealed class ConfigLayers
{
    private const string ReferenceName = "reference.conf";

    private readonly List<Assembly> _modules = [typeof(ConfigLayers).Assembly];
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);
    private readonly List<string> _commandLine = [];
    private string? _nodeFile;
    private string? _jobFile;
    private string? _jobText;

    /// <summary>
    /// Adds the embedded resource <c>reference.conf</c> of a module. That of AkkaCoded.Messages is
    /// always there; later modules win over earlier ones.
    /// </summary>
    public ConfigLayers Module(Assembly module)
    {
        if (!_modules.Contains(module))
        {
            _modules.Add(module);
        }

        return this;
    }

    /// <summary>The file of this machine: devices, addresses, folders.</summary>
    public ConfigLayers NodeFile(string? path)
    {
        _nodeFile = path;
        return this;
    }

    /// <summary>The file of the job: model, data, code.</summary>
    public ConfigLayers JobFile(string? path)
    {
        _jobFile = path;
        return this;
    }

    /// <summary>A job that came as text, over a network: it may not include anything, since files
    /// of this machine are none of its sender's business.</summary>
    public ConfigLayers JobText(string text)
    {
        _jobText = text;
        return this;
    }

    /// <summary>
    /// Environment variables: <c>AKKACODED__CODE__SEED</c> sets <c>coded.code.seed</c>, and
    /// <c>${NAME}</c> in a file sees every variable that no key hides.
    /// </summary>
    public ConfigLayers Environment(IEnumerable<KeyValuePair<string, string>> variables)
    {
        foreach (var (name, value) in variables)
        {
            _environment[name] = value;
        }

        return this;
    }

    /// <summary>The environment of this process.</summary>
    public ConfigLayers ProcessEnvironment() => Environment(
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? "")));

    /// <summary>Overrides of the form <c>key=value</c>; <c>coded.</c> may be left out.</summary>
    public ConfigLayers CommandLine(IEnumerable<string> overrides)
    {
        _commandLine.AddRange(overrides);
        return this;
    }

    /// <summary>Reads, merges, resolves and checks all layers.</summary>
    /// <exception cref="InvalidInputException">CDL-0101 syntax, CDL-0102 a file that cannot be
    /// read, CDL-0103 a malformed override, CDL-0104 an unknown key, CDL-0742 a job's text that
    /// includes something.</exception>
    public LayeredConfig Build()
    {
        try
        {
            var reference = HoconResolver.Resolve(Reference(), Variable);
            var resolved = HoconResolver.Resolve(AllLayers(), Variable);
            KnownKeys.Check(reference, resolved);
            return new LayeredConfig(resolved);
        }
        catch (HoconException error)
        {
            throw new InvalidInputException(
                "CDL-0101", error.Origin.ToString(), error.Found, error.Expected,
                "Correct the configuration at this place.");
        }
    }

    private MapNode Reference()
    {
        var documents = new ConfigDocuments();
        var root = new MapNode(new HoconOrigin(ReferenceName));
        foreach (var module in _modules)
        {
            root.Overlay(documents.Resource(module, ReferenceName));
        }

        return root;
    }

    private MapNode AllLayers()
    {
        var documents = new ConfigDocuments();
        var root = Reference();
        foreach (var file in new[] { _nodeFile, _jobFile })
        {
            if (file is not null)
            {
                root.Overlay(documents.File(file));
            }
        }

        if (_jobText is not null)
        {
            root.Overlay(ConfigDocuments.Text(_jobText, "job"));
        }

        root.Overlay(ConfigOverrides.Environment(_environment));
        root.Overlay(ConfigOverrides.CommandLine(_commandLine));
        return root;
    }

    private string? Variable(string name) => _environment.GetValueOrDefault(name);
}
