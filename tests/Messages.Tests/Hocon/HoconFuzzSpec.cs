using Akka.Configuration;
using AkkaCoded.Messages.Hocon;
using AkkaCoded.Messages.Tests.Support;
using Xunit.Abstractions;

namespace AkkaCoded.Messages.Tests.Hocon;

/// <summary>
/// Mutated documents must be read or refused, nothing else. Time and memory are bounded by
/// `HoconLimits`, so a test that ends has shown that nothing hangs.
/// </summary>
public sealed class HoconFuzzSpec(ITestOutputHelper output)
{
    private readonly ITestOutputHelper _output = output;

    [Theory]
    [InlineData(20_000, 1)]
    public void Reader_must_only_refuse_when_documents_are_mutated(int documents, int seed) =>
        Run(documents, seed, ReadAndWrite);

    [Theory]
    [InlineData(1_000_000, 2)]
    [Trait("Suite", "Slow")]
    public void Reader_must_only_refuse_when_a_million_documents_are_mutated(
        int documents, int seed) => Run(documents, seed, ReadAndWrite);

    [EmbeddedFact]
    public void ParseString_must_only_refuse_when_documents_are_mutated() =>
        Run(20_000, 3, Parse);

    [EmbeddedFact]
    [Trait("Suite", "Slow")]
    public void ParseString_must_only_refuse_when_a_million_documents_are_mutated() =>
        Run(1_000_000, 4, Parse);

    private void Run(int documents, int seed, Action<string> read)
    {
        var mutator = new HoconMutator(seed);
        var refused = 0;
        for (var i = 0; i < documents; i++)
        {
            var text = mutator.Next();
            try
            {
                read(text);
            }
            catch (ConfigurationException)
            {
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}, document {i}:\n{text}\n{error}");
            }
        }

        _output.WriteLine($"seed {seed}: {documents} documents, {refused} refused");

        // A fuzzer that only makes garbage, or only harmless changes, would test next to nothing.
        Assert.InRange(refused, documents / 10, documents - (documents / 10));
    }

    /// <summary>What is read must also be written so that Akka's parser takes it.</summary>
    private static void ReadAndWrite(string text)
    {
        var resolved = HoconResolver.Resolve(Parse(text, []), _ => null);
        var written = HoconWriter.Write(resolved);
        var config = Plain(() => ConfigurationFactory.ParseString(written), written);
        Assert.Equal(resolved.Fields.Count == 0, config.IsEmpty);
    }

    private static MapNode Parse(string text, IReadOnlyList<string> scope) => HoconParser.Parse(
        text,
        "",
        request => request.Scope.Count < 10
            ? Parse("a = ${b} ${?c}\nb = 1\nc = ${?b}\nd { include \"again\" }", request.Scope)
            : new MapNode(request.Origin),
        scope);

    private static void Parse(string text)
    {
        var config = ConfigurationFactory.ParseString(text);
        var shown = config.ToString();
        var again = Plain(() => ConfigurationFactory.ParseString(shown), shown);
        Assert.Equal(shown, again.ToString());
    }

    private static Config Plain(Func<Config> parse, string text)
    {
        try
        {
            return parse();
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"does not read back:\n{text}", error);
        }
    }
}
