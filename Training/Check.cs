using AkkaCoded.Codes;

namespace AkkaCoded.Training;

/// <summary>Range checks of options; the error names key, value, range and what to do.</summary>
internal static class Check
{
    private const string Remedy = "Correct the key in the job file.";

    public static void Choice(
        string code, string key, string value, IReadOnlyList<string> allowed)
    {
        if (!allowed.Contains(value))
        {
            throw new InvalidInputException(code, key, value, string.Join(", ", allowed), Remedy);
        }
    }

    public static void Real(string code, string key, double value, double min, double max)
    {
        if (!(value >= min && value <= max))
        {
            throw new InvalidInputException(code, key, value, FormattableString.Invariant(
                $"{min:G9} .. {max:G9}"), Remedy);
        }
    }

    public static void Whole(string code, string key, long value, long min, long max)
    {
        if (value < min || value > max)
        {
            var open = max is long.MaxValue or int.MaxValue;
            var range = open ? $"at least {min}" : $"{min} .. {max}";
            throw new InvalidInputException(code, key, value, range, Remedy);
        }
    }

    public static void Named(string code, string key, string value, string what)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw new InvalidInputException(code, key, value, what, Remedy);
        }
    }
}
