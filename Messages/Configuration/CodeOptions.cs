using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Configuration;

/// <summary>The section <c>coded.code</c>. Its defaults stand in reference.conf only.</summary>
public sealed record CodeOptions
{
    private const string Section = "coded.code";

    /// <summary>Built-in family, <c>My.Namespace.MyCode, MyAssembly</c>, or <c>auto</c>.</summary>
    public required string Family { get; init; }

    /// <summary>How the code is planned from the delays that are seen; null: it is not, since
    /// <see cref="Family"/> names another one than <c>auto</c>.</summary>
    public AutoOptions? Auto { get; init; }

    /// <summary>n, s, seed and what single families read.</summary>
    public required CodeParameters Parameters { get; init; }

    /// <summary>Largest accepted amplification of a set of answers, at least 1.</summary>
    public required double MaxAmplification { get; init; }

    /// <summary>Reads the section and checks that the family can do what is asked for.</summary>
    /// <exception cref="InvalidInputException">CDL-0105 for single values, CDL-0001 to CDL-0010
    /// for what the family refuses; with the source of the value.</exception>
    public static CodeOptions Read(LayeredConfig config) => Read(config.Reader(Section));

    /// <summary>As <see cref="Read(LayeredConfig)"/>, from a reader of the section.</summary>
    public static CodeOptions Read(ConfigReader reader)
    {
        var options = new CodeOptions
        {
            Family = reader.Text("family"),
            MaxAmplification = reader.Double(
                "max-amplification", "a number of at least 1", value => value >= 1),
            Parameters = new CodeParameters(
                reader.Int("workers", 1, CodeParameters.WorkersMax),
                reader.Int("stragglers", 0, CodeParameters.WorkersMax - 1))
            {
                Seed = reader.Seed("seed"),
                Chunks = reader.OptionalInt("chunks", 1, CodeParameters.ChunksMax),
                Speeds = reader.OptionalDoubles("speeds"),
                Degree = reader.OptionalInt("degree", 1, CodeParameters.WorkersMax),
                StragglerProbability = reader.OptionalDouble(
                    "straggler-probability", "a number from 0 to below 1", p => p is >= 0 and < 1),
            },
        };
        if (options.MaxAmplification > DecodableSet.AmplificationLimitMax)
        {
            throw reader.Error(
                "CDL-0010", "max-amplification", "a number from 1 to 1000000",
                "1 accepts only sets that amplify nothing; 1000 suits float32 answers.");
        }

        var auto = AutoOptions.Read(reader);
        options = options.Family == AutoOptions.FamilyName ? options.Planned(auto) : options;
        options.CheckFamily(reader);
        return options;
    }

    /// <summary>Builds the code; under <c>auto</c> the uncoded one over all workers, which stands
    /// for a job of which nothing is known yet.</summary>
    public GradientCode Build() => CodeFamilies.Build(FirstFamily, Parameters);

    private string FirstFamily => Auto is null ? Family : "uncoded";

    /// <summary>Plans say themselves how much redundancy they have, and who is slow.</summary>
    private CodeOptions Planned(AutoOptions auto) => this with
    {
        Auto = auto,
        Parameters = Parameters with
        {
            Stragglers = 0,
            Speeds = null,
            Degree = null,
            StragglerProbability = null,
        },
    };

    private void CheckFamily(ConfigReader reader)
    {
        try
        {
            CodeFamilies.Find(FirstFamily).Validate(Parameters);
        }
        catch (InvalidInputException error)
        {
            // The library names keys as `code.workers`; here their source can be told as well.
            var key = error.Key.Split('.', 2)[^1].Split('[')[0];
            throw reader.Error(error.Code, key, error.Allowed, error.Remedy);
        }
    }
}
