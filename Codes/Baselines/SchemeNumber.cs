using System.Globalization;

namespace AkkaCoded.Codes.Baselines;

/// <summary>Numbers in names of schemes, the same in every culture.</summary>
internal static class SchemeNumber
{
    public static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
