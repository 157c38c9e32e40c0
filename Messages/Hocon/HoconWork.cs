using Akka.Configuration;

namespace AkkaCoded.Messages.Hocon;

/// <summary>Counts the work and the depth of one resolution and ends it at the limits.</summary>
internal sealed class HoconWork
{
    private long _done;
    private int _depth;

    public void Enter(HoconOrigin origin)
    {
        Add(1, origin);
        if (++_depth > HoconLimits.ResolveDepthMax)
        {
            throw new ConfigurationException(
                $"{origin}: substitutions and objects nest too deeply; expected at most "
                + $"{HoconLimits.ResolveDepthMax} levels");
        }
    }

    public void Leave() => _depth--;

    public void Add(long units, HoconOrigin origin)
    {
        _done += units;
        if (_done > HoconLimits.WorkMax)
        {
            throw new ConfigurationException(
                $"{origin}: the substitutions need more than {HoconLimits.WorkMax} steps; "
                + "expected a document that says less in more words");
        }
    }
}
