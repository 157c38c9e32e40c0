using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Dispatch;

/// <summary>Finds dispatchers by the path of their HOCON section.</summary>
public sealed class Dispatchers
{
    public const string DefaultDispatcherId = "akka.actor.default-dispatcher";
    public const string DefaultBlockingDispatcherId =
        "akka.actor.default-blocking-io-dispatcher";

    public const string SynchronizedDispatcherId = "akka.actor.synchronized-dispatcher";

    internal const string InternalDispatcherId = "akka.actor.internal-dispatcher";

    private const int AliasDepthMax = 20;

    private readonly ConcurrentDictionary<string, MessageDispatcherConfigurator> _configurators =
        new();

    public Dispatchers(
        ActorSystem system, IDispatcherPrerequisites prerequisites, ILoggingAdapter logger)
    {
        Prerequisites = prerequisites;
        DefaultGlobalDispatcher = Lookup(DefaultDispatcherId);
        InternalDispatcher = Lookup(InternalDispatcherId);
    }

    public IDispatcherPrerequisites Prerequisites { get; }

    public MessageDispatcher DefaultGlobalDispatcher { get; }

    public Config DefaultDispatcherConfig =>
        ConfigurationFactory.ParseString($"id: {DefaultDispatcherId}")
            .WithFallback(Prerequisites.Settings.Config.GetConfig(DefaultDispatcherId));

    internal MessageDispatcher InternalDispatcher { get; }

    /// <summary>The section, after following aliases; empty where there is none.</summary>
    public static Config GetConfig(Config config, string id, int depth = 0)
    {
        if (depth > AliasDepthMax || !config.HasPath(id))
        {
            return ConfigurationFactory.Empty;
        }

        var value = config.GetValue(id);
        return value.IsObject() ? config.GetConfig(id)
            : value.IsString() ? GetConfig(config, config.GetString(id), depth + 1)
            : ConfigurationFactory.Empty;
    }

    public bool HasDispatcher(string id) =>
        _configurators.ContainsKey(id) || Prerequisites.Settings.Config.HasPath(id);

    public MessageDispatcher Lookup(string dispatcherName) =>
        Configurator(dispatcherName).Dispatcher();

    public bool RegisterConfigurator(string id, MessageDispatcherConfigurator configurator) =>
        _configurators.TryAdd(id, configurator);

    private MessageDispatcherConfigurator Configurator(string id)
    {
        var config = Prerequisites.Settings.Config;
        for (var depth = 0; depth < AliasDepthMax; depth++)
        {
            if (_configurators.TryGetValue(id, out var known))
            {
                return known;
            }

            if (!config.HasPath(id))
            {
                throw new ConfigurationException($"Dispatcher {id} not configured.");
            }

            var value = config.GetValue(id);
            if (value.IsObject())
            {
                return _configurators.GetOrAdd(id, Create(Section(id)));
            }

            id = value.GetString();
        }

        throw new ConfigurationException(
            $"dispatcher [{id}]: more than {AliasDepthMax} aliases; do they form a circle?");
    }

    private Config Section(string id) =>
        ConfigurationFactory.ParseString($"id: {id}")
            .WithFallback(Prerequisites.Settings.Config.GetConfig(id))
            .WithFallback(
                ConfigurationFactory.ParseString($"name: {id[(id.LastIndexOf('.') + 1)..]}"))
            .WithFallback(DefaultDispatcherConfig);

    private MessageDispatcherConfigurator Create(Config config)
    {
        var id = config.GetString("id", null);
        var type = config.GetString("type", null);
        switch (type)
        {
            case "Dispatcher" or "TaskDispatcher":
                return new DispatcherConfigurator(config, Prerequisites);
            case "ForkJoinDispatcher":
                var forkJoin = ConfigurationFactory.ParseString("executor = fork-join-executor");
                return new DispatcherConfigurator(forkJoin.WithFallback(config), Prerequisites);
            case "PinnedDispatcher":
                return new PinnedDispatcherConfigurator(config, Prerequisites);
            case "SynchronizedDispatcher":
                return new ContextDispatcherConfigurator(config, Prerequisites);
            case null:
                throw new ConfigurationException(
                    $"Could not resolve dispatcher for path {id}. type is null");
            default:
                return TypeNames.Create<MessageDispatcherConfigurator>(
                    type, id + ".type", config, Prerequisites);
        }
    }
}
