using AkkaCoded.Messages.Hocon;

namespace AkkaCoded.Messages.Tests.Support;

/// <summary>Reads text and shows it as plain HOCON on one line.</summary>
internal static class HoconProbe
{
    public static ResolvedMap Read(string text, params (string Name, string Value)[] variables) =>
        HoconResolver.Resolve(
            HoconParser.Parse(text, "job.conf", NoInclude),
            name => variables.FirstOrDefault(variable => variable.Name == name).Value);

    public static string Show(string text, params (string Name, string Value)[] variables) =>
        HoconWriter.WriteValue(Read(text, variables));

    public static string Error(string text) =>
        Assert.Throws<HoconException>(() => Read(text)).Message;

    private static MapNode NoInclude(IncludeRequest request) =>
        throw new HoconException(request.Origin, "no include", request.Name);
}
