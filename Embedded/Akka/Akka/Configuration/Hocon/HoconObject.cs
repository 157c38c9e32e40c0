using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using AkkaCoded.Messages.Hocon;

namespace Akka.Configuration.Hocon;

/// <summary>Fields by name, in the order of their first appearance.</summary>
public class HoconObject : IHoconElement
{
    public HoconObject()
        : this([])
    {
    }

    internal HoconObject(Dictionary<string, HoconValue> items)
    {
        Items = items;
    }

    public Dictionary<string, HoconValue> Items { get; private set; }

    /// <summary>Objects as dictionaries, everything else as <see cref="HoconValue"/>.</summary>
    public IDictionary<string, object> Unwrapped => Items.ToDictionary(
        item => item.Key,
        item => item.Value.GetObject() is { } inner ? (object)inner.Unwrapped : item.Value);

    public bool IsString() => false;

    public string GetString() =>
        throw new NotImplementedException("This element is an object, not text.");

    public bool IsArray() => false;

    public IList<HoconValue> GetArray() =>
        throw new NotImplementedException("This element is an object, not an array.");

    public HoconValue GetKey(string key) => Items.GetValueOrDefault(key)!;

    public HoconValue GetOrCreateKey(string key)
    {
        if (!Items.TryGetValue(key, out var value))
        {
            value = new HoconValue();
            Items.Add(key, value);
        }

        return value;
    }

    /// <summary>Takes the other object's fields; they win, except that objects merge.</summary>
    public void Merge(HoconObject other) => Items = MergedWith(other).Items;

    public override string ToString() => ToString(0);

    public string ToString(int indent)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in Items)
        {
            text.Append(' ', 2 * indent).Append(HoconText.Key(key)).Append(" : ")
                .Append(value.ToString(indent)).Append("\r\n");
        }

        return text.ToString();
    }

    internal HoconObject MergedWith(HoconObject stronger)
    {
        var items = new Dictionary<string, HoconValue>(Items);
        foreach (var (key, value) in stronger.Items)
        {
            items[key] = items.GetValueOrDefault(key)?.GetObject() is { } under
                && value.GetObject() is { } over
                ? new HoconValue([under.MergedWith(over)])
                : value;
        }

        return new HoconObject(items);
    }
}
