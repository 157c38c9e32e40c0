using System.Collections.Concurrent;
using AkkaCoded.Coordinator.Service;

namespace AkkaCoded.Coordinator.Tests.Service;

/// <summary>The jobs of a coordinator in a folder of their own, with an engine of the test's.
/// </summary>
internal sealed class ServiceWorld : IAsyncDisposable
{
    /// <summary>How long a test waits for what has to happen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public const string Toy = """
        coded {
          job.name = toy
          model { name = mlp, mlp.hidden = [4] }
          data { format = glyphs, glyphs { size = 8, train = 24, test = 8 } }
          training { samples-per-step = 8, steps = 60 }
          code { family = fractional-repetition, workers = 4, stragglers = 1 }
        }
        """;

    private readonly string _folder;
    private readonly bool _isOwner;

    private ServiceWorld(string folder, bool isOwner, int runningMax, TimeSpan? patience)
    {
        (_folder, _isOwner) = (folder, isOwner);
        Service = new JobService(new JobServiceSettings
        {
            Store = new JobStore(folder),
            RunningMax = runningMax,
            Log = Log.Enqueue,
            Patience = patience ?? Patience,
        });
    }

    public JobService Service { get; }

    public FakeEngine Engine { get; } = new();

    public ConcurrentQueue<string> Log { get; } = [];

    public string Folder => _folder;

    public static ServiceWorld NotInCharge(TimeSpan? patience = null) =>
        new(Directory.CreateTempSubdirectory("akkacoded-jobs-").FullName, true, 2, patience);

    public static async Task<ServiceWorld> StartAsync(
        int runningMax = 2, TimeSpan? patience = null)
    {
        var world = new ServiceWorld(
            Directory.CreateTempSubdirectory("akkacoded-jobs-").FullName, true, runningMax,
            patience);
        await world.Service.BeginAsync(world.Engine);
        return world;
    }

    /// <summary>The next coordinator with the same folder; what the engine of this one runs is
    /// forgotten, as by kill -9.</summary>
    public async Task<ServiceWorld> AgainAsync()
    {
        var next = new ServiceWorld(_folder, false, 2, null);
        await next.Service.BeginAsync(next.Engine);
        return next;
    }

    public string PathOf(string id, string file) => Path.Combine(_folder, id, file);

    /// <summary>Waits until a job is in a state.</summary>
    public async Task<JobView> UntilAsync(string id, JobState state)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var more = Service.View(id).Log.MoreAsync();
            if (Service.View(id) is { } view && view.Job.State == state)
            {
                return view;
            }

            await more.WaitAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        if (_isOwner)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
