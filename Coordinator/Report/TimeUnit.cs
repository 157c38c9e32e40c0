namespace AkkaCoded.Coordinator.Report;

/// <summary>A unit in which times are shown.</summary>
/// <param name="Name">Such as <c>ms</c>.</param>
/// <param name="Seconds">Its length.</param>
public readonly record struct TimeUnit(string Name, double Seconds)
{
    private static readonly TimeUnit[] All =
    [
        new("h", 3600), new("min", 60), new("s", 1), new("ms", 1e-3), new("µs", 1e-6),
    ];

    /// <summary>The unit in which this time is at least 1, if there is one.</summary>
    public static TimeUnit For(double seconds) =>
        All.Cast<TimeUnit?>().FirstOrDefault(unit => Math.Abs(seconds) >= unit!.Value.Seconds)
            ?? (seconds == 0 ? new("s", 1) : All[^1]);

    /// <summary>A time with three digits and its unit, such as <c>22.3 ms</c>.</summary>
    public static string Text(double seconds)
    {
        var unit = For(seconds);
        return $"{Digits(seconds / unit.Seconds)} {unit.Name}";
    }

    /// <summary>A time as people say it: <c>1 h 20 min</c>, <c>3 min 5 s</c>, <c>12 s</c>.
    /// </summary>
    public static string Spoken(double seconds)
    {
        var time = TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(seconds), 0, 1e9));
        return time switch
        {
            { TotalHours: >= 1 } => $"{(int)time.TotalHours} h {time.Minutes} min",
            { TotalMinutes: >= 1 } => $"{time.Minutes} min {time.Seconds} s",
            _ => $"{time.Seconds} s",
        };
    }

    /// <summary>A time as a clock shows it: <c>4.2 s</c>, <c>3:05</c>, <c>1:20:09</c>.</summary>
    public static string Clock(double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        return time switch
        {
            { TotalHours: >= 1 } => $"{(int)time.TotalHours}:{time:mm\\:ss}",
            { TotalMinutes: >= 1 } => $"{time:m\\:ss}",
            _ => $"{seconds:0.0} s",
        };
    }

    /// <summary>Three significant digits, and no exponent where none is needed.</summary>
    public static string Digits(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1e6 => value.ToString("0.##e+0"),
        >= 100 => value.ToString("#,0"),
        >= 10 => value.ToString("0.0"),
        >= 0.1 => value.ToString("0.00"),
        >= 0.001 => value.ToString("0.0000"),
        _ => value.ToString("0.##e+0"),
    };
}
