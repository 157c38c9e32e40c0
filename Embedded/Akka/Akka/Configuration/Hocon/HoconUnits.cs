using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;

namespace Akka.Configuration.Hocon;

/// <summary>Durations and sizes with units.</summary>
internal static class HoconUnits
{
    private const double TicksPerNanosecond = TimeSpan.TicksPerMillisecond / 1e6;

    private static readonly Dictionary<string, double> TicksPerUnit = Durations();

    private static readonly Dictionary<string, long> BytesPerUnit = Sizes();

    /// <summary>A duration such as `250ms`; without a unit, milliseconds.</summary>
    /// <exception cref="FormatException">No number, negative, or an unknown unit.</exception>
    public static TimeSpan Duration(string text, bool allowInfinite)
    {
        ArgumentNullException.ThrowIfNull(text);
        var digits = text.AsSpan().TrimEnd(Letters);
        var unit = text[digits.Length..];
        if (unit.Length > 0 && digits.Length > 0 && TicksPerUnit.TryGetValue(unit, out var ticks))
        {
            return TimeSpan.FromTicks((long)Math.Round(ticks * Number(digits.TrimEnd())));
        }

        return allowInfinite && text.Equals("infinite", StringComparison.OrdinalIgnoreCase)
            ? Timeout.InfiniteTimeSpan
            : TimeSpan.FromMilliseconds(Number(text));
    }

    /// <summary>Bytes: `k`, `Ki`, `KiB` are 1024, `kB` is 1000; null for empty text.</summary>
    /// <exception cref="FormatException">No whole number, or an unknown unit.</exception>
    public static long? ByteSize(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        if (end == 0 || end == text.Length)
        {
            return long.Parse(text, NumberFormatInfo.InvariantInfo);
        }

        var unit = text[end..].Trim();
        return BytesPerUnit.TryGetValue(unit, out var factor)
            ? checked(factor * long.Parse(text.AsSpan(0, end), NumberFormatInfo.InvariantInfo))
            : throw new FormatException($"{unit} is not a valid byte size suffix");
    }

    private static ReadOnlySpan<char> Letters => "abcdefghijklmnopqrstuvwxyz";

    private static double Number(ReadOnlySpan<char> text)
    {
        var value = double.Parse(text, NumberFormatInfo.InvariantInfo);
        return value >= 0
            ? value
            : throw new FormatException($"Expected a positive value instead of {value}");
    }

    private static Dictionary<string, double> Durations()
    {
        var units = new Dictionary<string, double>();
        Add(TicksPerNanosecond, "nanoseconds", "nanosecond", "nanos", "nano", "ns");
        Add(1e3 * TicksPerNanosecond, "microseconds", "microsecond", "micros", "micro");
        Add(1e6 * TicksPerNanosecond, "milliseconds", "millisecond", "millis", "milli", "ms");
        Add(TimeSpan.TicksPerSecond, "seconds", "second", "s");
        Add(TimeSpan.TicksPerMinute, "minutes", "minute", "m");
        Add(TimeSpan.TicksPerHour, "hours", "hour", "h");
        Add(TimeSpan.TicksPerDay, "days", "day", "d");
        return units;

        void Add(double ticks, params string[] names)
        {
            foreach (var name in names)
            {
                units.Add(name, ticks);
            }
        }
    }

    private static Dictionary<string, long> Sizes()
    {
        var units = new Dictionary<string, long>();
        foreach (var name in new[] { "b", "B", "byte", "bytes" })
        {
            units.Add(name, 1);
        }

        long binary = 1;
        long metric = 1;
        foreach (var (letter, binaryName, metricName) in new[]
        {
            ("K", "kibibyte", "kilobyte"), ("M", "mebibyte", "megabyte"),
            ("G", "gibibyte", "gigabyte"), ("T", "tebibyte", "terabyte"),
            ("P", "pebibyte", "petabyte"), ("E", "exbibyte", "exabyte"),
        })
        {
            binary *= 1024;
            metric *= 1000;
            var small = letter.ToLowerInvariant();
            foreach (var name in new[]
            {
                letter, small, letter + "i", letter + "iB", binaryName, binaryName + "s",
            })
            {
                units.Add(name, binary);
            }

            // The one prefix that is small in decimal units.
            units.Add((letter == "K" ? small : letter) + "B", metric);
            units.Add(metricName, metric);
            units.Add(metricName + "s", metric);
        }

        return units;
    }
}
