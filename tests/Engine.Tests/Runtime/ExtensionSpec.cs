using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

public sealed class ExtensionSpec : EngineSpec
{
    public ExtensionSpec()
        : base($"akka.extensions = [\"{typeof(LoadedProvider).AssemblyQualifiedName}\"]")
    {
    }

    [Fact]
    public void Extension_must_be_created_once_per_system()
    {
        var first = CountingProvider.Instance.Apply(Sys);
        var second = CountingProvider.Instance.Get(Sys);

        Assert.Same(first, second);
        Assert.Same(first, Sys.GetExtension<Counting>());
        Assert.True(Sys.HasExtension<Counting>());
    }

    [Fact]
    public async Task Extension_must_be_created_once_when_many_threads_ask()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 32).Select(
            _ => Task.Run(() => Sys.WithExtension<Counting, CountingProvider>())));

        Assert.Single(all.Distinct());
    }

    [Fact]
    public void Extension_must_know_its_system_and_its_configuration()
    {
        var extension = Sys.WithExtension<Counting, CountingProvider>();

        Assert.Same(Sys, extension.System);
    }

    [Fact]
    public void Extension_named_in_the_configuration_must_be_there_from_the_start()
    {
        Assert.True(Sys.HasExtension<Loaded>());
        Assert.True(Sys.TryGetExtension<Loaded>(out var loaded));
        Assert.NotNull(loaded);
    }

    [Fact]
    public void Extension_that_was_never_registered_must_be_absent()
    {
        Assert.False(Sys.HasExtension<Missing>());
        Assert.False(Sys.TryGetExtension<Missing>(out _));
        Assert.Null(Sys.GetExtension<Missing>());
    }

    private sealed class Counting(ExtendedActorSystem system) : IExtension
    {
        public ActorSystem System { get; } = system;
    }

    private sealed class CountingProvider : ExtensionIdProvider<Counting>
    {
        public static readonly CountingProvider Instance = new();

        public override Counting CreateExtension(ExtendedActorSystem system) => new(system);
    }

    private sealed class Loaded : IExtension;

    private sealed class LoadedProvider : ExtensionIdProvider<Loaded>
    {
        public override Loaded CreateExtension(ExtendedActorSystem system) => new();
    }

    private sealed class Missing : IExtension;
}
