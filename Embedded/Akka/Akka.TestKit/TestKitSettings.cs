using Akka.Actor;
using Akka.Configuration;

namespace Akka.TestKit;

/// <summary>The values under akka.test.</summary>
public class TestKitSettings : IExtension
{
    public TestKitSettings(Config config)
    {
        DefaultTimeout = config.GetTimeSpan("akka.test.default-timeout", null, false);
        SingleExpectDefault = config.GetTimeSpan("akka.test.single-expect-default", null, false);
        TestEventFilterLeeway = config.GetTimeSpan("akka.test.filter-leeway", null, false);
        TestTimeFactor = config.GetDouble("akka.test.timefactor", 0);
        LogTestKitCalls = config.GetBoolean("akka.test.testkit.debug", false);
        if (TestTimeFactor <= 0)
        {
            throw new ConfigurationException(
                $"akka.test.timefactor = {TestTimeFactor}: must be greater than 0");
        }
    }

    public TimeSpan DefaultTimeout { get; }

    public TimeSpan SingleExpectDefault { get; }

    public TimeSpan TestEventFilterLeeway { get; }

    public double TestTimeFactor { get; }

    public bool LogTestKitCalls { get; }
}

public class TestKitExtension : ExtensionIdProvider<TestKitSettings>
{
    public static TestKitSettings For(ActorSystem system) =>
        system.GetExtension<TestKitSettings>();

    public override TestKitSettings CreateExtension(ExtendedActorSystem system) =>
        new(system.Settings.Config);
}
