using Akka.Configuration;

namespace AkkaCoded.Messages.Tests.Support;

/// <summary>
/// A test of what the stand-in promises beyond Akka.NET, whose own parser would fail or even crash
/// on it. The stand-in carries this project's version number, the real assembly starts at 1.5.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EmbeddedFactAttribute : FactAttribute
{
    public EmbeddedFactAttribute()
    {
        if (typeof(Config).Assembly.GetName().Version >= new Version(1, 5))
        {
            Skip = "this is the real Akka.NET, which promises less here";
        }
    }
}
