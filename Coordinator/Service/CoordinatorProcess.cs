using System.Net;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Api;
using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.Metrics;
using AkkaCoded.Messages.Cluster;

namespace AkkaCoded.Coordinator.Service;

/// <summary>A whole coordinator: its host, its jobs, and the API over both.</summary>
internal sealed class CoordinatorProcess : IAsyncDisposable
{
    private readonly TaskCompletionSource _inCharge =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Telemetry _telemetry;

    private CoordinatorProcess(JobService jobs, Telemetry telemetry)
    {
        (Jobs, _telemetry) = (jobs, telemetry);
    }

    public CoordinatorHost Host { get; private set; } = null!;

    public JobService Jobs { get; }

    /// <summary>Ends when the jobs are run here: at once where there is one coordinator, else
    /// perhaps never. Fails where the folder of jobs cannot be read.</summary>
    public Task InCharge => _inCharge.Task;

    /// <summary>Starts all of it.</summary>
    /// <param name="settings">The host's; what it adds to the port and hears of its reign is set
    /// here.</param>
    /// <param name="nodeFile">The machine's file, below the jobs' files; null: none.</param>
    /// <exception cref="InvalidInputException">As <see cref="CoordinatorHost.StartAsync"/>.
    /// </exception>
    public static async Task<CoordinatorProcess> StartAsync(
        CoordinatorSettings settings, string? nodeFile)
    {
        var jobs = new JobService(new JobServiceSettings
        {
            Store = new JobStore(FolderOf(settings.Options)),
            RunningMax = settings.Options.JobsMax,
            NodeFile = nodeFile,
            Time = settings.Time,
            Log = settings.Log,
        });
        var process = new CoordinatorProcess(jobs, new Telemetry(settings.Config));
        var startedAt = settings.Time.GetUtcNow();
        process.Host = await CoordinatorHost.StartAsync(settings with
        {
            Also = (routes, host) =>
            {
                process._telemetry.Map(routes, host);
                ApiRoutes.Map(routes, new ApiDesk
                {
                    Jobs = jobs,
                    Nodes = new HostNodes(host),
                    Coordinator = () => Describe(host, startedAt),
                    Hosts = OwnHosts(settings),
                    Log = settings.Log,
                });
            },
            ReignBegan = host => _ = Task.Run(() => process.BeginAsync(host)),
        });
        process._telemetry.Observe(process.Host, () => StatesOf(jobs));
        return process;
    }

    /// <summary>Every job keeps its last whole step; then the cluster is left in order.</summary>
    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync();
        if (Host is not null)
        {
            await Host.DisposeAsync();
        }

        _telemetry.Dispose();
    }

    public static string FolderOf(ClusterOptions options) => Path.Combine(options.Folder, "jobs");

    /// <summary>Only who runs the jobs knows them.</summary>
    private static IEnumerable<string> StatesOf(JobService jobs) =>
        jobs.IsInCharge ? jobs.List().Select(view => view.Job.State.Word()) : [];

    private async Task BeginAsync(CoordinatorHost host)
    {
        try
        {
            await Jobs.BeginAsync(new HostEngine(
                host, _telemetry.Metrics, host.Settings.Time));
            _inCharge.TrySetResult();
        }
        catch (OperationCanceledException)
        {
            // The coordinator has ended before its reign did begin.
        }
        catch (Exception failure)
        {
            host.Settings.Log(failure.Message);
            _inCharge.TrySetException(failure);
        }
    }

    private static CoordinatorJson Describe(CoordinatorHost host, DateTimeOffset startedAt) => new(
        host.Address.GetLeftPart(UriPartial.Authority), false, ClusterEngine.Name,
        ClusterEngine.Version, startedAt, host.Settings.Identity is not null,
        host.Settings.Token is not null);

    /// <summary>A token, or mutual TLS, keeps strangers' pages away by itself.</summary>
    private static string[]? OwnHosts(CoordinatorSettings settings)
    {
        var options = settings.Options;
        return settings.Token is null && settings.Identity is null
            && IPAddress.IsLoopback(options.Listen.Address)
                ? [options.Listen.Address.ToString(), options.Advertise ?? "localhost"]
                : null;
    }

    private sealed class HostNodes(CoordinatorHost host) : INodes
    {
        public IReadOnlyList<NodeView> Nodes() => host.Nodes();

        public void Exclude(string node, ExclusionKind kind, TimeSpan? coolDown) =>
            host.Exclude(node, kind, coolDown);

        public void Include(string node) => host.Include(node);
    }
}
