using System.Collections.Generic;

namespace Akka.Configuration.Hocon;

/// <summary>A parsed document; what an include callback returns.</summary>
public class HoconRoot
{
    public HoconRoot(HoconValue value)
        : this(value, [])
    {
    }

    public HoconRoot(HoconValue value, IEnumerable<HoconSubstitution> substitutions)
    {
        Value = value;
        Substitutions = substitutions;
    }

    protected HoconRoot()
    {
        Value = null!;
        Substitutions = null!;
    }

    public HoconValue Value { get; private set; }

    public IEnumerable<HoconSubstitution> Substitutions { get; private set; }
}
