using Akka.Configuration;

namespace Akka.Cluster.Sharding;

/// <summary>Times and limits of sharding, as far as this build has a use for them.</summary>
public class TuningParameters
{
    public readonly TimeSpan RetryInterval;
    public readonly TimeSpan HandOffTimeout;
    public readonly TimeSpan RebalanceInterval;
    public readonly int BufferSize;
    public readonly int LeastShardAllocationRebalanceThreshold;
    public readonly int LeastShardAllocationMaxSimultaneousRebalance;
    public readonly int LeastShardAllocationAbsoluteLimit;
    public readonly double LeastShardAllocationRelativeLimit;

    internal TuningParameters(Config sharding)
        : this(
            sharding.GetTimeSpan("retry-interval"),
            sharding.GetTimeSpan("handoff-timeout"),
            sharding.GetTimeSpan("rebalance-interval"),
            sharding.GetInt("buffer-size"))
    {
        var least = sharding.GetConfig("least-shard-allocation-strategy");
        LeastShardAllocationRebalanceThreshold = least.GetInt("rebalance-threshold");
        LeastShardAllocationMaxSimultaneousRebalance =
            least.GetInt("max-simultaneous-rebalance");
        LeastShardAllocationAbsoluteLimit = least.GetInt("rebalance-absolute-limit");
        LeastShardAllocationRelativeLimit = least.GetDouble("rebalance-relative-limit");
    }

    private TuningParameters(
        TimeSpan retryInterval, TimeSpan handOffTimeout, TimeSpan rebalanceInterval, int bufferSize)
    {
        RetryInterval = retryInterval;
        HandOffTimeout = handOffTimeout;
        RebalanceInterval = rebalanceInterval;
        BufferSize = bufferSize;
    }

    private TuningParameters(
        TuningParameters other,
        TimeSpan? retryInterval = null,
        TimeSpan? handOffTimeout = null,
        TimeSpan? rebalanceInterval = null,
        int? bufferSize = null)
        : this(
            retryInterval ?? other.RetryInterval,
            handOffTimeout ?? other.HandOffTimeout,
            rebalanceInterval ?? other.RebalanceInterval,
            bufferSize ?? other.BufferSize)
    {
        LeastShardAllocationRebalanceThreshold = other.LeastShardAllocationRebalanceThreshold;
        LeastShardAllocationMaxSimultaneousRebalance =
            other.LeastShardAllocationMaxSimultaneousRebalance;
        LeastShardAllocationAbsoluteLimit = other.LeastShardAllocationAbsoluteLimit;
        LeastShardAllocationRelativeLimit = other.LeastShardAllocationRelativeLimit;
    }

    public TuningParameters WithRetryInterval(TimeSpan retryInterval) =>
        new(this, retryInterval: retryInterval);

    public TuningParameters WithHandOffTimeout(TimeSpan handOffTimeout) =>
        new(this, handOffTimeout: handOffTimeout);

    public TuningParameters WithRebalanceInterval(TimeSpan rebalanceInterval) =>
        new(this, rebalanceInterval: rebalanceInterval);

    public TuningParameters WithBufferSize(int bufferSize) =>
        new(this, bufferSize: bufferSize);
}
