using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Coordinator.Record;

/// <summary>What a report needs of a run; memory: a few numbers per step.</summary>
internal sealed class RunRecordData
{
    private readonly RunTally _tally = new(0);
    private readonly List<EventLine> _events = [];
    private readonly List<double> _run = [];
    private readonly List<double> _bound = [];
    private readonly List<double> _all = [];

    private RunRecordData()
    {
    }

    public List<SessionLine> Sessions { get; } = [];

    /// <summary>The newest session's.</summary>
    public RunHeader Header => Sessions[^1].Header;

    public RunSummary Summary { get; private set; } = new RunTally(0).Summary();

    /// <summary>Running time at the last line.</summary>
    public double LastSeconds { get; private set; }

    public BinnedRun Bins { get; } = new();

    public IReadOnlyList<EventLine> Events => _events;

    public IReadOnlyList<double> StepSeconds => _run;

    /// <summary>Steps with drawn delays: the earliest decodable time of each.</summary>
    public IReadOnlyList<double> EarliestDecodableSeconds => _bound;

    /// <summary>Steps with drawn delays: the largest delay of each.</summary>
    public IReadOnlyList<double> WaitForAllSeconds => _all;

    public static RunRecordData Of(IEnumerable<RunRecordLine> lines)
    {
        var data = new RunRecordData();
        foreach (var line in lines)
        {
            data.Add(line);
        }

        Contract.Require(data.Sessions.Count > 0, "a record begins with a session");
        data.Summary = data._tally.Summary();
        return data;
    }

    private void Add(RunRecordLine line)
    {
        _tally.Add(line);
        LastSeconds = line.AtSeconds;
        switch (line)
        {
            case SessionLine session:
                Sessions.Add(session);
                break;
            case EventLine happened:
                _events.Add(happened);
                break;
            case StepLine { Step: var step }:
                _run.Add(step.Seconds);
                Bins.Add(step, line.AtSeconds);
                if (step is { EarliestDecodableSeconds: { } bound, WaitForAllSeconds: { } all })
                {
                    _bound.Add(bound);
                    _all.Add(all);
                }

                break;
        }
    }
}
