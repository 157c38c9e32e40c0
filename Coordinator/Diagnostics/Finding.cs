namespace AkkaCoded.Coordinator.Diagnostics;

/// <summary>One line of <c>doctor</c>.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Status">OK, WARN (works, but badly) or FAIL (does not work).</param>
/// <param name="Found">What is there.</param>
/// <param name="Remedy">What to do; null where nothing is to be done.</param>
internal sealed record Finding(string Check, string Status, string Found, string? Remedy)
{
    public const string Ok = "OK";
    public const string Warn = "WARN";
    public const string Fail = "FAIL";

    public static Finding Good(string check, string found) => new(check, Ok, found, null);
}
