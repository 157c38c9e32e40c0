using System.CommandLine;
using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>code show</c>: what one code costs and survives.</summary>
internal static class CodeShowCommand
{
    /// <summary>From so many workers on a general code takes seconds to check.</summary>
    private const int SlowWorkers = 100;

    private static readonly Argument<string> Family = new("family")
    {
        HelpName = "family",
        Description = "A family of `code list`, or a class: \"My.Namespace.MyCode, MyAssembly\".",
    };

    private static readonly Option<int> Workers = Options.Workers();

    private static readonly Option<int> Stragglers = new("--stragglers", "-s")
    {
        Description = "s: how many missing answers the code shall survive, 0 to n - 1.",
        Required = true,
    };

    private static readonly Option<ulong> Seed = Options.Seed();

    private static readonly Option<double> MaxAmplification = new("--max-amplification")
    {
        Description = "A set that amplifies rounding noise more than this counts as lost.",
        DefaultValueFactory = _ => DecodableSet.DefaultMaxAmplification,
    };

    private static readonly Option<int?> Chunks = new("--chunks")
    {
        Description = "Chunks of a step. Default: the family's own choice, mostly n.",
    };

    private static readonly Option<int?> Degree = new("--degree")
    {
        Description = "Workers per chunk (bernoulli, stochastic, regular-graph). Default s + 1.",
    };

    private static readonly Option<double?> Probability = new("--straggler-probability")
    {
        Description = "Probability of a missing answer (stochastic). Default s / n.",
    };

    private static readonly Option<double[]> Speeds = new("--speeds")
    {
        Description = "Relative speeds, one per worker (heterogeneous): --speeds 1 1 2 4.",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int> Sample = new("--sample")
    {
        Description = "How many loss patterns to draw where there are too many to check all.",
        DefaultValueFactory = _ => new CodeReportOptions().PatternSample,
    };

    private static readonly Option<bool> Rows = new("--rows")
    {
        Description = "Also print each worker's chunks and coefficients.",
    };

    private static readonly Option<bool> Json = Options.Json();

    public static Command Create()
    {
        Family.CompletionSources.Add(_ => CodeFamilies.BuiltIn.Select(
            family => new System.CommandLine.Completions.CompletionItem(family.Name)));
        var command = new Command(
            "show",
            "Show a code: load, tolerance, amplification over its loss patterns. "
                + "Example: code show cyclic-mds -n 10 -s 3")
        {
            Family, Workers, Stragglers, Seed, MaxAmplification, Chunks, Degree, Probability,
            Speeds, Sample, Rows, Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        var parameters = new CodeParameters(
            parsed.GetValue(Workers), parsed.GetValue(Stragglers))
        {
            Seed = parsed.GetValue(Seed),
            Chunks = parsed.GetValue(Chunks),
            Degree = parsed.GetValue(Degree),
            StragglerProbability = parsed.GetValue(Probability),
            Speeds = parsed.GetValue(Speeds) is { Length: > 0 } speeds ? speeds : null,
        };
        var family = CodeFamilies.Find(parsed.GetRequiredValue(Family));
        var code = family.Build(parameters);
        if (code.Workers >= SlowWorkers && code.Groups is null)
        {
            parsed.InvocationConfiguration.Error.WriteLine(
                $"checking loss patterns of {code.Workers} workers; this takes a while, "
                    + "for thousands of workers hours (less with --sample 10)");
        }

        var report = CodeAnalysis.Analyze(code, new CodeReportOptions
        {
            MaxAmplification = parsed.GetValue(MaxAmplification),
            Seed = parameters.Seed,
            PatternSample = parsed.GetValue(Sample),
        });
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Json))
        {
            CommandOutput.Json(output, CodeShowJson.From(report));
        }
        else
        {
            CodeShowText.Write(output, family, code, report, parsed.GetValue(Rows));
        }
    }
}
