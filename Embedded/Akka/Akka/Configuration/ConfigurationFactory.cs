using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>
/// Where configurations come from. The HOCON itself is read by the reader of Messages/Hocon, which
/// is compiled into this assembly too, so that both builds understand job files alike.
/// </summary>
public class ConfigurationFactory
{
    private const string DefaultResource = "Akka.Configuration.akka.conf";

    private static readonly JsonSerializerOptions JsonOptions = new() { IncludeFields = true };

    public static Config Empty => ParseString("");

    public static Config ParseString(string hocon) => ParseString(hocon, null);

    public static Config ParseString(string hocon, Func<string, HoconRoot>? includeCallback) =>
        new(Parser.Parse(hocon, includeCallback));

    /// <summary>
    /// Akka.NET reads the section `akka` of app.config here. The stand-in knows no such sections
    /// and refuses a file that has one.
    /// </summary>
    public static Config Load()
    {
        var name = Assembly.GetEntryAssembly()?.GetName().Name;
        var file = Path.Combine(AppContext.BaseDirectory, name + ".dll.config");
        if (File.Exists(file) && File.ReadAllText(file).Contains("<akka", StringComparison.Ordinal))
        {
            throw new ConfigurationException(
                $"{file}: expected no section `akka`: the embedded engine reads HOCON files only");
        }

        return Empty;
    }

    public static Config Default() =>
        FromResource(DefaultResource, typeof(ConfigurationFactory).Assembly);

    public static Config FromResource<TAssembly>(string resourceName) =>
        FromResource(resourceName, typeof(TAssembly).Assembly);

    public static Config FromResource(string resourceName, object instanceInAssembly) =>
        FromResource(resourceName, instanceInAssembly switch
        {
            Assembly assembly => assembly,
            Type type => type.Assembly,
            _ => instanceInAssembly.GetType().Assembly,
        });

    public static Config FromResource(string resourceName, Assembly assembly)
    {
        using var stream = assembly.GetManifestResourceStream(resourceName);
        if (stream is null)
        {
            var names = string.Join(", ", assembly.GetManifestResourceNames().Order());
            throw new ConfigurationException(
                $"{resourceName}: expected an embedded resource of {assembly.GetName().Name}; "
                + $"it has: {names}");
        }

        using var reader = new StreamReader(stream);
        return new Config(Parser.Parse(reader.ReadToEnd(), null, resourceName));
    }

    public static Config FromObject(object source) =>
        ParseString(JsonSerializer.Serialize(source, JsonOptions));
}
