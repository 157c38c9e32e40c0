using System;
using System.Collections.Generic;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>Typed reading: a missing path gives the default, a wrong value throws.</summary>
public partial class Config
{
    public virtual bool GetBoolean(string path, bool @default = false) =>
        GetNode(path) is { } node ? node.GetBoolean() : @default;

    public virtual int GetInt(string path, int @default = 0) =>
        GetNode(path) is { } node ? node.GetInt() : @default;

    public virtual long GetLong(string path, long @default = 0) =>
        GetNode(path) is { } node ? node.GetLong() : @default;

    public virtual float GetFloat(string path, float @default = 0) =>
        GetNode(path) is { } node ? node.GetFloat() : @default;

    public virtual double GetDouble(string path, double @default = 0) =>
        GetNode(path) is { } node ? node.GetDouble() : @default;

    public virtual decimal GetDecimal(string path, decimal @default = 0) =>
        GetNode(path) is { } node ? node.GetDecimal() : @default;

    public virtual string GetString(string path, string? @default = null) =>
        GetNode(path) is { } node ? node.GetString() : @default!;

    /// <summary>Bytes, from a number with a unit such as `k` (1024) or `kB` (1000).</summary>
    public virtual long? GetByteSize(string path) => GetNode(path)?.GetByteSize();

    public virtual long? GetByteSize(string path, long? def = null) =>
        GetNode(path) is { } node ? node.GetByteSize() : def;

    /// <summary>A duration; a number without a unit is milliseconds.</summary>
    public virtual TimeSpan GetTimeSpan(
        string path, TimeSpan? @default = null, bool allowInfinite = true) =>
        GetNode(path) is { } node
            ? node.GetTimeSpan(allowInfinite)
            : @default.GetValueOrDefault();

    public virtual IList<string> GetStringList(string path) =>
        GetNode(path) is { } node ? node.GetStringList() : [];

    public virtual IList<string> GetStringList(string path, string[]? defaultPaths) =>
        GetNode(path) is { } node ? node.GetStringList() : defaultPaths!;

    public virtual IList<bool> GetBooleanList(string path) => Existing(path).GetBooleanList();

    public virtual IList<byte> GetByteList(string path) => Existing(path).GetByteList();

    public virtual IList<int> GetIntList(string path) => Existing(path).GetIntList();

    public virtual IList<long> GetLongList(string path) => Existing(path).GetLongList();

    public virtual IList<float> GetFloatList(string path) => Existing(path).GetFloatList();

    public virtual IList<double> GetDoubleList(string path) => Existing(path).GetDoubleList();

    public virtual IList<decimal> GetDecimalList(string path) => Existing(path).GetDecimalList();

    /// <summary>Lists of numbers have no default in Akka.NET: a missing one throws.</summary>
    private HoconValue Existing(string path) =>
        GetNode(path) ?? throw new ConfigurationException($"expected a list at `{path}`");
}
