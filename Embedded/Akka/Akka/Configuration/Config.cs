using System;
using System.Collections.Generic;
using System.Linq;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>
/// A tree of settings with fallbacks below it. As in Akka.NET, whose signatures carry no null
/// annotations, values that may be missing come back as null although their types do not say so.
/// </summary>
public partial class Config
{
    public static readonly Config Empty = ConfigurationFactory.Empty;

    /// <summary>What this configuration itself says, without its fallbacks.</summary>
    private HoconValue? _own;

    public Config()
    {
    }

    public Config(HoconRoot root)
    {
        ArgumentNullException.ThrowIfNull(root.Value);
        _own = root.Value;
        Root = root.Value;
        Substitutions = root.Substitutions;
    }

    public Config(Config source, Config? fallback)
    {
        ArgumentNullException.ThrowIfNull(source);
        _own = source._own;
        Root = source.Root;
        Fallback = fallback!;
    }

    public Config Fallback { get; private set; } = null!;

    public virtual bool IsEmpty => Root is null || Root.IsEmpty;

    /// <summary>This configuration merged over its fallbacks.</summary>
    public virtual HoconValue Root { get; private set; } = null!;

    public IEnumerable<HoconSubstitution> Substitutions { get; set; } = [];

    public static Config operator +(Config config, string fallback) =>
        config.WithFallback(ConfigurationFactory.ParseString(fallback));

    public static Config operator +(string configHocon, Config fallbackConfig) =>
        ConfigurationFactory.ParseString(configHocon).WithFallback(fallbackConfig);

    public static implicit operator Config(string str) => ConfigurationFactory.ParseString(str);

    public virtual bool HasPath(string path) => GetNode(path) is not null;

    public HoconValue GetValue(string path) => GetNode(path)!;

    public virtual Config GetConfig(string path)
    {
        var node = GetNode(path);
        var own = node is null ? null : new Config(new HoconRoot(node));
        var below = Fallback?.GetConfig(path);
        return own is null ? below! : own.WithFallback(below);
    }

    public virtual Config WithFallback(Config? fallback)
    {
        if (ReferenceEquals(fallback, this))
        {
            throw new ArgumentException(
                "a configuration cannot be its own fallback", nameof(fallback));
        }

        if (fallback is null)
        {
            return this;
        }

        if (IsEmpty)
        {
            return fallback;
        }

        if (fallback.Root?.GetObject() is not { } weaker || Covers(weaker, ""))
        {
            return this;
        }

        // Where this is a plain value, not an object, there is nothing for the fallback to fill in.
        var merged = Copy(fallback);
        if (Root.GetObject() is { } stronger)
        {
            merged.Root = new HoconValue([weaker.MergedWith(stronger)]);
        }

        return merged;
    }

    /// <summary>The fields of the root, then those that only fallbacks have.</summary>
    public virtual IEnumerable<KeyValuePair<string, HoconValue>> AsEnumerable()
    {
        var seen = new HashSet<string>();
        for (var config = this; config is not null; config = config.Fallback)
        {
            foreach (var field in config.Root?.GetObject()?.Items ?? [])
            {
                if (seen.Add(field.Key))
                {
                    yield return field;
                }
            }
        }
    }

    public override string ToString() => _own?.ToString() ?? "";

    public string ToString(bool includeFallback) =>
        includeFallback ? Root?.ToString() ?? "" : ToString();

    protected Config Copy(Config? fallback = null) => new()
    {
        Fallback = Fallback is null ? fallback! : Fallback.Copy(fallback),
        Root = Root,
        Substitutions = Substitutions,
        _own = _own,
    };

    /// <summary>Would merging these fields below this configuration change nothing?</summary>
    private bool Covers(HoconObject weaker, string path) => weaker.Items.All(field =>
    {
        var key = $"\"{field.Key}\"";
        var below = path.Length == 0 ? key : path + "." + key;
        if (GetNode(below) is not { } own)
        {
            return false;
        }

        return field.Value.GetObject() is { } inner
            ? own.IsObject() && Covers(inner, below)
            : own.ToString() == field.Value.ToString();
    });

    private HoconValue? GetNode(string path)
    {
        var node = Root ?? throw new InvalidOperationException("the configuration has no root");
        foreach (var part in ConfigPath.Split(path))
        {
            node = node.GetChildObject(part);
            if (node is null)
            {
                return null;
            }
        }

        return node;
    }
}
