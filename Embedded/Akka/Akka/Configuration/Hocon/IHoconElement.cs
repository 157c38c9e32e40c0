using System.Collections.Generic;

namespace Akka.Configuration.Hocon;

/// <summary>A piece of a <see cref="HoconValue"/>.</summary>
public interface IHoconElement
{
    bool IsString();

    string GetString();

    bool IsArray();

    IList<HoconValue> GetArray();
}

/// <summary>Something that may turn out to be an object.</summary>
public interface IMightBeAHoconObject
{
    bool IsObject();

    HoconObject GetObject();
}
