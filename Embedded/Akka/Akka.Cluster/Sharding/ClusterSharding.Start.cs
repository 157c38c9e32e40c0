using Akka.Actor;

namespace Akka.Cluster.Sharding;

public partial class ClusterSharding
{
    public IActorRef Start(
        string typeName,
        Props entityProps,
        ClusterShardingSettings settings,
        IMessageExtractor messageExtractor) =>
        Wait(StartAsync(typeName, entityProps, settings, messageExtractor));

    public IActorRef Start(
        string typeName,
        Props entityProps,
        ClusterShardingSettings settings,
        IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy,
        object handOffStopMessage) =>
        Wait(StartAsync(
            typeName, entityProps, settings, messageExtractor, allocationStrategy,
            handOffStopMessage));

    public IActorRef Start(
        string typeName,
        Func<string, Props> entityPropsFactory,
        ClusterShardingSettings settings,
        IMessageExtractor messageExtractor) =>
        Wait(StartAsync(typeName, entityPropsFactory, settings, messageExtractor));

    public IActorRef Start(
        string typeName,
        Func<string, Props> entityPropsFactory,
        ClusterShardingSettings settings,
        IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy,
        object handOffStopMessage) =>
        Wait(StartAsync(
            typeName, entityPropsFactory, settings, messageExtractor, allocationStrategy,
            handOffStopMessage));

    public Task<IActorRef> StartAsync(
        string typeName,
        Props entityProps,
        ClusterShardingSettings settings,
        IMessageExtractor messageExtractor) =>
        StartAsync(typeName, _ => entityProps, settings, messageExtractor);

    public Task<IActorRef> StartAsync(
        string typeName,
        Props entityProps,
        ClusterShardingSettings settings,
        IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy,
        object handOffStopMessage) =>
        StartAsync(
            typeName, _ => entityProps, settings, messageExtractor, allocationStrategy,
            handOffStopMessage);

    public Task<IActorRef> StartAsync(
        string typeName,
        Func<string, Props> entityPropsFactory,
        ClusterShardingSettings settings,
        IMessageExtractor messageExtractor) =>
        StartAsync(
            typeName, entityPropsFactory, settings, messageExtractor,
            DefaultShardAllocationStrategy(settings), PoisonPill.Instance);

    public Task<IActorRef> StartAsync(
        string typeName,
        Func<string, Props> entityPropsFactory,
        ClusterShardingSettings settings,
        IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy,
        object handOffStopMessage)
    {
        ArgumentNullException.ThrowIfNull(entityPropsFactory);
        return StartRegion(
            new ShardRegionSetup(
                typeName, entityPropsFactory, settings, messageExtractor, handOffStopMessage),
            allocationStrategy);
    }

    public IActorRef StartProxy(
        string typeName, string role, IMessageExtractor messageExtractor) =>
        Wait(StartProxyAsync(typeName, role, messageExtractor));

    public Task<IActorRef> StartProxyAsync(
        string typeName, string role, IMessageExtractor messageExtractor) =>
        StartProxy(new ShardRegionSetup(
            typeName, null, Settings.WithRole(role), messageExtractor, PoisonPill.Instance));

    private static IActorRef Wait(Task<IActorRef> started) => started.GetAwaiter().GetResult();
}
