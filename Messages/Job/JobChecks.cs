using System.Text;
using AkkaCoded.Codes;
using AkkaCoded.Codes.Latency;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Messages.Job;

/// <summary>Relations between keys, checked before anything is started: each of them would
/// otherwise show as a job that hangs or does something else than was meant.</summary>
internal sealed class JobChecks
{
    /// <summary>Leaves room for what the message holds besides.</summary>
    private const int JobBytesMax = WireLimits.MessageBytesMax - 1024;

    private readonly JobOptions _job;
    private readonly CodeOptions _code;
    private readonly Func<string, ConfigReader> _section;
    private readonly Lazy<GradientCode> _built;

    private JobChecks(JobOptions job, CodeOptions code, Func<string, ConfigReader> section)
    {
        _job = job;
        _code = code;
        _section = section;
        _built = new(code.Build);
    }

    private int Workers => _code.Parameters.Workers;

    private ConfigReader Job => _section("coded.job");

    private ConfigReader Policy => _section("coded.policy");

    private ConfigReader Supervision => _section("coded.supervision");

    private ConfigReader Chaos => _section("coded.chaos");

    public static void Check(
        JobOptions job, CodeOptions code, Func<string, ConfigReader> section)
    {
        var checks = new JobChecks(job, code, section);
        checks.Numbers();
        checks.Elasticity();
        checks.Auto();
        checks.PolicyAndFamily();
        checks.PolicyCanEnd();
        checks.Durations();
        checks.Faults();
        checks.Laws();
        checks.RowLength();
    }

    /// <summary>The whole job travels to its workers in one message.</summary>
    /// <exception cref="InvalidInputException">CDL-0155: it is too long for that.</exception>
    public static void Length(LayeredConfig config)
    {
        var lengths = config.Entries
            .Where(entry => entry.Key.StartsWith("coded.", StringComparison.Ordinal))
            .Select(entry => (Entry: entry, Bytes: Encoding.UTF8.GetByteCount(entry.Key)
                + Encoding.UTF8.GetByteCount(entry.Value) + " = \n".Length))
            .ToList();
        if (lengths.Sum(one => one.Bytes) > JobBytesMax)
        {
            var (longest, bytes) = lengths.MaxBy(one => one.Bytes);
            throw new InvalidInputException(
                "CDL-0155", $"{longest.Source}: {longest.Key}", $"a value of {bytes} bytes",
                $"such that the job's values are at most {JobBytesMax} bytes in all",
                "Shorten it: the job travels to every worker in one message.");
        }
    }

    private void Numbers()
    {
        if (Workers + _job.Spares > CodeParameters.WorkersMax)
        {
            throw Job.Error(
                "CDL-0157", "spares",
                $"0 to {CodeParameters.WorkersMax - Workers} beside code.workers = {Workers}",
                $"At most {CodeParameters.WorkersMax} workers are started in all.");
        }

        if (_job.WorkersMin > Workers)
        {
            throw Job.Error(
                "CDL-0141", "workers-min", $"1 to {Workers} (code.workers)",
                "Lower it, or raise code.workers: a job starts with code.workers.");
        }
    }

    private void Elasticity()
    {
        if (!_job.Elastic)
        {
            return;
        }

        if (_job.WorkersMin <= _code.Parameters.Stragglers)
        {
            throw Job.Error(
                "CDL-0158", "workers-min",
                $"{_code.Parameters.Stragglers + 1} (above code.stragglers) to {Workers}",
                "With fewer workers no code survives so many missing answers.");
        }

        if (_code.Parameters.Speeds is not null)
        {
            throw Job.Error(
                "CDL-0158", "elastic", "off where code.speeds is given",
                "Leave code.speeds out: a code for other workers would need other speeds.");
        }
    }

    /// <summary>A code that is planned from delays has its own way to go on without workers, and
    /// its own use of workers that nobody waits for.</summary>
    private void Auto()
    {
        if (_code.Auto is null)
        {
            return;
        }

        if (_job.Policy.Kind != PolicyKind.Exact)
        {
            throw Policy.Error(
                "CDL-0170", "name", "exact with code.family = auto",
                "Set policy.name = exact, or name a code family: auto plans exact codes, and "
                    + "waiting for all is one of its plans.");
        }

        if (_job.Elastic)
        {
            throw Job.Error(
                "CDL-0171", "elastic", "off with code.family = auto",
                "Leave it out: auto goes on without workers that are gone, and takes back those "
                    + "that return.");
        }

        if (_job.Spares > 0)
        {
            throw Job.Error(
                "CDL-0172", "spares", "0 with code.family = auto",
                "Count them in code.workers: auto says itself who gets no row.");
        }

        if (_code.MaxAmplification < AutoOptions.MaxAmplificationLeast)
        {
            throw _section("coded.code").Error(
                "CDL-0173", "max-amplification",
                $"at least {AutoOptions.MaxAmplificationLeast} with code.family = auto",
                "Raise it, or name a family that only adds, such as fractional-repetition.");
        }
    }

    private void PolicyAndFamily()
    {
        var kind = _job.Policy.Kind;
        var isPlain = kind is PolicyKind.Backup or PolicyKind.Async or PolicyKind.Ssp
            or PolicyKind.LocalSgd;
        if (isPlain && _code.Family != "uncoded")
        {
            throw Policy.Error(
                "CDL-0142", "name",
                $"wait-all, exact or approximate with code.family = {_code.Family}",
                "Set code.family = uncoded and code.stragglers = 0 for this policy: it would throw "
                    + "redundant work away.");
        }

        if (kind == PolicyKind.Backup && _job.Policy.Backups >= Workers)
        {
            throw Policy.Error(
                "CDL-0143", "backup.backups", $"0 to {Workers - 1} (below code.workers)",
                "At least one answer has to be waited for.");
        }
    }

    /// <summary>
    /// An approximate family may not give the sum even with every answer there: a step would never
    /// end. An exact one always does.
    /// </summary>
    private void PolicyCanEnd()
    {
        if (_code.Auto is not null || CodeFamilies.Find(_code.Family).IsExact)
        {
            return;
        }

        var all = new DecodableSet(_built.Value, _code.MaxAmplification);
        for (var worker = 0; worker < Workers; worker++)
        {
            all.Add(worker);
        }

        if (all.IsDecodable)
        {
            return;
        }

        var error = all.Residual / Math.Sqrt(_built.Value.Chunks);
        if (_job.Policy.Kind is PolicyKind.Exact or PolicyKind.WaitAll)
        {
            throw Policy.Error(
                "CDL-0144", "name", "approximate: with every answer this code has the error "
                    + $"{error:0.###}",
                $"Set policy.name = approximate, or take an exact family instead of "
                    + $"{_code.Family}.");
        }

        if (error > _job.Policy.ErrorMax)
        {
            throw Policy.Error(
                "CDL-0145", "approximate.error-max",
                $"at least {error:0.###}, the error of this code with every answer there",
                "Raise it, or give the code a higher degree or another seed.");
        }
    }

    private void Durations()
    {
        var supervision = _job.Supervision;
        if (supervision.RestartPauseMin > supervision.RestartPauseMax)
        {
            throw Supervision.Error(
                "CDL-0151", "restart-pause-min", "at most restart-pause-max = "
                    + $"{supervision.RestartPauseMax.TotalSeconds:0.###}s",
                "Lower the first pause or raise the longest one.");
        }

        if (supervision.DeadlineFirst < supervision.DeadlineMin)
        {
            throw Supervision.Error(
                "CDL-0152", "deadline-first",
                $"at least deadline-min = {supervision.DeadlineMin.TotalSeconds:0.###}s",
                "Raise it: first steps are slower than later ones.");
        }

        if (supervision.SlowStepsRestart is > 0 and var restart && restart < supervision.SlowSteps)
        {
            throw Supervision.Error(
                "CDL-0153", "slow-steps-restart",
                $"0 or at least slow-steps = {supervision.SlowSteps}",
                "A slow worker loses its row first and is restarted later.");
        }
    }

    private void Faults()
    {
        for (var i = 0; i < _job.Chaos.Faults.Count; i++)
        {
            var fault = _job.Chaos.Faults[i];
            Chaos.Parsed("faults", i, () => fault.CheckWorker(Workers + _job.Spares));
        }
    }

    /// <summary>A law that gives negative times at a load of this code is refused when the load is
    /// first used; here rather than in the first step.</summary>
    private void Laws()
    {
        if (_job.Chaos.Law is { } law)
        {
            Chaos.Parsed("law", null, () => CheckLoads(law));
        }

        for (var i = 0; i < _job.Chaos.Faults.Count; i++)
        {
            if (_job.Chaos.Faults[i].Law is { } own)
            {
                Chaos.Parsed("faults", i, () => CheckLoads(own));
            }
        }
    }

    private bool CheckLoads(LatencyLaw law)
    {
        if (_code.Auto is not null)
        {
            // Plans give a slow worker no less than a fifth of an even share, before rounding.
            return double.IsFinite(law.Quantile(0, 0.1 / Workers));
        }

        var code = _built.Value;
        var loads = Enumerable.Range(0, Workers)
            .Select(worker => code.Row(worker).Chunks.Length).Where(chunks => chunks > 0)
            .DefaultIfEmpty(1);
        return double.IsFinite(law.Quantile(0, (double)loads.Min() / code.Chunks));
    }

    private void RowLength()
    {
        // A row is never longer than the step, so most codes need not be built for this.
        if (_code.Parameters.ChunksOrDefault > WireLimits.RowChunksMax
            && _built.Value.LoadChunks is > WireLimits.RowChunksMax and var length)
        {
            throw _section("coded.code").Error(
                "CDL-0154", "chunks",
                $"such that a worker has at most {WireLimits.RowChunksMax} of them; here one has "
                    + $"{length}",
                "Take fewer chunks, fewer stragglers or more workers.");
        }
    }
}
