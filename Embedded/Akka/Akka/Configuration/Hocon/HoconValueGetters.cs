using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Akka.Configuration.Hocon;

/// <summary>Typed reading of a value.</summary>
public partial class HoconValue
{
    private static readonly NumberFormatInfo Invariant = NumberFormatInfo.InvariantInfo;

    public bool GetBoolean() => GetString() switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        var other => throw new NotSupportedException($"Unknown boolean format: {other}"),
    };

    public byte GetByte() => byte.Parse(GetString(), Invariant);

    public int GetInt() => int.Parse(GetString(), Invariant);

    public long GetLong() => long.Parse(GetString(), Invariant);

    public float GetFloat() => float.Parse(GetString(), Invariant);

    public double GetDouble() => double.Parse(GetString(), Invariant);

    public decimal GetDecimal() => decimal.Parse(GetString(), Invariant);

    public TimeSpan GetTimeSpan(bool allowInfinite = true) =>
        HoconUnits.Duration(GetString(), allowInfinite);

    public long? GetByteSize() => HoconUnits.ByteSize(GetString());

    public IList<bool> GetBooleanList() => ListOf(value => value.GetBoolean());

    public IList<byte> GetByteList() => ListOf(value => value.GetByte());

    public IList<int> GetIntList() => ListOf(value => value.GetInt());

    public IList<long> GetLongList() => ListOf(value => value.GetLong());

    public IList<float> GetFloatList() => ListOf(value => value.GetFloat());

    public IList<double> GetDoubleList() => ListOf(value => value.GetDouble());

    public IList<decimal> GetDecimalList() => ListOf(value => value.GetDecimal());

    public IList<string> GetStringList() => ListOf(value => value.GetString());

    private List<T> ListOf<T>(Func<HoconValue, T> read) => GetArray().Select(read).ToList();
}
