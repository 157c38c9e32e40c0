using System.Globalization;
using AkkaCoded.Codes;

namespace AkkaCoded.Simulation.Traces;

/// <summary>Numbers and units of imported traces.</summary>
internal static class TraceNumber
{
    public static readonly string[] Units = ["s", "ms", "us", "ns", "min"];

    /// <summary>A finite number with a decimal point, or null.</summary>
    public static double? Parse(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            ? value
            : null;

    /// <summary>How many of a unit a second has: dividing by it gives the number nearest to the
    /// true one, multiplying by a millionth would not.</summary>
    public static double PerSecond(string unit) => unit switch
    {
        "s" => 1,
        "ms" => 1e3,
        "us" => 1e6,
        "ns" => 1e9,
        "min" => 1 / 60.0,
        _ => throw new InvalidInputException(
            "CDL-0622", "--unit", unit, string.Join(", ", Units), "Name the unit of the file."),
    };

    /// <summary>Seconds of a cell; NaN for an empty one, which is a missing answer.</summary>
    public static double Time(CsvTable table, CsvRow row, int column, double perSecond)
    {
        var cell = column < row.Cells.Length ? row.Cells[column] : "";
        if (cell.Length == 0 || cell.ToLowerInvariant() is "nan" or "na" or "null" or "none")
        {
            return double.NaN;
        }

        return Parse(cell) is { } value && value >= 0
            ? value / perSecond
            : throw new InvalidInputException(
                "CDL-0623", table.Place(row, column), cell,
                "a time of 0 or more with a decimal point, or nothing",
                "Correct the cell; empty means that no answer came.");
    }
}
