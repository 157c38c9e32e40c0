using System.CommandLine;
using AkkaCoded.Codes;
using AkkaCoded.Simulation.Traces;

namespace AkkaCoded.Simulation.CommandLine;

/// <summary>The file of a trace verb, and how it is to be read.</summary>
internal sealed class TraceSource
{
    private static readonly Dictionary<string, TraceShape> Shapes = new(StringComparer.Ordinal)
    {
        ["auto"] = TraceShape.Auto,
        ["rows"] = TraceShape.Rows,
        ["transposed"] = TraceShape.Transposed,
        ["long"] = TraceShape.Long,
        ["run"] = TraceShape.Run,
        ["delays"] = TraceShape.Delays,
    };

    private static readonly Dictionary<string, bool> Missing = new(StringComparer.Ordinal)
    {
        ["fill"] = false,
        ["drop"] = true,
    };

    private readonly Argument<string> _file = new("file")
    {
        Description = "CSV of times, or the folder of a run.",
    };

    private readonly Option<string> _shape = new("--shape")
    {
        Description = "rows (one per step), transposed (one per worker), long (worker, step, "
            + "time), run (a run's arrivals), delays (a run's injected delays). Default: auto.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<string?> _unit = new("--unit")
    {
        Description = "Unit of the times: s, ms, us, ns, min. Default: as a header says, else s.",
    };

    private readonly Option<string> _missing = new("--missing")
    {
        Description = "Answers without a time: fill (drawn from those that took at least as long "
            + "as this one was waited for) or drop (leave the step out).",
        DefaultValueFactory = _ => "fill",
    };

    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Draws what is filled in.",
        DefaultValueFactory = _ => 1,
    };

    public TraceSource(Command command)
    {
        command.Add(_file);
        command.Add(_shape);
        command.Add(_unit);
        command.Add(_missing);
        command.Add(_seed);
    }

    /// <summary>What was read, every value known, and how many were missing.</summary>
    public (TraceGrid Grid, int Missing, int StepsLeftOut) Read(ParseResult parsed)
    {
        var shape = Known("--shape", parsed.GetRequiredValue(_shape), Shapes);
        var isDrop = Known("--missing", parsed.GetRequiredValue(_missing), Missing);
        var grid = TraceImport.Read(
            parsed.GetRequiredValue(_file), shape, parsed.GetValue(_unit));
        if (grid.Missing == 0)
        {
            return (grid, 0, 0);
        }

        var whole = isDrop
            ? grid.WithoutIncompleteSteps()
            : grid.Filled(parsed.GetValue(_seed));
        return (whole, grid.Missing, grid.Rows.Count - whole.Rows.Count);
    }

    private static T Known<T>(string key, string value, Dictionary<string, T> known) =>
        known.TryGetValue(value, out var found) ? found : throw new InvalidInputException(
            "CDL-0628", key, value, string.Join(", ", known.Keys), "Take one of these words.");
}
