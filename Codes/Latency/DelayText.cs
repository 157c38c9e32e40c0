using System.Globalization;

namespace AkkaCoded.Codes.Latency;

/// <summary>Checks of parameter values, and their text form.</summary>
internal static class DelayText
{
    public const string Page = "See docs/latency-laws.md.";

    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static KeyValuePair<string, string> Pair(string key, double value) =>
        new(key, Text(value));

    public static double Finite(string law, string key, double value) =>
        double.IsFinite(value) ? value : throw OutOfRange(law, key, value, "a finite number");

    public static double NotNegative(string law, string key, double value) =>
        double.IsFinite(value) && value >= 0
            ? value
            : throw OutOfRange(law, key, value, "0 or more, finite");

    public static double Positive(string law, string key, double value) =>
        double.IsFinite(value) && value > 0
            ? value
            : throw OutOfRange(law, key, value, "above 0, finite");

    public static InvalidInputException OutOfRange(
        string law, string key, double value, string allowed) =>
        new("CDL-0043", $"{key} of the latency law {law}", value, allowed,
            $"Change {key}. {Page}");
}
