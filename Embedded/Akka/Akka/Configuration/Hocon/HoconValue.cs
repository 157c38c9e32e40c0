using System.Collections.Generic;
using System.Linq;
using AkkaCoded.Messages.Hocon;

namespace Akka.Configuration.Hocon;

/// <summary>What a key holds: text, a list or an object, possibly in several elements.</summary>
public partial class HoconValue : IMightBeAHoconObject
{
    public HoconValue()
        : this([])
    {
    }

    public HoconValue(List<IHoconElement> values, bool adoptedFromFallback = true)
    {
        Values = values;
        AdoptedFromFallback = adoptedFromFallback;
    }

    public bool IsEmpty => Values is [] or [HoconObject { Items.Count: 0 }, ..];

    public List<IHoconElement> Values { get; private set; }

    internal bool AdoptedFromFallback { get; }

    public Config ToConfig() => new(new HoconRoot(this));

    /// <summary>A configuration that holds this value under the key alone.</summary>
    public Config AtKey(string key)
    {
        var holder = new HoconObject();
        holder.Items[key] = this;
        return new HoconValue([holder]).ToConfig();
    }

    public HoconObject GetObject() => Values.FirstOrDefault() switch
    {
        HoconObject inner => inner,
        IMightBeAHoconObject other when other.IsObject() => other.GetObject(),
        _ => null!,
    };

    public bool IsObject() => GetObject() is not null;

    public bool IsString() => Values.Count > 0 && Values.TrueForAll(value => value.IsString());

    public bool IsArray() => GetArray().Count != 0;

    public IList<HoconValue> GetArray() =>
        Values.Where(value => value.IsArray()).SelectMany(value => value.GetArray()).ToList();

    /// <summary>Trimmed text; null for other kinds and for the text `null`.</summary>
    public string GetString()
    {
        if (!IsString())
        {
            return null!;
        }

        var text = string.Concat(Values.Select(value => value.GetString())).Trim();
        return text == "null" ? null! : text;
    }

    public HoconValue GetChildObject(string key) => GetObject()?.GetKey(key)!;

    public void AppendValue(IHoconElement value) => Values.Add(value);

    public void Clear() => Values.Clear();

    public void NewValue(IHoconElement value)
    {
        Values.Clear();
        Values.Add(value);
    }

    public override string ToString() => ToString(0);

    public virtual string ToString(int indent)
    {
        if (IsString())
        {
            return Show(GetString());
        }

        if (GetObject() is { } inner)
        {
            return indent == 0
                ? inner.ToString(1)
                : "{\r\n" + inner.ToString(indent + 1) + new string(' ', 2 * indent) + "}";
        }

        var isList = Values.Exists(value => value.IsArray());
        return isList
            ? "[" + string.Join(",", GetArray().Select(e => e.ToString(indent + 1))) + "]"
            : "<<unknown value>>";
    }

    /// <summary>
    /// Quotes and escapes where reading back needs it. Akka.NET quotes for blanks and colons only,
    /// so that its text does not always read back.
    /// </summary>
    private static string Show(string? text)
    {
        if (text is null)
        {
            return "null";
        }

        return HoconText.IsPlain(text) ? text : HoconText.Quote(text);
    }
}
