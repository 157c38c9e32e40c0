using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Dispatch;

/// <summary>Chooses the mailbox of an actor: by deployment, dispatcher or requirement.</summary>
public class Mailboxes
{
    public static readonly string DefaultMailboxId = "akka.actor.default-mailbox";
    public static readonly string NoMailboxRequirement = "";

    private readonly ConcurrentDictionary<string, MailboxType> _types = new();
    private readonly ConcurrentDictionary<Type, Type> _required = new();
    private readonly ConcurrentDictionary<(string, string), int> _stashCapacities = new();
    private readonly ConcurrentDictionary<Config, DispatcherMailbox> _dispatchers =
        new(ReferenceEqualityComparer.Instance);

    private readonly Dictionary<Type, string> _bindings = [];
    private readonly ActorSystem _system;

    public Mailboxes(ActorSystem system)
    {
        _system = system;
        DeadLetterMailbox = new DeadLetterMailbox(system.DeadLetters);
        var requirements = Settings.Config.GetConfig("akka.actor.mailbox.requirements");
        foreach (var (name, mailbox) in requirements.AsEnumerable())
        {
            var type = TypeNames.Resolve(name, "akka.actor.mailbox.requirements");
            _bindings[type] = mailbox.GetString();
        }
    }

    public DeadLetterMailbox DeadLetterMailbox { get; }

    private Settings Settings => _system.Settings;

    public bool HasRequiredType(Type actorType) => GetRequiredType(actorType) is not null;

    public Type GetRequiredType(Type actorType)
    {
        var found = _required.GetOrAdd(
            actorType,
            static type => Argument(type, typeof(IRequiresMessageQueue<>)) ?? typeof(void));
        return found == typeof(void) ? null : found;
    }

    public bool ProducesMessageQueue(Type mailboxType) =>
        Argument(mailboxType, typeof(IProducesMessageQueue<>)) is not null;

    public MailboxType LookupByQueueType(Type queueType) =>
        _bindings.TryGetValue(queueType, out var id)
            ? Lookup(id)
            : throw new ConfigurationException($"Mailbox Mapping for [{queueType}] not configured");

    public MailboxType Lookup(string id) =>
        _types.TryGetValue(id, out var type) ? type : _types.GetOrAdd(id, Create);

    public MailboxType GetMailboxType(Props props, Config dispatcherConfig)
    {
        var dispatcher = _dispatchers.GetOrAdd(
            dispatcherConfig ?? ConfigurationFactory.Empty,
            static config => DispatcherMailbox.Read(config));
        var required = GetRequiredType(props.Type);
        if (props.Deploy.Mailbox != Deploy.NoMailboxGiven)
        {
            return Verify(Lookup(props.Deploy.Mailbox), props, required, dispatcher);
        }

        if (props.Deploy.Dispatcher != Deploy.NoDispatcherGiven && dispatcher.HasType)
        {
            return Verify(Lookup(dispatcher.Id), props, required, dispatcher);
        }

        if (required is not null && _bindings.ContainsKey(required))
        {
            return Verify(LookupByQueueType(required), props, required, dispatcher);
        }

        return dispatcher.Requirement is not null
            ? Verify(LookupByQueueType(dispatcher.Requirement), props, required, dispatcher)
            : Verify(Lookup(DefaultMailboxId), props, required, dispatcher);
    }

    /// <summary>How many messages a stash holds; -1 for no limit.</summary>
    public int StashCapacity(string dispatcher, string mailbox) =>
        _stashCapacities.GetOrAdd((dispatcher, mailbox), ReadStashCapacity);

    private static Type Argument(Type type, Type generic) =>
        type.GetInterfaces()
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == generic)
            ?.GetGenericArguments()[0];

    private static MailboxType Verify(
        MailboxType mailbox, Props props, Type required, DispatcherMailbox dispatcher)
    {
        if (required is null && dispatcher.Requirement is null)
        {
            return mailbox;
        }

        var produced = Argument(mailbox.GetType(), typeof(IProducesMessageQueue<>))
            ?? throw new ArgumentException(
                $"No IProducesMessageQueue<TQueue> supplied for {mailbox}; illegal mailbox type");
        if (dispatcher.Requirement is { } demanded && !demanded.IsAssignableFrom(produced))
        {
            throw new ArgumentException(
                $"produced message queue type [{produced}] does not fulfill requirement for "
                + $"dispatcher [{dispatcher.Id}]. Must be a subclass of [{demanded}]");
        }

        return required is null || required.IsAssignableFrom(produced)
            ? mailbox
            : throw new ArgumentException(
                $"produced message queue type of [{produced}] does not fulfill requirement for "
                + $"actor class [{props.Type}]. Must be a subclass of [{required}]");
    }

    private MailboxType Create(string id)
    {
        var config = Section(id);
        var type = config.GetString("mailbox-type", "");
        switch (id)
        {
            case "unbounded":
                return new UnboundedMailbox(Settings, config);
            case "bounded":
                return new BoundedMailbox(Settings, config);
            default:
                return Settings.Config.HasPath(id)
                    ? TypeNames.Create<MailboxType>(type, id + ".mailbox-type", Settings, config)
                    : throw new ConfigurationException($"Mailbox Type [{id}] not configured");
        }
    }

    private Config Section(string id) =>
        ConfigurationFactory.ParseString($"id: {id}")
            .SafeWithFallback(Settings.Config.GetConfig(id))
            .WithFallback(Settings.Config.GetConfig(DefaultMailboxId));

    private int ReadStashCapacity((string Dispatcher, string Mailbox) key)
    {
        var config = Dispatchers.GetConfig(Settings.Config, key.Dispatcher)
            .WithFallback(Settings.Config.GetConfig(DefaultMailboxId));
        if (key.Mailbox != DefaultMailboxId && Settings.Config.HasPath(key.Mailbox))
        {
            config = Settings.Config.GetConfig(key.Mailbox).WithFallback(config);
        }

        return config.GetInt("stash-capacity", -1);
    }

    /// <summary>What a dispatcher's section says on mailboxes, read once.</summary>
    private sealed record DispatcherMailbox(string Id, bool HasType, Type Requirement)
    {
        public static DispatcherMailbox Read(Config config)
        {
            var requirement = config.GetString("mailbox-requirement", NoMailboxRequirement);
            var id = config.GetString("id", null);
            return new DispatcherMailbox(
                id,
                !string.IsNullOrEmpty(config.GetString("mailbox-type", null)),
                string.IsNullOrEmpty(requirement)
                    ? null
                    : TypeNames.Resolve(requirement, id + ".mailbox-requirement"));
        }
    }
}
