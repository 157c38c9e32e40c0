using System;
using System.Collections.Generic;
using System.Linq;
using AkkaCoded.Messages.Hocon;

namespace Akka.Configuration.Hocon;

/// <summary>
/// Reads HOCON. Includes go to the callback, as in Akka.NET, which reads no files.
/// </summary>
public class Parser
{
    public static HoconRoot Parse(string text, Func<string, HoconRoot>? includeCallback) =>
        Parse(text, includeCallback, "");

    /// <param name="text">The document.</param>
    /// <param name="includeCallback">Gives included documents by name.</param>
    /// <param name="source">Name of the document for errors.</param>
    /// <exception cref="ConfigurationException">Names place and what was expected.</exception>
    internal static HoconRoot Parse(
        string text, Func<string, HoconRoot>? includeCallback, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            var root = HoconParser.Parse(text, source, r => Include(r, includeCallback));
            var resolved = HoconResolver.Resolve(root, Environment.GetEnvironmentVariable);
            return new HoconRoot(ToValue(resolved));
        }
        catch (HoconException error)
        {
            // Callers and tests know the type of Akka.NET, not one derived from it.
            throw new ConfigurationException(error.Message, error);
        }
    }

    private static MapNode Include(IncludeRequest request, Func<string, HoconRoot>? callback)
    {
        if (callback is null || request.Kind != IncludeKind.Plain)
        {
            throw new HoconException(
                request.Origin,
                "an include callback, given to ConfigurationFactory.ParseString",
                $"include \"{request.Name}\" without one");
        }

        var included = callback(request.Name)?.Value?.GetObject()
            ?? throw new HoconException(
                request.Origin, $"an object as content of \"{request.Name}\"", "something else");
        var nesting = 0;
        return ToNode(included, request.Origin, ref nesting);
    }

    private static MapNode ToNode(HoconObject value, HoconOrigin origin, ref int nesting)
    {
        if (++nesting > HoconLimits.NestingMax)
        {
            throw new HoconException(
                origin, $"at most {HoconLimits.NestingMax} levels of nesting", "more");
        }

        var map = new MapNode(origin);
        foreach (var (key, item) in value.Items)
        {
            map.GetOrAdd(key).Assign(item.GetObject() is { } inner
                ? ToNode(inner, origin, ref nesting)
                : ToNode(item, origin, ref nesting));
        }

        nesting--;
        return map;
    }

    private static HoconNode ToNode(HoconValue value, HoconOrigin origin, ref int nesting)
    {
        if (value.IsString())
        {
            // Quotes would make a text of `null`, so that one word goes without.
            return new TextNode(origin, value.GetString() ?? "null", value.GetString() is not null);
        }

        var list = new ListNode(origin);
        foreach (var item in value.GetArray())
        {
            list.Items.Add(item.GetObject() is { } inner
                ? ToNode(inner, origin, ref nesting)
                : ToNode(item, origin, ref nesting));
        }

        return list;
    }

    private static HoconValue ToValue(Resolved resolved) => resolved switch
    {
        ResolvedText text => new HoconValue([new HoconLiteral { Value = text.Text }]),
        ResolvedMap map => new HoconValue([ToObject(map)]),
        ResolvedList list => new HoconValue([ToArray(list)]),
        _ => throw new InvalidOperationException($"no such value: {resolved.GetType().Name}"),
    };

    private static HoconObject ToObject(ResolvedMap map) =>
        new(map.Fields.ToDictionary(field => field.Key, field => ToValue(field.Value)));

    private static HoconArray ToArray(ResolvedList list)
    {
        var array = new HoconArray();
        array.AddRange(list.Items.Select(ToValue));
        return array;
    }
}
