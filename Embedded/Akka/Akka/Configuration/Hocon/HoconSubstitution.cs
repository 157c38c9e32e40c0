using System.Collections.Generic;

namespace Akka.Configuration.Hocon;

/// <summary>
/// A reference to another value. The parser of this assembly replaces references by their values,
/// so documents hold none; the type is here for code that builds values by hand.
/// </summary>
public class HoconSubstitution : IHoconElement, IMightBeAHoconObject
{
    public HoconSubstitution(string path)
    {
        Path = path;
    }

    protected HoconSubstitution()
    {
        Path = null!;
    }

    public string Path { get; set; }

    public HoconValue ResolvedValue { get; set; } = null!;

    public bool IsString() => ResolvedValue.IsString();

    public string GetString() => ResolvedValue.GetString();

    public bool IsArray() => ResolvedValue.IsArray();

    public IList<HoconValue> GetArray() => ResolvedValue.GetArray();

    public bool IsObject() => ResolvedValue is not null && ResolvedValue.IsObject();

    public HoconObject GetObject() => ResolvedValue.GetObject();
}
