using System;
using System.Collections.Generic;

namespace Akka.Configuration.Hocon;

/// <summary>Text.</summary>
public class HoconLiteral : IHoconElement
{
    public string Value { get; set; } = null!;

    public bool IsString() => true;

    public string GetString() => Value;

    public bool IsArray() => false;

    public IList<HoconValue> GetArray() =>
        throw new NotImplementedException("This element is text, not an array.");

    public override string ToString() => Value;
}
