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
            throw new HoconException(
                origin,
                $"at most {HoconLimits.ResolveDepthMax} levels of objects and substitutions",
                "more");
        }
    }

    public void Leave() => _depth--;

    public void Add(long units, HoconOrigin origin)
    {
        _done += units;
        if (_done > HoconLimits.WorkMax)
        {
            throw new HoconException(
                origin,
                $"substitutions that need at most {HoconLimits.WorkMax} steps to resolve",
                "more");
        }
    }
}
